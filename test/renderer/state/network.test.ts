import { beforeEach, expect, test, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { NetworkChange, NodeView } from '../../../shared/mesh.ts';
import { network, SHOW_EVERY } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

const NOTHING: NetworkChange = {
  full: false,
  nodes: [],
  goneNodes: [],
  reports: [],
  goneReports: [],
  groups: [],
  goneGroups: [],
  latencies: [],
};

beforeEach(() => {
  past.show(null);
  network.clear();
});

test('starts empty', () => {
  expect(network.self).toBeNull();
  expect(network.links.views).toEqual([]);
  expect(network.completeness).toEqual({ up: 0, expected: 0 });
});

test('a full change fills it, and another one replaces all of it', () => {
  network.apply(syntheticMesh(9));
  expect(network.self).toBe('desk');
  expect(network.nodes.size).toBe(9);
  expect(network.completeness).toEqual({ up: 36, expected: 36 });
  expect([...network.groups.keys()]).toEqual(['chat', 'workers', 'eg_receivers']);
  network.apply(syntheticMesh(2));
  expect(network.nodes.size).toBe(2);
  expect(network.completeness).toEqual({ up: 1, expected: 1 });
});

test('a delta replaces what it names and leaves the rest', () => {
  network.apply(syntheticMesh(9));
  const before = network.nodes;
  const gone = 'lon-07' as NodeId;
  network.apply({
    ...NOTHING,
    goneNodes: [gone],
    goneReports: [gone],
    groups: [{ name: 'chat', ports: [] }],
    goneGroups: ['workers'],
  });
  expect(network.nodes.has(gone)).toBe(false);
  expect(network.nodes.get('lon-01' as NodeId)).toBe(before.get('lon-01' as NodeId));
  expect(network.groups.get('chat')?.ports).toEqual([]);
  expect(network.groups.has('workers')).toBe(false);
  expect(network.groups.has('eg_receivers')).toBe(true);
  expect(network.completeness).toEqual({ up: 28, expected: 28 });
});

test('links follow a node that goes down and a report that changes', () => {
  network.apply(syntheticMesh(9));
  const node = network.nodes.get('fra-06' as NodeId) as NodeView;
  network.apply({
    ...NOTHING,
    nodes: [{ ...node, state: 'down', since: 1, reason: 'gone' }],
  });
  expect(network.completeness.expected).toBe(28);
  network.apply({
    ...NOTHING,
    reports: [{ node: 'lon-01' as NodeId, peers: [], at: 2, flaws: null }],
  });
  expect(network.links.views.filter((link) => link.state === 'half')).toHaveLength(7);
});

test('the links stay the same while only round trips change', () => {
  network.apply(syntheticMesh(9));
  const before = network.links;
  const revision = network.revision;
  const node = network.nodes.get('fra-06' as NodeId) as NodeView;
  network.apply({ ...NOTHING, nodes: [{ ...node, roundTrip: 99 } as NodeView] });
  expect(network.links).toBe(before);
  expect(network.revision).toBe(revision + 1);
  expect(network.nodes.get('fra-06' as NodeId)).toMatchObject({ roundTrip: 99 });
});

test('the links stay the same while claims say the same again', () => {
  network.apply(syntheticMesh(9));
  const before = network.links;
  const [first] = network.reports.values();
  const again = { ...first!, peers: [...first!.peers], at: first!.at + 5 };
  network.apply({ ...NOTHING, reports: [again] });
  expect(network.links).toBe(before);
  expect(network.reports.get(again.node)).toEqual(again);
  network.apply({ ...NOTHING, reports: [{ ...again, peers: again.peers.slice(1) }] });
  expect(network.links).not.toBe(before);
  expect(network.links.counts.half).toBe(1);
});

const traffic = (node: string, octetsIn: number) => ({
  node: node as NodeId,
  messagesIn: 1,
  messagesOut: 2,
  octetsIn,
  octetsOut: 30,
});

test('round trips between others are found from both ends, and go with their nodes', () => {
  network.apply(syntheticMesh(9));
  const [one, other] = ['fra-06', 'lon-01'] as NodeId[] as [NodeId, NodeId];
  expect(network.latencies.size).toBe(28);
  const before = network.latencies;
  network.apply({ ...NOTHING, latencies: [{ a: one, b: other, roundTrip: 77, at: 5 }] });
  expect(network.latencies).not.toBe(before);
  expect(network.latencies.between(other, one)).toMatchObject({ roundTrip: 77, at: 5 });
  const node = network.nodes.get(one) as NodeView;
  network.apply({ ...NOTHING, nodes: [{ ...node, state: 'down', since: 1, reason: 'gone' }] });
  expect(network.latencies.between(one, other)).toBeUndefined();
  expect(network.latencies.size).toBe(21);
  expect([...network.latencies].every(({ a, b }) => a < b)).toBe(true);
});

test('counters replace former ones, and go with the link', () => {
  network.apply(syntheticMesh(9));
  network.live.count([traffic('fra-06', 10), traffic('lon-01', 20)]);
  network.live.count([traffic('fra-06', 11)]);
  expect(network.traffic.get('fra-06' as NodeId)?.octetsIn).toBe(11);
  network.apply({ ...NOTHING, goneNodes: ['lon-01' as NodeId] });
  network.live.count([traffic('fra-06', 12), traffic('nobody', 1)]);
  expect([...network.traffic.keys()]).toEqual(['fra-06']);
});

test('the past is shown instead, while news are taken underneath', () => {
  network.apply(syntheticMesh(9));
  network.live.count([traffic('fra-06', 10)]);
  past.show({ at: 1, network: syntheticMesh(2), causes: [] });
  expect(network.nodes.size).toBe(2);
  expect(network.completeness).toEqual({ up: 1, expected: 1 });
  expect(network.traffic.size).toBe(0);
  expect(network.live.nodes.size).toBe(9);
  network.apply({ ...NOTHING, goneNodes: ['fra-06' as NodeId] });
  expect(network.nodes.size).toBe(2);
  past.show(null);
  expect(network.nodes.size).toBe(8);
  expect(network.completeness).toEqual({ up: 28, expected: 28 });
});

test('shows news of a large mesh at once and then together, every so often', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  try {
    network.apply(syntheticMesh(200));
    const [all, links] = [network.nodes.size, network.completeness.expected];
    const first = syntheticMesh(200).nodes.at(-1) as NodeView;
    vi.advanceTimersByTime(SHOW_EVERY);
    network.apply({ ...NOTHING, goneNodes: [first.id] });
    expect(network.nodes.has(first.id)).toBe(false);
    const [, second, third] = syntheticMesh(200).nodes as [NodeView, NodeView, NodeView];
    network.apply({ ...NOTHING, goneNodes: [second.id] });
    network.apply({ ...NOTHING, goneNodes: [third.id] });
    expect(network.nodes.size).toBe(all - 1);
    vi.advanceTimersByTime(SHOW_EVERY);
    expect(network.nodes.size).toBe(all - 3);
    expect(network.completeness.expected).toBeLessThan(links);
  } finally {
    vi.useRealTimers();
  }
});
