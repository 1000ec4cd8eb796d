import type { NodeId } from '../../shared/ids.ts';
import type { LinkState, LinkView, NodeView, ReportView } from '../../shared/mesh.ts';

/** What the legend counts: links by state, and the nodes that have no links. */
export interface MeshCounts {
  links: Readonly<Record<LinkState, number>>;
  /** Nodes that are up, our own included. */
  alive: number;
  down: number;
  heard: number;
}

/** Counts nodes and links by state. */
export function countMesh(nodes: Iterable<NodeView>, links: readonly LinkView[]): MeshCounts {
  const byState = { up: 0, half: 0, missing: 0, unknown: 0, impossible: 0 };
  for (const link of links) byState[link.state] += 1;
  const counts = { links: byState, alive: 0, down: 0, heard: 0 };
  for (const { state } of nodes) {
    if (state === 'down' || state === 'heard') counts[state] += 1;
    else counts.alive += 1;
  }
  return counts;
}

/** Links of one node: those that exist, and those that a full mesh would have. */
export interface LinkTally {
  up: number;
  expected: number;
  /** Half-open and missing ones. */
  faults: number;
}

/** {@link LinkTally} of every node that takes part in any link. */
export function tallyLinks(links: readonly LinkView[]): Map<NodeId, LinkTally> {
  const tallies = new Map<NodeId, LinkTally>();
  const count = (id: NodeId, state: LinkState) => {
    let tally = tallies.get(id);
    if (!tally) tallies.set(id, (tally = { up: 0, expected: 0, faults: 0 }));
    if (state === 'up') tally.up += 1;
    if (state !== 'impossible') tally.expected += 1;
    if (isFault(state)) tally.faults += 1;
  };
  for (const { a, b, state } of links) {
    count(a, state);
    count(b, state);
  }
  return tallies;
}

/** Whether something is wrong with links in this state. */
export function isFault(state: LinkState): state is 'half' | 'missing' {
  return state === 'half' || state === 'missing';
}

/**
 * Which end of a half-open link says that it has none; `null` when that is no longer known, or for
 * links in any other state.
 */
export function denierOf(link: LinkView, reports: ReadonlyMap<NodeId, ReportView>): NodeId | null {
  if (link.state !== 'half') return null;
  if (denies(reports.get(link.a), link.b)) return link.a;
  return denies(reports.get(link.b), link.a) ? link.b : null;
}

function denies(report: ReportView | undefined, peer: NodeId): boolean {
  return report !== undefined && !report.peers.includes(peer);
}
