import { beforeEach, expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { NetworkChange, NodeView } from '../../../shared/mesh.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

const NOTHING: NetworkChange = {
  full: false,
  nodes: [],
  goneNodes: [],
  reports: [],
  goneReports: [],
  groups: [],
  goneGroups: [],
};

beforeEach(() => network.clear());

test('starts empty', () => {
  expect(network.self).toBeNull();
  expect(network.links).toEqual([]);
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
    reports: [{ node: 'lon-01' as NodeId, peers: [], at: 2 }],
  });
  expect(network.links.filter((link) => link.state === 'half')).toHaveLength(7);
});

test('the links stay the same array while only round trips change', () => {
  network.apply(syntheticMesh(9));
  const before = network.links;
  const revision = network.revision;
  const node = network.nodes.get('fra-06' as NodeId) as NodeView;
  network.apply({ ...NOTHING, nodes: [{ ...node, roundTrip: 99 } as NodeView] });
  expect(network.links).toBe(before);
  expect(network.revision).toBe(revision + 1);
  expect(network.nodes.get('fra-06' as NodeId)).toMatchObject({ roundTrip: 99 });
});
