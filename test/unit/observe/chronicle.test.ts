import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CAUSES_GAP } from '../../../electron/observe/cause-tracker.ts';
import { Chronicle } from '../../../electron/observe/chronicle.ts';
import { NetworkObserver } from '../../../electron/observe/network.ts';
import { MAX_ENTRIES_PER_CHANGE } from '../../../electron/observe/timeline-entries.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

describe('Chronicle', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let network: NetworkObserver;
  let chronicle: Chronicle;
  const onChange = vi.fn();
  const onSlow = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    network = new NetworkObserver(node, clock, () => (chronicle as Chronicle | undefined)?.touch());
    const measuredAt = (one: NodeId, other: NodeId) => network.latencies.get(one, other)?.at ?? 0;
    chronicle = new Chronicle({ node, clock, network, measuredAt, onSlow, onChange });
    onChange.mockClear();
  });

  it('tells everything, then what changes, then nothing', () => {
    expect(chronicle.takeAll()).toEqual({ causes: [], timeline: [], timelineFrom: 1 });
    expect(chronicle.takeChange()).toEqual({});
    node.connect('bob');
    node.disconnect('bob');
    clock.advance(CAUSES_GAP);
    expect(onChange).toHaveBeenCalled();
    const told = chronicle.takeChange();
    expect(told.causes).toMatchObject([{ id: 'node-down:bob' }]);
    expect(told.timeline?.map(({ kind }) => kind)).toEqual(['up', 'down', 'cause']);
    expect(told).not.toHaveProperty('timelineFrom');
    expect(chronicle.takeChange()).toEqual({});
    expect(chronicle.takeAll()).toEqual({ ...told, timelineFrom: 1 });
  });

  it('tells of a repair, and knows what was wrong before', () => {
    node.connect('bob');
    node.disconnect('bob');
    clock.advance(5_000);
    const wrong = clock.now();
    node.connect('bob');
    clock.advance(5_000);
    chronicle.takeAll();
    expect(chronicle.takeChange()).toEqual({});
    expect(chronicle.takeAll().causes).toEqual([]);
    expect(chronicle.takeAll().timeline?.at(-1)).toMatchObject({
      kind: 'repair',
      text: 'Over: bob is down',
    });
    expect(chronicle.at(wrong).causes).toMatchObject([
      { id: 'node-down:bob', title: 'bob is down' },
    ]);
    expect(chronicle.at(clock.now()).causes).toEqual([]);
  });

  it('has nothing to note when only round trips are new', () => {
    node.connect('bob');
    clock.advance(5_000);
    chronicle.takeAll();
    onChange.mockClear();
    const vital = { clockOffset: null, silentSince: null };
    for (let ms = 0; ms < 20; ms++) {
      network.setVital('bob' as NodeId, { ...vital, roundTrip: ms % 2 === 0 ? 50 : 10 });
      clock.advance(1_000);
    }
    expect(onChange).not.toHaveBeenCalled();
    expect(network.nodes.get('bob' as NodeId)).toMatchObject({ roundTrip: 10 });
  });

  it('tells a long past in parts', () => {
    for (let i = 0; i < MAX_ENTRIES_PER_CHANGE; i++) {
      node.connect('bob');
      node.disconnect('bob');
    }
    expect(chronicle.takeAll().timeline).toHaveLength(MAX_ENTRIES_PER_CHANGE);
    expect(chronicle.takeChange().timeline).toHaveLength(MAX_ENTRIES_PER_CHANGE);
    expect(chronicle.takeChange()).toEqual({});
  });

  /** Six nodes whose links all take a millisecond. */
  function quickMesh(): void {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'] as NodeId[];
    for (const name of names) node.connect(name);
    for (const one of names) {
      for (const other of names) if (one < other) network.setLatency(one, other, 1);
    }
    clock.advance(5_000);
  }

  it('tells of a slow link only when it was measured again', () => {
    quickMesh();
    network.setLatency('b' as NodeId, 'e' as NodeId, 200);
    clock.advance(20_000);
    expect(chronicle.takeAll().causes).toEqual([]);
    network.setLatency('b' as NodeId, 'e' as NodeId, 210);
    clock.advance(10_000);
    expect(chronicle.takeAll().causes).toMatchObject([{ id: 'link-slow:b;e' }]);
  });

  it('says nothing of a node whose links were slow for a moment only', () => {
    quickMesh();
    const others = ['a', 'c', 'd', 'e'] as NodeId[];
    for (const other of others) network.setLatency('b' as NodeId, other, 100);
    clock.advance(10_000);
    const [asked] = onSlow.mock.lastCall ?? [];
    expect(asked).toEqual(others.map((other) => ['b', other].sort()));
    for (const other of others) network.setLatency('b' as NodeId, other, 1);
    clock.advance(10_000);
    expect(onSlow).toHaveBeenLastCalledWith([]);
    const told = chronicle.takeAll();
    expect(told.causes).toEqual([]);
    expect(told.timeline?.filter(({ kind }) => kind === 'cause')).toEqual([]);
  });

  it('wants slow links between others to be measured again, as long as they are', () => {
    quickMesh();
    expect(onSlow).toHaveBeenLastCalledWith([]);
    network.setLatency('b' as NodeId, 'e' as NodeId, 200);
    clock.advance(10_000);
    expect(onSlow).toHaveBeenLastCalledWith([['b', 'e']]);
    const asked = onSlow.mock.calls.length;
    clock.advance(10_000);
    expect(onSlow.mock.calls.length).toBeGreaterThanOrEqual(asked + 3);
    network.setLatency('b' as NodeId, 'e' as NodeId, 1);
    clock.advance(10_000);
    expect(onSlow).toHaveBeenLastCalledWith([]);
    expect(chronicle.takeAll().causes).toEqual([]);
  });

  it('leaves nothing behind', () => {
    node.setGroup('chat', ['bob#a']);
    chronicle.dispose();
    network.dispose();
    expect(clock.waiting).toBe(0);
    expect(node.listenerCount).toBe(0);
  });
});
