import type { NodeId, PortId } from '../../shared/ids.ts';
import { nodeOf } from '../../shared/ids.ts';
import type { GroupView, LinkState, LinkView, NodeView, ReportView } from '../../shared/mesh.ts';

/** How many links of a node are in which state. */
export type LinkCounts = Record<LinkState, number>;

/** The groups that have ports on a node, with those ports. */
export interface Membership {
  group: string;
  ports: readonly PortId[];
}

/** The node at the other end of a link. */
export function otherEnd(link: LinkView, id: NodeId): NodeId {
  return link.a === id ? link.b : link.a;
}

export function countLinks(links: readonly LinkView[]): LinkCounts {
  const counts: LinkCounts = { up: 0, half: 0, missing: 0, unknown: 0, impossible: 0 };
  for (const link of links) counts[link.state] += 1;
  return counts;
}

export function membershipsOf(groups: Iterable<GroupView>, id: NodeId): Membership[] {
  return [...groups]
    .map(({ name, ports }) => ({ group: name, ports: ports.filter((port) => nodeOf(port) === id) }))
    .filter(({ ports }) => ports.length > 0)
    .sort((x, y) => (x.group < y.group ? -1 : 1));
}

/** The nodes that say they are connected to `id`. */
export function reportersOf(reports: ReadonlyMap<NodeId, ReportView>, id: NodeId): NodeId[] {
  return [...reports.values()]
    .filter((report) => report.node !== id && report.peers.includes(id))
    .map((report) => report.node)
    .sort();
}

/** How many of our own links are encrypted. */
export function encryption(nodes: Iterable<NodeView>): { encrypted: number; links: number } {
  let encrypted = 0;
  let links = 0;
  for (const node of nodes) {
    if (node.state !== 'up') continue;
    links += 1;
    if (node.link.encrypted) encrypted += 1;
  }
  return { encrypted, links };
}

/** The ends of a link that can't exist because they are not up. */
export function lostEnds(
  nodes: ReadonlyMap<NodeId, NodeView>,
  a: NodeId,
  b: NodeId,
): { id: NodeId; node: NodeView | undefined }[] {
  return [a, b]
    .map((id) => ({ id, node: nodes.get(id) }))
    .filter(({ node }) => node?.state !== 'self' && node?.state !== 'up');
}
