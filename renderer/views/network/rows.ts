import type { NodeId } from '../../../shared/ids.ts';
import { nodeOf } from '../../../shared/ids.ts';
import type { GroupView, NodeView } from '../../../shared/mesh.ts';
import type { LinkTally } from '../../graph/counts.ts';
import { compareNames, sortedNames } from '../../graph/order.ts';

/** Groups and ports listed before "more": thousands may be claimed. */
export const MAX_LISTED_GROUPS = 200;

/** One node as a row of the table. */
export interface NodeRow {
  node: NodeView;
  groups: readonly string[];
  links: LinkTally | null;
}

export type SortKey = 'name' | 'state' | 'roundTrip' | 'links';

const STATE_ORDER: readonly NodeView['state'][] = ['self', 'up', 'down', 'heard'];

/** All nodes as rows. */
export function nodeRows(
  nodes: Iterable<NodeView>,
  groups: ReadonlyMap<string, GroupView>,
  tallies: ReadonlyMap<NodeId, LinkTally>,
  sort: SortKey,
): NodeRow[] {
  const memberships = groupsByNode(groups);
  const rows = [...nodes].map((node) => ({
    node,
    groups: memberships.get(node.id) ?? [],
    links: tallies.get(node.id) ?? null,
  }));
  return rows.sort(
    (one, other) => compareRows(one, other, sort) || compareNames(one.node.id, other.node.id),
  );
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

/** What is slow, broken or down comes first. */
function compareRows(one: NodeRow, other: NodeRow, sort: SortKey): number {
  switch (sort) {
    case 'name':
      return 0;
    case 'state':
      return STATE_ORDER.indexOf(one.node.state) - STATE_ORDER.indexOf(other.node.state);
    case 'roundTrip':
      return roundTripOf(other.node) - roundTripOf(one.node);
    case 'links':
      return (other.links?.faults ?? 0) - (one.links?.faults ?? 0);
  }
}

function roundTripOf(node: NodeView): number {
  return node.state === 'up' ? (node.roundTrip ?? -1) : -1;
}
