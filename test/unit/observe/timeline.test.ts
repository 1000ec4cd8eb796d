import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkObserver } from '../../../electron/observe/network.ts';
import { Timeline, TIMELINE_STEP } from '../../../electron/observe/timeline.ts';
import { MAX_TIMELINE_ENTRIES } from '../../../electron/observe/timeline-entries.ts';
import { MAX_GROUP_ENTRIES } from '../../../electron/observe/timeline-words.ts';
import type { CauseView } from '../../../shared/causes.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { GroupView, NodeView, ReportView } from '../../../shared/mesh.ts';
import type { TimelineState } from '../../../shared/timeline.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { POSTURE } from '../../helpers/posture.ts';

describe('Timeline', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let network: NetworkObserver;
  let timeline: Timeline;
  const onChange = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    onChange.mockClear();
    network = new NetworkObserver(node, clock, () => (timeline as Timeline | undefined)?.touch());
    timeline = new Timeline({ node, clock, network, onChange });
  });

  const texts = () => timeline.take().map(({ kind, text }) => `${kind} · ${text}`);
  const stateOf = ({ network: { nodes } }: TimelineState, name: string) =>
    nodes.find(({ id }) => id === name)?.state;
  const step = () => clock.advance(TIMELINE_STEP);

  it('tells who came and went, at once and with the reason', () => {
    node.connect('bob');
    node.disconnect('bob');
    expect(timeline.take()).toMatchObject([
      { seq: 1, at: clock.now(), kind: 'up', subject: 'bob', text: 'bob is up' },
      { seq: 2, kind: 'down', subject: 'bob', text: 'bob is down: connection reset' },
    ]);
    expect(onChange).toHaveBeenCalled();
  });

  it('tells what happened to groups', () => {
    node.setGroup('chat', ['bob#a']);
    step();
    node.setGroup('chat', ['bob#a', 'eve#b', 'eve#c']);
    step();
    node.setGroup('chat', ['dan#a']);
    step();
    node.setGroup('chat', []);
    step();
    expect(texts()).toEqual([
      'group · chat: a port of bob joined',
      'group · chat: 2 ports joined',
      'group · chat: a port of dan joined, 3 ports left',
      'group · chat: no members any more',
    ]);
  });

  it('shows the mesh as it was', () => {
    const times: number[] = [];
    const mark = () => {
      step();
      times.push(clock.now());
      clock.advance(1_000);
    };
    mark();
    node.connect('bob');
    network.report('bob' as NodeId, ['me', 'eve']);
    mark();
    node.setGroup('chat', ['bob#a']);
    network.report('bob' as NodeId, ['me']);
    mark();
    node.disconnect('bob');
    node.setGroup('chat', []);
    mark();
    const states = times.map((at) => timeline.at(at));
    expect(states.map(({ at }) => at)).toEqual(times);
    expect(states.map((state) => stateOf(state, 'bob'))).toEqual([undefined, 'up', 'up', 'down']);
    expect(states.map((state) => stateOf(state, 'eve'))).toEqual([
      undefined,
      'heard',
      undefined,
      undefined,
    ]);
    expect(states.map(({ network: { groups } }) => groups)).toEqual([
      [],
      [],
      [{ name: 'chat', ports: ['bob#a'] }],
      [],
    ]);
    const claims = states.map(
      ({ network: { reports } }) => reports.find(({ node: by }) => by === 'bob')?.peers,
    );
    expect(claims).toEqual([undefined, ['me', 'eve'], ['me'], undefined]);
    expect(states.every(({ network: { full } }) => full)).toBe(true);
  });

  it('keeps nothing that is measured again and again, as it was not noted when it was so', () => {
    const bob = node.connect('bob');
    step();
    network.setVital(bob, { roundTrip: 3, clockOffset: 40, silentSince: null });
    step();
    network.setVital(bob, { roundTrip: 80, clockOffset: 40, silentSince: clock.now() });
    step();
    const [, view] = timeline.at(clock.now()).network.nodes;
    expect(view).toMatchObject({ id: 'bob', roundTrip: null, clockOffset: null });
    expect(view).toHaveProperty('silentSince', expect.any(Number));
    expect(network.nodes.get(bob)).toMatchObject({ roundTrip: 80 });
  });

  it('shows now what was not noted yet, and the beginning for what was before', () => {
    const start = clock.now();
    clock.advance(1_000);
    node.setGroup('chat', ['bob#a']);
    expect(timeline.at(clock.now() + 1).network.groups).toHaveLength(1);
    expect(timeline.at(0)).toMatchObject({ at: start, network: { groups: [] } });
  });

  it('remembers causes, and tells of them and their repair', () => {
    const cause = {
      id: 'node-down:bob',
      title: 'bob is down',
      nodes: [],
      others: [],
      links: [],
      detail: '',
    };
    const causes = [cause as unknown as CauseView];
    const first = clock.now();
    timeline.causes(causes, { at: first, appeared: causes, gone: [] });
    clock.advance(5_000);
    timeline.causes([], { at: clock.now(), appeared: [], gone: causes });
    expect(timeline.take()).toMatchObject([
      { kind: 'cause', subject: 'node-down:bob', text: 'bob is down' },
      { kind: 'repair', subject: 'node-down:bob', text: 'Over: bob is down' },
    ]);
    expect(timeline.at(first).causes).toEqual(causes);
    expect(timeline.at(first + 4_999).causes).toEqual(causes);
    expect(timeline.at(clock.now()).causes).toEqual([]);
  });

  it('lets no storm of groups push out the rest', () => {
    node.connect('bob');
    for (let i = 0; i < 5_000; i++) node.setGroup(`g${i}`, ['bob#a']);
    step();
    const told = texts();
    expect(told).toHaveLength(1 + MAX_GROUP_ENTRIES + 1);
    expect(told.at(-1)).toBe(
      `group · ${(5_000 - MAX_GROUP_ENTRIES).toLocaleString('en-US')} more groups changed`,
    );
    expect(timeline.at(clock.now()).network.groups).toHaveLength(5_000);
  });

  it('stays bounded and quick when nodes come and go for long', () => {
    const host = new FakeNode('host');
    const { mesh, comeAndGo } = flood(clock, host);
    const small = 4 * 1024 * 1024;
    const watching = new Timeline({ node: host, clock, network: mesh, onChange, limit: small });
    const octets: number[] = [];
    for (let second = 0; second < 300; second++) {
      comeAndGo(second);
      watching.touch();
      clock.advance(1_000);
      octets.push(watching.octets);
    }
    expect(Math.max(...octets)).toBeLessThanOrEqual(small);
    let entries = 0;
    for (let part = watching.take(); part.length > 0; part = watching.take()) {
      entries += part.length;
    }
    expect(entries).toBeLessThanOrEqual(MAX_TIMELINE_ENTRIES);
    expect(entries).toBeGreaterThan(200);
    const oldest = watching.at(0);
    expect(oldest.at).toBeGreaterThan(clock.now() - 300_000);
    expect(oldest.network.nodes.length).toBeGreaterThan(100);
    const { network: newest } = watching.at(clock.now());
    expect(new Map(newest.nodes.map((view) => [view.id, view.state]))).toEqual(
      new Map([...mesh.nodes].map(([id, view]) => [id, view.state])),
    );
  });

  it('leaves nothing behind', () => {
    node.setGroup('chat', ['bob#a']);
    timeline.dispose();
    network.dispose();
    expect(clock.waiting).toBe(0);
    expect(node.listenerCount).toBe(0);
  });
});

