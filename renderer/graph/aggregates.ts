import type { NodeId } from '../../shared/ids.ts';
import type { LinkState, LinkView } from '../../shared/mesh.ts';
import type { Arc } from './circle.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';

/** A piece of the ring. Angles in radians clockwise from twelve o'clock. */
export interface Span {
  from: number;
  to: number;
}

/** All links of one state between two pieces of the ring; of a piece with itself when `inner`. */
export interface Ribbon {
  source: Span;
  target: Span;
  inner: boolean;
  state: LinkState;
  count: number;
  /** Of all links between the two, 0 … 1. */
  share: number;
}

/** All links of one state between two clusters, as one line. */
export interface Trunk {
  from: Point;
  to: Point;
  state: LinkState;
  count: number;
  share: number;
}

/** How many pieces the ring is cut into: fewer say nothing, more are a hairball again. */
const FEWEST_BUNDLES = 6;
const MOST_BUNDLES = 16;

interface Bundle extends Span {
  members: readonly NodeId[];
}

/**
 * Cuts the ring into pieces of neighbours, usually one per group: large groups are split, small ones
 * joined with the next.
 */
export function bundlesOf(arcs: readonly Arc[]): Bundle[] {
  const count = arcs.reduce((sum, arc) => sum + arc.members.length, 0);
  const largest = Math.ceil(count / FEWEST_BUNDLES);
  const smallest = count / MOST_BUNDLES;
  const bundles: Bundle[] = [];
  let joining = false;
  for (const piece of arcs.flatMap((arc) => splitArc(arc, largest))) {
    const last = bundles.at(-1);
    const joined = joining && last ? { ...piece, from: last.from } : piece;
    if (joining && last) {
      bundles[bundles.length - 1] = { ...joined, members: [...last.members, ...piece.members] };
    } else bundles.push(joined);
    joining = arcs.length > MOST_BUNDLES && (bundles.at(-1)?.members.length ?? 0) < smallest;
  }
  return bundles;
}

function splitArc(arc: Arc, largest: number): Bundle[] {
  const pieces = Math.max(1, Math.round(arc.members.length / largest));
  const width = (arc.to - arc.from) / arc.members.length;
  return Array.from({ length: pieces }, (_, index) => {
    const first = Math.floor((index * arc.members.length) / pieces);
    const end = Math.floor(((index + 1) * arc.members.length) / pieces);
    return {
      members: arc.members.slice(first, end),
      from: arc.from + first * width,
      to: arc.from + end * width,
    };
  });
}

/**
 * Links as ribbons across the ring, like a chord diagram: every piece is divided among the others by
 * the number of links, so that ribbons don't cover each other where they begin.
 * @param states the links to show; others are left out and leave their room empty
 */
export function ribbonsOf(
  arcs: readonly Arc[],
  links: readonly LinkView[],
  states: readonly LinkState[],
): Ribbon[] {
  const bundles = bundlesOf(arcs);
  const tally = countPairs(bundles, links);
  const spans = bundles.map((bundle, index) => divide(bundle, index, tally));
  const ribbons: Ribbon[] = [];
  for (let i = 0; i < bundles.length; i++) {
    for (let j = i; j < bundles.length; j++) {
      const pair = tally.of(i, j);
      const source = spans[i]?.[j];
      const target = spans[j]?.[i];
      if (source && target) ribbons.push(...ribbonsOfPair(pair, source, target, i === j, states));
    }
  }
  return ribbons;
}

type StateCounts = Record<LinkState, number>;

interface PairTally {
  of(i: number, j: number): StateCounts;
  size: number;
}

function countPairs(
  pieces: readonly Sector[] | readonly Bundle[],
  links: readonly LinkView[],
): PairTally {
  const size = pieces.length;
  const pieceOf = new Map<NodeId, number>();
  pieces.forEach(({ members }, index) => members.forEach((id) => pieceOf.set(id, index)));
  const counts = Array.from(
    { length: size * size },
    (): StateCounts => ({ up: 0, half: 0, missing: 0, unknown: 0, impossible: 0 }),
  );
  const of = (i: number, j: number) =>
    counts[Math.min(i, j) * size + Math.max(i, j)] as StateCounts;
  for (const { a, b, state } of links) {
    const i = pieceOf.get(a);
    const j = pieceOf.get(b);
    if (i !== undefined && j !== undefined) of(i, j)[state] += 1;
  }
  return { of, size };
}

/** Which part of a piece belongs to which other piece; its own links have all of it. */
function divide(bundle: Bundle, own: number, tally: PairTally): Span[] {
  const spans: Span[] = [];
  spans[own] = { from: bundle.from, to: bundle.to };
  // Counter-clockwise from the piece before to the piece after: ribbons then don't cross at their ends.
  const others = Array.from({ length: tally.size - 1 }, (_, step) => {
    return (own - 1 - step + 2 * tally.size) % tally.size;
  });
  const total = others.reduce((sum, other) => sum + totalOf(tally.of(own, other)), 0);
  let reached = bundle.from;
  for (const other of others) {
    const width = total && ((bundle.to - bundle.from) * totalOf(tally.of(own, other))) / total;
    spans[other] = { from: reached, to: reached + width };
    reached += width;
  }
  return spans;
}

function ribbonsOfPair(
  pair: StateCounts,
  source: Span,
  target: Span,
  inner: boolean,
  states: readonly LinkState[],
): Ribbon[] {
  const total = totalOf(pair);
  let reached = 0;
  const ribbons: Ribbon[] = [];
  for (const state of states) {
    const count = pair[state];
    if (count === 0) continue;
    const share = count / total;
    // The target's part runs the other way round, or the ribbon would be twisted.
    ribbons.push({
      source: inner ? source : part(source, reached, reached + share),
      target: inner ? target : part(target, 1 - reached - share, 1 - reached),
      inner,
      state,
      count,
      share,
    });
    reached += share;
  }
  return ribbons;
}

/**
 * Links as lines between the middles of clusters; those within a cluster are not shown.
 * @param pointOf where a node is
 */
export function trunksOf(
  sectors: readonly Sector[],
  links: readonly LinkView[],
  states: readonly LinkState[],
  pointOf: (id: NodeId) => Point | undefined,
): Trunk[] {
  const tally = countPairs(sectors, links);
  const middles = sectors.map((sector) => middleOf(sector.members, pointOf));
  const trunks: Trunk[] = [];
  for (let i = 0; i < sectors.length; i++) {
    for (let j = i + 1; j < sectors.length; j++) {
      const pair = tally.of(i, j);
      const total = totalOf(pair);
      for (const state of states) {
        const count = pair[state];
        if (count === 0) continue;
        const [from, to] = [middles[i] as Point, middles[j] as Point];
        trunks.push({ from, to, state, count, share: count / total });
      }
    }
  }
  return trunks;
}

function middleOf(members: readonly NodeId[], pointOf: (id: NodeId) => Point | undefined): Point {
  const middle = { x: 0, y: 0 };
  for (const id of members) {
    const point = pointOf(id) ?? { x: 0, y: 0 };
    middle.x += point.x / members.length;
    middle.y += point.y / members.length;
  }
  return middle;
}

function part(span: Span, from: number, to: number): Span {
  const width = span.to - span.from;
  return { from: span.from + width * from, to: span.from + width * to };
}

function totalOf(counts: StateCounts): number {
  return counts.up + counts.half + counts.missing + counts.unknown + counts.impossible;
}
