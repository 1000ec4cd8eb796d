import type { NodeId } from '../../../shared/ids.ts';
import { nodeOf } from '../../../shared/ids.ts';
import type { GroupView, LinkTraffic, NodeView } from '../../../shared/mesh.ts';
import { compareNames, sortedNames } from '../../../shared/order.ts';
import type { LinkTally } from '../../graph/counts.ts';

/** One node as a row of the table. */
export interface NodeRow {
  node: NodeView;
  groups: readonly string[];
  links: LinkTally | null;
  /** Of our own link since it stands; `null` = none, or not told. */
  traffic: LinkTraffic | null;
}

export type SortKey =
  | 'name'
  | 'state'
  | 'groups'
  | 'roundTrip'
  | 'clock'
  | 'links'
  | 'encrypted'
  | 'provider'
  | 'since'
  | 'traffic';

/** What nodes are made rows of. */
export interface RowSources {
  nodes: Iterable<NodeView>;
  groups: ReadonlyMap<string, GroupView>;
  tallies: ReadonlyMap<NodeId, LinkTally>;
  traffic: ReadonlyMap<NodeId, LinkTraffic>;
}

const STATE_ORDER: readonly NodeView['state'][] = ['self', 'up', 'down', 'absent', 'heard'];

/** All nodes as rows, in the order of their names. */
export function nodeRows({ nodes, groups, tallies, traffic }: RowSources): NodeRow[] {
  const memberships = groupsByNode(groups);
  return [...nodes]
    .map((node) => ({
      node,
      groups: memberships.get(node.id) ?? [],
      links: tallies.get(node.id) ?? null,
      traffic: traffic.get(node.id) ?? null,
    }))
    .sort((one, other) => compareNames(one.node.id, other.node.id));
}

/**
 * Rows in the order of a column: what is slow, broken, unsafe or busy comes first. Rows without a value
 * come last, whichever way round; equal ones stay in the order of their names.
 * @param reversed the other way round
 */
export function sortedRows(rows: readonly NodeRow[], sort: SortKey, reversed: boolean): NodeRow[] {
  const way = reversed ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: keyOf(row, sort) }));
  keyed.sort((one, other) => {
    if (one.key === null || other.key === null) {
      return Number(one.key === null) - Number(other.key === null);
    }
    return compareKeys(one.key, other.key) * way;
  });
  return keyed.map(({ row }) => row);
}

type Key = number | string;

function compareKeys(one: Key, other: Key): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return compareNames(String(one), String(other));
}

/** Small keys come first; `null` = no value. */
function keyOf({ node, groups, links, traffic }: NodeRow, sort: SortKey): Key | null {
  switch (sort) {
    case 'name':
      return node.id;
    case 'state':
      return STATE_ORDER.indexOf(node.state) + (isSilent(node) ? 0.5 : 0);
    case 'groups':
      return groups[0] ?? null;
    case 'roundTrip':
      return node.state === 'up' && node.roundTrip !== null ? -node.roundTrip : null;
    case 'clock':
      return node.state === 'up' && node.clockOffset !== null ? -Math.abs(node.clockOffset) : null;
    case 'links':
      return links && -links.faults;
    case 'encrypted':
      return node.state === 'up' ? Number(node.link.encrypted) : null;
    case 'provider':
      return node.provider;
    case 'since':
      return 'since' in node ? -node.since : null;
    case 'traffic':
      return traffic && -(traffic.octetsIn + traffic.octetsOut);
  }
}

/** Whether a node is connected, but answers nothing. */
export function isSilent(node: NodeView): boolean {
  return node.state === 'up' && node.silentSince !== null;
}

function groupsByNode(groups: ReadonlyMap<string, GroupView>): Map<NodeId, string[]> {
  const memberships = new Map<NodeId, string[]>();
  for (const name of sortedNames(groups.keys())) {
    for (const node of new Set(groups.get(name)?.ports.map(nodeOf))) {
      if (memberships.get(node)?.push(name) === undefined) memberships.set(node, [name]);
    }
  }
  return memberships;
}
