import type { NodeId } from '../../shared/ids.ts';
import type { GroupView, NetworkChange, NodeView, ReportView } from '../../shared/mesh.ts';
import { LatencyTable } from './latency-table.ts';

/** The mesh as it was told. Everything is replaced, never changed in place. */
export interface MeshData {
  readonly nodes: ReadonlyMap<NodeId, NodeView>;
  /** What each node says of its own connections. */
  readonly reports: ReadonlyMap<NodeId, ReportView>;
  readonly groups: ReadonlyMap<string, GroupView>;
  readonly latencies: LatencyTable;
}

export const NO_CHANGE: NetworkChange = {
  full: false,
  nodes: [],
  goneNodes: [],
  reports: [],
  goneReports: [],
  groups: [],
  goneGroups: [],
  latencies: [],
};

/** Nothing known. */
export function emptyMesh(): MeshData {
  return { nodes: new Map(), reports: new Map(), groups: new Map(), latencies: new LatencyTable() };
}

/** The mesh after a change. Parts that the change doesn't touch stay the same objects. */
export function changedMesh(held: MeshData, change: NetworkChange): MeshData {
  const before = change.full ? emptyMesh() : held;
  return {
    nodes: replaced(before.nodes, change.nodes, change.goneNodes, (node) => node.id),
    reports: reportsAfter(before.reports, change),
    groups: replaced(before.groups, change.groups, change.goneGroups, (group) => group.name),
    latencies: before.latencies.after(change.latencies, noLongerUp(change)),
  };
}

/** Whether links could come out differently after `change`. */
export function touchesLinks(
  held: Pick<MeshData, 'nodes' | 'reports'>,
  change: NetworkChange,
): boolean {
  if (change.full || change.goneNodes.length > 0) return true;
  if (change.goneReports.length > 0) return true;
  if (change.reports.some((report) => saysOther(held.reports.get(report.node), report))) {
    return true;
  }
  return change.nodes.some((node) => {
    const known = held.nodes.get(node.id);
    return known?.state !== node.state || listens(known) !== listens(node);
  });
}

/** Most claims say what they said before: then they keep their list, which shows that at a glance. */
function reportsAfter(before: MeshData['reports'], change: NetworkChange): MeshData['reports'] {
  const reports = change.reports.map((report) => {
    const known = before.get(report.node);
    return known && !saysOther(known, report) ? { ...report, peers: known.peers } : report;
  });
  return replaced(before, reports, change.goneReports, (report) => report.node);
}

/** Whether a claim names other nodes than the one before it. */
function saysOther(before: ReportView | undefined, { peers }: ReportView): boolean {
  if (before?.peers.length !== peers.length) return true;
  return peers.some((peer, index) => peer !== before.peers[index]);
}

/** Our own node. */
export function selfOf(nodes: MeshData['nodes']): NodeId | null {
  for (const node of nodes.values()) if (node.state === 'self') return node.id;
  return null;
}

/** The map with some values replaced or added and some gone; the map itself when nothing changes. */
function replaced<Key, Value>(
  before: ReadonlyMap<Key, Value>,
  values: readonly Value[],
  gone: readonly Key[],
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, Value> {
  if (values.length === 0 && gone.length === 0) return before;
  const after = new Map(before);
  for (const key of gone) after.delete(key);
  for (const value of values) after.set(keyOf(value), value);
  return after;
}

function noLongerUp(change: NetworkChange): NodeId[] {
  const changed = change.nodes.filter(({ state }) => state !== 'up' && state !== 'self');
  return [...change.goneNodes, ...changed.map((node) => node.id)];
}

function listens(node: NodeView): boolean {
  return node.addresses?.length !== 0;
}
