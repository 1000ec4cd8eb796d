import type { LinkFault } from './evidence.ts';
import { linksBetweenSides } from './terrain.ts';
import type { Candidate, Terrain } from './terrain.ts';

/** Two sides are cut off from each other when this part of the links between them is. */
const MIN_DENSITY = 0.8;
/** A node stands on the seed's side when it has lost this part of what the seed lost … */
const NEAR_PART = 0.75;
/** … and on the other one when it has lost this part of the seed's side: some links may be left. */
const FAR_PART = 0.5;
/** A side sees itself: when more of its own links are gone, its nodes are cut off each for itself. */
const MAX_INNER_LOSS = 0.5;
/** The other side is "the rest" when it holds this part of all nodes outside: it need not be named. */
const REST_PART = 0.75;
/** Nodes from which sides are grown: those with the most faults. */
const SEEDS = 6;

/**
 * Finds two sides of nodes that have lost each other: a minority that doesn't see the rest, or two parts
 * that only others connect. Grown from the nodes with most faults, so it is fast, and may miss what is
 * hidden below larger troubles until those are explained.
 */
export function blocks(faults: readonly LinkFault[], terrain: Terrain): Candidate[] {
  const adjacency = adjacencyOf(faults, terrain.count);
  const seeds = adjacency
    .map((row, node) => ({ node, size: row?.length ?? 0 }))
    .filter(({ size }) => size >= 2)
    .sort((one, other) => other.size - one.size)
    .slice(0, SEEDS);
  const found: Candidate[] = [];
  for (const { node } of seeds) {
    const block = growBlock(node, adjacency, faults, terrain);
    if (block) found.push(block);
  }
  return found;
}

type Adjacency = readonly (readonly number[] | undefined)[];

function adjacencyOf(faults: readonly LinkFault[], count: number): Adjacency {
  const adjacency = new Array<number[] | undefined>(count).fill(undefined);
  const add = (from: number, to: number): void => {
    const row = adjacency[from];
    if (row) row.push(to);
    else adjacency[from] = [to];
  };
  for (const { a, b } of faults) {
    add(a, b);
    add(b, a);
  }
  return adjacency;
}

/** Grows the two sides around a node: who lost the same nodes as it did, and whom they lost. */
function growBlock(
  seed: number,
  adjacency: Adjacency,
  faults: readonly LinkFault[],
  terrain: Terrain,
): Candidate | null {
  const lost = adjacency[seed] ?? [];
  const near = new Set(whoLost(lost, adjacency, new Set(lost), NEAR_PART));
  near.add(seed);
  const far = new Set(whoLost([...near], adjacency, near, FAR_PART));
  if (near.size < 2 || far.size < 2) return null;
  const own = faults.filter(
    ({ a, b }) => (near.has(a) && far.has(b)) || (near.has(b) && far.has(a)),
  );
  const [small, large] = near.size <= far.size ? [near, far] : [far, near];
  const nodes = [...small].sort((one, other) => one - other);
  const others = [...large].sort((one, other) => one - other);
  const possible = linksBetweenSides(nodes, others, terrain.listens);
  if (own.length < possible * MIN_DENSITY || !seesItself(small, faults)) return null;
  const gain = own.length - costOf(nodes.length, others.length, terrain.count);
  return { kind: 'block', nodes, others, groups: [], faults: own, possible, gain };
}

function seesItself(side: ReadonlySet<number>, faults: readonly LinkFault[]): boolean {
  const inside = faults.filter(({ a, b }) => side.has(a) && side.has(b)).length;
  return inside <= (side.size * (side.size - 1) * MAX_INNER_LOSS) / 2;
}

/** Nodes outside `excluded` that have lost at least `part` of `nodes`. */
function whoLost(
  nodes: readonly number[],
  adjacency: Adjacency,
  excluded: ReadonlySet<number>,
  part: number,
): number[] {
  const counts = new Map<number, number>();
  for (const node of nodes) {
    for (const peer of adjacency[node] ?? []) counts.set(peer, (counts.get(peer) ?? 0) + 1);
  }
  return [...counts]
    .filter(([peer, count]) => !excluded.has(peer) && count >= nodes.length * part)
    .map(([peer]) => peer);
}

/** Names that must be said, and a little more: two sides are harder to grasp than one node. */
function costOf(small: number, large: number, count: number): number {
  const outside = count - 1 - small;
  return large >= outside * REST_PART ? small + 1 : small + large + 2;
}
