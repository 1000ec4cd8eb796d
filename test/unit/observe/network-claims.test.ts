import { beforeEach, describe, expect, it } from 'vitest';
import { NetworkObserver } from '../../../electron/observe/network.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const id = (text: string) => text as NodeId;

describe('NetworkObserver with claims that are not sound', () => {
  let node: FakeNode;
  let network: NetworkObserver;

  beforeEach(() => {
    node = new FakeNode('me');
    network = new NetworkObserver(node, new FakeClock(), () => undefined);
  });

  const flaws = (name: string) => network.reports.get(id(name))?.flaws;

  it('flags them as that node’s', () => {
    node.connect('bob');
    network.report(id('bob'), ['me', 7, 'bob', 'me']);
    expect(flaws('bob')).toEqual({ malformed: 1, self: 1, repeated: 1, excess: 0, unknown: 0 });
    network.report(id('bob'), ['me']);
    expect(flaws('bob')).toBeNull();
  });

  it('counts names that nobody else knows, when they stay', () => {
    node.connect('bob');
    node.connect('eve');
    network.report(id('bob'), ['me', 'eve', 'invented']);
    expect(flaws('bob')).toBeNull();
    network.report(id('bob'), ['me', 'eve', 'invented']);
    expect(flaws('bob')).toMatchObject({ unknown: 1 });
    network.takeAll();
    network.report(id('eve'), ['me', 'bob', 'invented']);
    network.report(id('bob'), ['me', 'eve', 'invented']);
    expect(flaws('bob')).toBeNull();
    expect(network.takeChange()?.reports.map((report) => report.node)).toContain('bob');
  });

  it('does not count nodes that we know by other ways', () => {
    node.connect('bob');
    node.connect('gone');
    node.disconnect('gone');
    node.addresses.set(id('told'), ['10.0.0.1:4040']);
    network.expect([id('hoped')], true);
    for (let i = 0; i < 2; i++) network.report(id('bob'), ['gone', 'told', 'hoped']);
    expect(flaws('bob')).toBeNull();
  });

  it('finds inventions also when they change all the time, but for the newest', () => {
    node.connect('bob');
    network.report(id('bob'), ['x1', 'x2']);
    network.report(id('bob'), ['x1', 'x2', 'x3']);
    expect(flaws('bob')).toMatchObject({ unknown: 2 });
  });
});
