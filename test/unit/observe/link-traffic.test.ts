import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkCounters, TRAFFIC_INTERVAL } from '../../../electron/observe/link-traffic.ts';
import type { PortId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const port = (text: string) => text as PortId;

describe('LinkCounters', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let counters: LinkCounters;
  const onChange = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    onChange.mockClear();
    counters = new LinkCounters(node, clock, onChange);
    node.connect('bob');
    node.connect('eve');
  });

  it('count messages and octets each way', () => {
    node.snd(port('bob#x'), 'hi');
    node.snd(port('bob'), 'info');
    node.receive('bob', port('me#p'), 'hello');
    expect(counters.takeAll()).toEqual([
      {
        node: 'bob',
        messagesOut: 2,
        octetsOut: '["x","hi"]'.length + '["","info"]'.length,
        messagesIn: 1,
        octetsIn: '["p","hello"]'.length,
      },
    ]);
  });

  it('leave out what stays inside', () => {
    node.snd(port('me#x'), 'hi');
    expect(counters.takeAll()).toEqual([]);
  });

  it('are told at most once a second, only those that moved', () => {
    node.snd(port('bob#x'), 'hi');
    node.snd(port('eve#x'), 'hi');
    expect(counters.takeChange()).toBeNull();
    clock.advance(TRAFFIC_INTERVAL);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(counters.takeChange()?.map((each) => each.node)).toEqual(['bob', 'eve']);
    node.snd(port('eve#x'), 'hi');
    clock.advance(TRAFFIC_INTERVAL - 1);
    expect(counters.takeChange()).toBeNull();
    clock.advance(1);
    expect(counters.takeChange()).toMatchObject([{ node: 'eve', messagesOut: 2 }]);
    clock.advance(10 * TRAFFIC_INTERVAL);
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('begin at zero with a new connection', () => {
    node.snd(port('bob#x'), 'hi');
    node.disconnect('bob');
    node.connect('bob');
    expect(counters.takeAll()).toEqual([]);
    node.receive('bob', port('me#p'), 1);
    expect(counters.takeAll()).toMatchObject([{ messagesIn: 1, messagesOut: 0 }]);
  });

  it('leave nothing behind', () => {
    node.snd(port('bob#x'), 'hi');
    counters.dispose();
    expect(clock.waiting).toBe(0);
    expect(node.listenerCount).toBe(0);
  });
});