/** A hundred nodes that stay, and twenty a second that come and go, with what the others say of them. */
function flood(clock: FakeClock, node: FakeNode) {
  const nodes = new Map<NodeId, NodeView>();
  const reports = new Map<NodeId, ReportView>();
  const groups = new Map<string, GroupView>();
  const steady = Array.from({ length: 100 }, (_, i) => `node-${i}` as NodeId);
  const facts = { seed: false, addresses: [], provider: null, expected: false };
  const measured = { link: POSTURE, roundTrip: 1, clockOffset: 0, silentSince: null };
  const up = (id: NodeId) => {
    nodes.set(id, { ...facts, id, state: 'up', since: clock.now(), ...measured });
    node.emit('up', { node: id, peer: {} as never });
  };
  const down = (id: NodeId) => {
    nodes.set(id, { ...facts, id, state: 'down', since: clock.now(), reason: 'reset' });
    node.emit('down', { node: id, reason: [] });
  };
  for (const id of steady) up(id);
  const comeAndGo = (second: number): void => {
    const guests = Array.from({ length: 10 }, (_, i) => `guest-${second * 10 + i}` as NodeId);
    const former = guests.map((_, i) => `guest-${second * 10 - 10 + i}` as NodeId);
    for (const id of guests) up(id);
    for (const id of former) if (nodes.has(id)) down(id);
    for (const id of steady) {
      reports.set(id, { node: id, peers: [...steady, ...guests], at: clock.now(), flaws: null });
    }
    const ports = guests.map((id) => `${id}#p` as PortId);
    groups.set('guests', { name: 'guests', ports });
    for (const old of [...nodes.keys()].slice(0, Math.max(0, nodes.size - 1_100))) {
      if (nodes.get(old)?.state === 'down') nodes.delete(old);
    }
  };
  return { mesh: { nodes, reports, groups }, comeAndGo };
}
