import type { LinkFault } from './evidence.ts';

/** One explanation of several faults. Nodes are places in the evidence. */
export interface Explanation {
  kind: 'node' | 'groups' | 'block';
  /** The node; the smaller side; the nodes of the first group. */
  nodes: readonly number[];
  /** The larger side; the nodes of the second group, the same as the first for faults inside a group. */
  others: readonly number[];
  groups: readonly string[];
  faults: readonly LinkFault[];
  /** How many links the explanation is about, sound ones included. */
  possible: number;
}

/** What faults are explained by. */
export interface Terrain {
  /** Number of nodes. */
  count: number;
  /** How many links each node could have, by its place. */
  possible: ArrayLike<number>;
  /** Links of each node that can't have the fault: our own to a node that is up always stands. */
  sureLinks: number;
  /** Primary group of each node. */
  groupOf: readonly (string | undefined)[];
  /** Whether each node listens: two that don't can't be connected (protocol section 1). */
  listens: readonly boolean[];
  /** A node explains its faults from this part of its links on. */
  nodePart: number;
  /** Whether faults may be explained by two sides of nodes, too, or by nodes only. */
  sides: boolean;
}

export interface Candidate extends Explanation {
  /** Faults explained, less what it takes to say it: the names in it. */
  gain: number;
}

/** Links that could exist between two sides without common nodes, or within one when both are the same. */
export function linksBetweenSides(
  nodes: readonly number[],
  others: readonly number[],
  listens: Terrain['listens'],
): number {
  const deaf = (side: readonly number[]): number => side.filter((node) => !listens[node]).length;
  if (nodes[0] === others[0]) return pairsAmong(nodes.length) - pairsAmong(deaf(nodes));
  return nodes.length * others.length - deaf(nodes) * deaf(others);
}

function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2;
}
