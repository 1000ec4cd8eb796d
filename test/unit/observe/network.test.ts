import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_REPORT_PEERS } from '../../../electron/observe/claims.ts';
import { MAX_GROUP_PORTS } from '../../../electron/observe/groups.ts';
import {
  MAX_DOWN,
  MAX_HEARD,
  MEASURED_INTERVAL,
  NetworkObserver,
} from '../../../electron/observe/network.ts';
import { REPORT_REFRESH } from '../../../electron/observe/reports.ts';
import { UNMEASURED } from '../../../electron/observe/vital.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { RESOLUTION } from '../../../shared/resolution.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const id = (text: string) => text as NodeId;

describe('NetworkObserver', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let network: NetworkObserver;
  const onChange = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    onChange.mockClear();
    network = new NetworkObserver(node, clock, onChange);
  });

  const stateOf = (name: string) => network.nodes.get(id(name))?.state;
  const takeNodes = () => network.takeChange()?.nodes.map(({ id: name }) => name);

  it('knows itself from the start', () => {
    expect(network.nodes.get(id('me'))).toMatchObject({
      state: 'self',
      addresses: ['127.0.0.1:4040'],
      provider: expect.stringMatching(/^meshdeck-/),
    });
    expect(network.takeAll()).toMatchObject({ full: true, reports: [{ node: 'me', peers: [] }] });
  });

  it('reads what was there before it', () => {
    node.connect('bob');
    node.setGroup('g', ['bob#a']);
    const late = new NetworkObserver(node, clock, onChange);
    const all = late.takeAll();
    expect(all.nodes.map(({ state }) => state)).toEqual(['self', 'up']);
    expect(all.groups).toEqual([{ name: 'g', ports: ['bob#a'] }]);
    expect(all.reports).toEqual([{ node: 'me', peers: ['bob'], at: clock.now(), flaws: null }]);
  });

  it('tells only what changed, and each thing once', () => {
    network.takeAll();
    expect(network.takeChange()).toBeNull();
    node.connect('bob');
    expect(onChange).toHaveBeenCalled();
    const change = network.takeChange();
    expect(change).toMatchObject({ full: false, nodes: [{ id: 'bob', state: 'up' }] });
    expect(change?.reports).toEqual([{ node: 'me', peers: ['bob'], at: clock.now(), flaws: null }]);
    expect(network.takeChange()).toBeNull();
  });

  it('keeps nodes that went down, with the reason and what is known of them', () => {
    node.connect('bob', 'AE-1.30');
    clock.advance(5000);
    node.disconnect('bob', ['transport_error', 'bob', 'connection reset']);
    expect(network.nodes.get(id('bob'))).toMatchObject({
      state: 'down',
      since: clock.now(),
      reason: 'connection reset',
      provider: 'AE-1.30',
    });
    node.connect('bob');
    expect(stateOf('bob')).toBe('up');
  });

  it('keeps where a node listened that went down, until it tells anew', () => {
    const bob = node.connect('bob');
    node.addresses.set(bob, ['10.0.0.1:4040']);
    node.emit('addresses', { node: bob, addresses: ['10.0.0.1:4040'] });
    node.addresses.delete(bob);
    node.disconnect('bob');
    expect(network.nodes.get(bob)).toMatchObject({ state: 'down', addresses: ['10.0.0.1:4040'] });
    network.expect([bob], true);
    expect(network.nodes.get(bob)?.addresses).toEqual(['10.0.0.1:4040']);
    node.connect('bob');
    expect(network.nodes.get(bob)).toMatchObject({ state: 'up', addresses: null });
    node.disconnect('bob');
    expect(network.nodes.get(bob)?.addresses).toBeNull();
  });

  it('tells no round trip that is shorter than what can be measured', () => {
    const bob = node.connect('bob');
    const eve = node.connect('eve');
    network.setVital(bob, { ...UNMEASURED, roundTrip: 0.07 });
    network.setLatency(bob, eve, 0);
    expect(network.nodes.get(bob)).toMatchObject({ roundTrip: RESOLUTION });
    expect(network.latencies.get(bob, eve)?.roundTrip).toBe(RESOLUTION);
    network.takeAll();
    network.setVital(bob, { ...UNMEASURED, roundTrip: 0.4 });
    clock.advance(MEASURED_INTERVAL);
    expect(takeNodes() ?? []).toEqual([]);
  });

  it('follows addresses, seeds and round trips', () => {
    node.connect('bob');
    node.addresses.set(id('bob'), []);
    node.emit('addresses', { node: id('bob'), addresses: [] });
    node.seedNodes.add(id('bob'));
    node.emit('seed', { address: '10.0.0.1:4040', node: id('bob') });
    network.setVital(id('bob'), { ...UNMEASURED, roundTrip: 1.5 });
    network.setVital(id('nobody'), { ...UNMEASURED, roundTrip: 1.5 });
    expect(network.nodes.get(id('bob'))).toMatchObject({
      addresses: [],
      seed: true,
      roundTrip: 1.5,
    });
    expect(stateOf('nobody')).toBeUndefined();
  });

  it('forgets the longest gone when too many are down', () => {
    for (let i = 0; i <= MAX_DOWN; i++) {
      node.connect(`n${i}`);
      node.disconnect(`n${i}`);
    }
    expect(stateOf('n0')).toBeUndefined();
    expect(stateOf('n1')).toBe('down');
    expect(network.nodes.size).toBe(MAX_DOWN + 1);
  });

  it('shows nodes that only others speak of, as long as they do', () => {
    node.connect('bob');
    node.connect('eve');
    network.report(id('bob'), ['me', 'eve', 'ghost']);
    network.report(id('eve'), ['ghost']);
    expect(stateOf('ghost')).toBe('heard');
    network.takeAll();
    network.report(id('bob'), ['me', 'eve']);
    expect(stateOf('ghost')).toBe('heard');
    node.disconnect('eve');
    expect(stateOf('ghost')).toBeUndefined();
    expect(network.takeChange()).toMatchObject({ goneNodes: ['ghost'], goneReports: ['eve'] });
  });

  it('believes nothing of what makes no sense', () => {
    node.connect('bob');
    network.report(id('bob'), [
      1,
      null,
      ['x'],
      'a#b',
      'a;b',
      '',
      'x\u0000',
      'bob',
      'ok',
      'ok',
      'x'.repeat(300),
    ]);
    expect(network.reports.get(id('bob'))?.peers).toEqual(['ok']);
    network.report(id('stranger'), ['ok']);
    expect(network.reports.has(id('stranger'))).toBe(false);
  });

  it('bounds what a hostile node can claim', () => {
    node.connect('bob');
    node.connect('eve');
    const names = (prefix: string) => Array.from({ length: 6000 }, (_, i) => `${prefix}${i}`);
    network.report(id('bob'), names('a'));
    network.report(id('eve'), names('b'));
    expect(network.reports.get(id('bob'))?.peers.length).toBe(MAX_REPORT_PEERS);
    const heard = [...network.nodes.values()].filter(({ state }) => state === 'heard');
    expect(heard.length).toBe(MAX_HEARD);
    network.report(id('bob'), []);
    network.report(id('eve'), []);
    expect(network.nodes.size).toBe(3);
  });

  it('repeats an unchanged report only now and then', () => {
    node.connect('bob');
    node.connect('eve');
    network.report(id('bob'), ['me', 'eve']);
    network.takeAll();
    clock.advance(3000);
    network.report(id('bob'), ['eve', 'me']);
    expect(network.takeChange()).toBeNull();
    clock.advance(REPORT_REFRESH);
    network.report(id('bob'), ['me', 'eve']);
    expect(network.takeChange()?.reports).toEqual([
      { node: 'bob', peers: ['me', 'eve'], at: clock.now(), flaws: null },
    ]);
  });

  it('follows groups, also to their end, within bounds', () => {
    network.takeAll();
    node.setGroup('workers', ['bob#a', 'eve#b']);
    expect(network.takeChange()?.groups).toEqual([{ name: 'workers', ports: ['bob#a', 'eve#b'] }]);
    node.setGroup('workers', []);
    expect(network.takeChange()?.goneGroups).toEqual(['workers']);
    node.setGroup(
      'big',
      Array.from({ length: MAX_GROUP_PORTS + 5 }, (_, i) => `bob#${i}`),
    );
    node.setGroup('x'.repeat(2000), ['bob#a']);
    const groups = network.takeAll().groups;
    expect(groups.map(({ ports }) => ports.length)).toEqual([MAX_GROUP_PORTS]);
  });

  it('tells what was measured a little later, and noise not at all', () => {
    node.connect('bob');
    network.takeAll();
    onChange.mockClear();
    network.setVital(id('bob'), { ...UNMEASURED, roundTrip: 10 });
    expect(onChange).not.toHaveBeenCalled();
    clock.advance(MEASURED_INTERVAL);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(network.takeChange()?.nodes).toMatchObject([{ id: 'bob', roundTrip: 10 }]);
    network.setVital(id('bob'), { ...UNMEASURED, roundTrip: 10.9 });
    expect(network.takeChange()).toBeNull();
    network.setVital(id('bob'), { ...UNMEASURED, roundTrip: 11.1 });
    expect(network.takeChange()?.nodes).toMatchObject([{ roundTrip: 11.1 }]);
    onChange.mockClear();
    network.setVital(id('bob'), { ...UNMEASURED, roundTrip: 11.1, silentSince: 5 });
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('forgets what was measured when the connection is lost', () => {
    node.connect('bob');
    network.setVital(id('bob'), { roundTrip: 10, clockOffset: 3, silentSince: 5 });
    node.disconnect('bob');
    node.connect('bob');
    expect(network.nodes.get(id('bob'))).toMatchObject({ ...UNMEASURED });
  });

  it('carries round trips between nodes that are up', () => {
    node.connect('bob');
    node.connect('eve');
    network.takeAll();
    network.setLatency(id('eve'), id('bob'), 7);
    network.setLatency(id('eve'), id('nobody'), 7);
    const told = [{ a: 'bob', b: 'eve', roundTrip: 7, at: clock.now() }];
    expect(network.takeChange()?.latencies).toEqual(told);
    expect(network.takeChange()).toBeNull();
    expect(network.takeAll().latencies).toEqual(told);
    node.disconnect('eve');
    expect(network.takeAll().latencies).toEqual([]);
  });

  it('takes what links of a node take now for normal, as long as that is wanted', () => {
    const onFar = vi.fn();
    network = new NetworkObserver(node, clock, onChange, { far: [['eve', 300]], onFar });
    for (const name of ['bob', 'eve', 'dan', 'ann']) node.connect(name);
    expect(network.nodes.get(id('eve'))).toMatchObject({ far: 300 });
    expect(() => network.setFar(id('bob'), true)).toThrow('Nothing was measured');
    network.setVital(id('bob'), { roundTrip: 90, clockOffset: null, silentSince: null });
    network.setLatency(id('bob'), id('dan'), 250);
    network.setLatency(id('ann'), id('bob'), 200);
    network.takeAll();
    network.setFar(id('bob'), true);
    expect(network.takeChange()).toMatchObject({ nodes: [{ id: 'bob', far: 200 }] });
    node.disconnect('bob');
    expect(network.nodes.get(id('bob'))).toMatchObject({ state: 'down', far: 200 });
    network.setFar(id('eve'), false);
    expect(network.nodes.get(id('eve'))).not.toHaveProperty('far');
    expect(onFar).toHaveBeenLastCalledWith([['bob', 200]]);
  });

  it('knows links that nobody denies', () => {
    for (const name of ['bob', 'eve', 'ann']) node.connect(name);
    expect(network.isLinked(id('bob'), id('eve'))).toBe(false);
    network.report(id('bob'), ['eve']);
    expect(network.isLinked(id('eve'), id('bob'))).toBe(true);
    network.report(id('eve'), ['me']);
    expect(network.isLinked(id('bob'), id('eve'))).toBe(false);
  });

  it('stops listening when disposed', () => {
    network.dispose();
    node.connect('bob');
    expect(takeNodes()).toEqual(['me']);
    expect(node.listenerCount).toBe(0);
  });
});
