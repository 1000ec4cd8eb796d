import type { NodeId } from '../../shared/ids.ts';
import { LINK_STATES } from '../../shared/link-table.ts';
import type { LinkTable } from '../../shared/link-table.ts';
import type { LinkState, NodeView } from '../../shared/mesh.ts';
import { NOTHING_MEASURED } from './measured.ts';
import type { Measured } from './measured.ts';

/** What the legend counts: links by state, and the nodes that have no links. */
export interface MeshCounts {
  links: Readonly<Record<LinkState, number>>;
  /** Nodes that are up, our own included. */
  alive: number;
  down: number;
  heard: number;
  /** Expected, but not seen. */
  absent: number;
  /** Of the links up, those that take too long. */
  slow: number;
  /** Links that would be there if no node were down or absent. */
  toDown: number;
}

/** Counts nodes and links by state, and the links that are slow. */
export function countMesh(
  nodes: Iterable<NodeView>,
  links: LinkTable,
  measured: Measured = NOTHING_MEASURED,
): MeshCounts {
  const counts = {
    links: links.counts,
    alive: 0,
    down: 0,
    heard: 0,
    absent: 0,
    slow: 0,
    toDown: 0,
  };
  for (const { state } of nodes) {
    if (state === 'self' || state === 'up') counts.alive += 1;
    else counts[state] += 1;
  }
  const { trips, slow } = measured;
  for (const pair of slow) {
    const { a, b } = trips.pair(pair);
    if (links.between(a, b)?.state === 'up') counts.slow += 1;
  }
  counts.toDown = (counts.down + counts.absent) * counts.alive;
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
export function tallyLinks({ nodes, size, states }: LinkTable): Map<NodeId, LinkTally> {
  if (size < 2) return new Map();
  return new Map(
    nodes.map(({ id }, row) => {
      const counts = new Uint32Array(LINK_STATES.length);
      for (let column = 0; column < size; column++) {
        if (column !== row) counts[states[row * size + column]!]! += 1;
      }
      const of = (state: LinkState) => counts[LINK_STATES.indexOf(state)]!;
      const expected = size - 1 - of('impossible');
      return [id, { up: of('up'), expected, faults: of('half') + of('missing') }];
    }),
  );
}
