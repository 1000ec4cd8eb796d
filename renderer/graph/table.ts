import type { NodeId } from '../../shared/ids.ts';
import { LINK_STATES } from '../../shared/link-table.ts';
import type { LinkTable } from '../../shared/link-table.ts';
import type { NodeView } from '../../shared/mesh.ts';
import { CODE } from './codes.ts';
import type { Measured } from './measured.ts';
import type { Sector } from './sectors.ts';

/**
 * All pairs of the nodes drawn, as arrays: 200 nodes have 39,800 directed pairs, which objects would
 * make slow to walk and dear to keep.
 */
export interface MeshTable {
  /** Nodes by their place: sector by sector. */
  order: readonly NodeId[];
  places: ReadonlyMap<NodeId, number>;
  /** Number of nodes. */
  size: number;
  /**
   * {@link CODE} of row × size + column: what the row's node says of the column's. A half-open link is
   * `half` in the row of the node that denies it, and `up` in the other.
   */
  states: Uint8Array;
  /** Round trips, ms, both ways; NaN = not measured. */
  trips: Float32Array;
  /** Of every node: half-open and missing links, and slow ones. */
  faults: Uint16Array;
  slow: Uint16Array;
}

export interface TableInput {
  nodes: ReadonlyMap<NodeId, NodeView>;
  links: LinkTable;
  sectors: readonly Sector[];
  measured: Measured;
}

/** Fills a table. Links of nodes that are not drawn are left out. */
export function buildTable(input: TableInput): MeshTable {
  const order = input.sectors.flatMap(({ members }) => members);
  const places = new Map(order.map((id, place) => [id, place]));
  const size = order.length;
  const table = {
    order,
    places,
    size,
    states: new Uint8Array(size * size),
    trips: new Float32Array(size * size).fill(NaN),
    faults: new Uint16Array(size),
    slow: new Uint16Array(size),
  };
  fillGhosts(table, input.nodes);
  fillLinks(table, input.links);
  fillTrips(table, input.measured);
  return table;
}

/** Links that would be there, were both nodes up. */
function fillGhosts({ order, size, states }: MeshTable, nodes: TableInput['nodes']): void {
  const alive = new Uint8Array(size);
  const ghosts: number[] = [];
  order.forEach((id, place) => {
    const state = nodes.get(id)?.state;
    if (state === 'self' || state === 'up') alive[place] = 1;
    else if (state === 'down' || state === 'absent') ghosts.push(place);
  });
  for (const ghost of ghosts) {
    for (let other = 0; other < size; other++) {
      if (alive[other] === 0) continue;
      states[ghost * size + other] = CODE.down;
      states[other * size + ghost] = CODE.down;
    }
  }
}

/** {@link CODE} by the number of a state in the table of links. */
const CODES = Uint8Array.from(LINK_STATES, (state) => CODE[state]);

function fillLinks({ places, size, states, faults }: MeshTable, links: LinkTable): void {
  const placeOf = Int32Array.from(links.nodes, ({ id }) => places.get(id) ?? -1);
  for (let one = 0; one < links.size; one++) {
    const a = placeOf[one]!;
    if (a < 0) continue;
    for (let other = one + 1; other < links.size; other++) {
      const b = placeOf[other]!;
      if (b < 0) continue;
      const code = CODES[links.states[one * links.size + other]!]!;
      states[a * size + b] = code;
      states[b * size + a] = code;
      if (code !== CODE.half && code !== CODE.missing) continue;
      faults[a]! += 1;
      faults[b]! += 1;
      if (code !== CODE.half) continue;
      if (!links.denies(one, other)) states[a * size + b] = CODE.up;
      if (!links.denies(other, one)) states[b * size + a] = CODE.up;
    }
  }
}

function fillTrips(table: MeshTable, { trips, slow }: Measured): void {
  const { places, size, states, trips: times, slow: slowOf } = table;
  const placeOf = Int32Array.from(trips.nodes, (id) => places.get(id) ?? -1);
  for (let pair = 0; pair < trips.size; pair++) {
    const a = placeOf[trips.ends[2 * pair]!]!;
    const b = placeOf[trips.ends[2 * pair + 1]!]!;
    if (a < 0 || b < 0) continue;
    times[a * size + b] = trips.times[pair]!;
    times[b * size + a] = trips.times[pair]!;
  }
  for (const pair of slow) {
    const a = placeOf[trips.ends[2 * pair]!]!;
    const b = placeOf[trips.ends[2 * pair + 1]!]!;
    if (a < 0 || b < 0) continue;
    if (states[a * size + b] !== CODE.up || states[b * size + a] !== CODE.up) continue;
    states[a * size + b] = CODE.slow;
    states[b * size + a] = CODE.slow;
    slowOf[a]! += 1;
    slowOf[b]! += 1;
  }
}

/** {@link CODE} of a link, whichever side says it: the worse of both. */
export function pairCode({ size, states }: MeshTable, a: number, b: number): number {
  return Math.max(states[a * size + b]!, states[b * size + a]!);
}

/** Calls `visit` for every pair with something to show, `a < b`. */
export function eachPair(
  table: MeshTable,
  visit: (a: number, b: number, code: number) => void,
): void {
  const { size, states } = table;
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const code = Math.max(states[a * size + b]!, states[b * size + a]!);
      if (code > 0) visit(a, b, code);
    }
  }
}
