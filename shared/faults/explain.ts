import { blocks } from './blocks.ts';
import type { LinkFault } from './evidence.ts';
import { linksBetweenSides } from './terrain.ts';
import type { Candidate, Explanation, Terrain } from './terrain.ts';

/** Large explanations looked for; each costs a look at all faults. What is left are single faults. */
const MAX_EXPLANATIONS = 64;
/** Fewer faults between two groups are single ones. */
const MIN_GROUP_FAULTS = 3;
/** Below this part of their links two groups are not cut off from each other, however unusual it is. */
const MIN_GROUP_PART = 0.1;
/** Fewer faults at one node, when it isn't most of its links, are single ones. */
const MIN_STAR_FAULTS = 5;

/**
 * Finds few explanations for many faults: always the one next that leaves the least to be said (a greedy
 * cover, as in minimum description length).
 * @returns the explanations, and the faults that none of them explains
 */
export function explain(
  faults: readonly LinkFault[],
  terrain: Terrain,
): { explanations: Explanation[]; rest: LinkFault[] } {
  const explanations: Explanation[] = [];
  let rest = [...faults];
  while (rest.length > 1 && explanations.length < MAX_EXPLANATIONS) {
    const best = bestOf(rest, terrain);
    if (!best) break;
    explanations.push(best);
    const done = new Set(best.faults);
    rest = rest.filter((fault) => !done.has(fault));
  }
  return { explanations, rest };
}

function bestOf(faults: readonly LinkFault[], terrain: Terrain): Candidate | null {
  let best: Candidate | null = null;
  const consider = (candidate: Candidate | null): void => {
    // Of equal ones the first counts: nodes are simpler than groups, groups than lists of nodes.
    if (candidate && candidate.gain > (best?.gain ?? 0)) best = candidate;
  };
  consider(nodeCandidate(faults, terrain));
  if (terrain.sides) {
    consider(groupCandidate(faults, terrain));
    for (const block of blocks(faults, terrain)) consider(block);
  }
  return best;
}

/**
 * More than chance makes of a number that is `mean` on average: five standard deviations, as hundreds of
 * nodes and thousands of pairs of groups are looked at, and two for small numbers.
 */
function isUnusual(count: number, mean: number): boolean {
  return count > mean + 5 * Math.sqrt(mean) + 2;
}

/** The node that explains most: nearly all its links have the fault, or far more than others have. */
function nodeCandidate(faults: readonly LinkFault[], terrain: Terrain): Candidate | null {
  const degrees = new Int32Array(terrain.count);
  for (const { a, b } of faults) {
    degrees[a] = (degrees[a] ?? 0) + 1;
    degrees[b] = (degrees[b] ?? 0) + 1;
  }
  let best = -1;
  for (let node = 0; node < terrain.count; node++) {
    const degree = degrees[node] ?? 0;
    if (degree < 2 || degree <= (degrees[best] ?? 0)) continue;
    if (explainsNode(node, degree, faults.length, terrain)) best = node;
  }
  if (best < 0) return null;
  const own = faults.filter(({ a, b }) => a === best || b === best);
  return {
    kind: 'node',
    nodes: [best],
    others: [],
    groups: [],
    faults: own,
    possible: terrain.possible[best] ?? 0,
    gain: own.length - 1,
  };
}

function explainsNode(node: number, degree: number, total: number, terrain: Terrain): boolean {
  const links = (terrain.possible[node] ?? 0) - terrain.sureLinks;
  if (degree > links * terrain.nodePart) return true;
  // The faults of others give each node this many; those of a star are ends of it, not of others.
  const mean = (2 * (total - degree)) / Math.max(terrain.count - 1, 1);
  return degree >= MIN_STAR_FAULTS && isUnusual(degree, mean);
}

interface GroupPair {
  one: string;
  other: string;
  faults: LinkFault[];
}

/** The two groups between which most faults are, when those are more than anywhere else. */
function groupCandidate(faults: readonly LinkFault[], terrain: Terrain): Candidate | null {
  let best: Candidate | null = null;
  let allLinks = 0;
  for (let node = 0; node < terrain.count; node++) allLinks += (terrain.possible[node] ?? 0) / 2;
  const members = membersOf(terrain.groupOf);
  for (const { one, other, faults: own } of pairsOf(faults, terrain.groupOf)) {
    if (own.length < MIN_GROUP_FAULTS || own.length - 2 <= (best?.gain ?? 0)) continue;
    const nodes = members.get(one) ?? [];
    const others = members.get(other) ?? [];
    const links = linksBetweenSides(nodes, others, terrain.listens);
    if (own.length < links * MIN_GROUP_PART) continue;
    const elsewhere = (faults.length - own.length) / Math.max(allLinks - links, 1);
    if (!isUnusual(own.length, elsewhere * links)) continue;
    best = {
      kind: 'groups',
      nodes,
      others,
      groups: [one, other],
      faults: own,
      possible: links,
      gain: own.length - 2,
    };
  }
  return best;
}

function membersOf(groupOf: readonly (string | undefined)[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  groupOf.forEach((group, node) => {
    if (group === undefined) return;
    const list = members.get(group);
    if (list) list.push(node);
    else members.set(group, [node]);
  });
  return members;
}

function pairsOf(
  faults: readonly LinkFault[],
  groupOf: readonly (string | undefined)[],
): Iterable<GroupPair> {
  const pairs = new Map<string, GroupPair>();
  for (const fault of faults) {
    const a = groupOf[fault.a];
    const b = groupOf[fault.b];
    if (a === undefined || b === undefined) continue;
    const [one, other] = a < b ? [a, b] : [b, a];
    const key = `${one.length} ${one}${other}`;
    const pair = pairs.get(key);
    if (pair) pair.faults.push(fault);
    else pairs.set(key, { one, other, faults: [fault] });
  }
  return pairs.values();
}
