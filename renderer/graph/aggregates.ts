import type { NodeId } from '../../shared/ids.ts';
import type { Arc } from './circle.ts';
import { CODE, STATES } from './codes.ts';
import type { MarkState } from './codes.ts';
import { tripShare } from './measured.ts';
import type { TripScale } from './measured.ts';
import { eachPair } from './table.ts';
import type { MeshTable } from './table.ts';

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
  state: MarkState;
  count: number;
  /** Of all links between the two, 0 … 1. */
  share: number;
  /** Where its median round trip lies on the picture's scale, 0 … 1; `null` = not measured. */
  far: number | null;
}

/** The links between two clusters. */
export interface Trunk {
  /** Places in `Scene.clusters`. */
  from: number;
  to: number;
  /** All links between the two that could be. */
  count: number;
  /** Of those, missing or half-open ones. */
  broken: number;
  /** ms; `null` = not measured. */
  median: number | null;
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
  table: MeshTable,
  states: readonly MarkState[],
  scale: TripScale,
): Ribbon[] {
  const bundles = bundlesOf(arcs);
  const tally = new PairTally(bundles, table);
  const spans = bundles.map((bundle, index) => divide(bundle, index, tally));
  const ribbons: Ribbon[] = [];
  for (let i = 0; i < bundles.length; i++) {
    for (let j = i; j < bundles.length; j++) {
      const source = spans[i]?.[j];
      const target = spans[j]?.[i];
      if (!source || !target) continue;
      const median = tally.median(i, j);
      const far = median === null ? null : tripShare(scale, median);
      ribbons.push(...ribbonsOfPair(tally, { i, j, source, target, far }, states));
    }
  }
  return ribbons;
}

/** Links between pieces of the order, by state; and their round trips. */
class PairTally {
  readonly size: number;
  /** By pair of pieces and state. */
  readonly #counts: Uint32Array;
  /** Round trips, those of one pair of pieces together; and where each pair's begin. */
  readonly #trips: Float32Array;
  readonly #starts: Uint32Array;

  constructor(pieces: readonly { members: readonly NodeId[] }[], table: MeshTable) {
    this.size = pieces.length;
    const slots = this.size * this.size;
    this.#counts = new Uint32Array(slots * STATES.length);
    this.#starts = new Uint32Array(slots + 1);
    const pieceOf = new Int32Array(table.size).fill(-1);
    pieces.forEach(({ members }, index) => {
      for (const id of members) pieceOf[table.places.get(id) ?? table.size] = index;
    });
    const slotOf = (a: number, b: number) => {
      const [i, j] = [pieceOf[a]!, pieceOf[b]!];
      return i < 0 || j < 0 ? -1 : this.#slot(i, j);
    };
    eachPair(table, (a, b, code) => {
      const slot = slotOf(a, b);
      if (slot < 0) return;
      this.#counts[slot * STATES.length + code]! += 1;
      if (table.trips[a * table.size + b]! >= 0) this.#starts[slot + 1]! += 1;
    });
    for (let slot = 0; slot < slots; slot++) this.#starts[slot + 1]! += this.#starts[slot]!;
    this.#trips = new Float32Array(this.#starts[slots]!);
    const next = this.#starts.slice();
    eachPair(table, (a, b) => {
      const trip = table.trips[a * table.size + b]!;
      const slot = trip >= 0 ? slotOf(a, b) : -1;
      if (slot >= 0) this.#trips[next[slot]!++] = trip;
    });
  }

  #slot(i: number, j: number): number {
    return i < j ? i * this.size + j : j * this.size + i;
  }

  count(i: number, j: number, state: MarkState): number {
    return this.#counts[this.#slot(i, j) * STATES.length + CODE[state]]!;
  }

  total(i: number, j: number): number {
    const first = this.#slot(i, j) * STATES.length;
    let sum = 0;
    for (let code = 0; code < STATES.length; code++) sum += this.#counts[first + code]!;
    return sum;
  }

  /** Round trip, ms. */
  median(i: number, j: number): number | null {
    const slot = this.#slot(i, j);
    const trips = this.#trips.subarray(this.#starts[slot], this.#starts[slot + 1]).sort();
    return trips[trips.length >> 1] ?? null;
  }
}

/** Which part of a piece belongs to which other piece; its own links have all of it. */
function divide(bundle: Bundle, own: number, tally: PairTally): Span[] {
  const spans: Span[] = [];
  spans[own] = { from: bundle.from, to: bundle.to };
  // Counter-clockwise from the piece before to the piece after: ribbons then don't cross at their ends.
  const others = Array.from({ length: tally.size - 1 }, (_, step) => {
    return (own - 1 - step + 2 * tally.size) % tally.size;
  });
  const total = others.reduce((sum, other) => sum + tally.total(own, other), 0);
  let reached = bundle.from;
  for (const other of others) {
    const width = total && ((bundle.to - bundle.from) * tally.total(own, other)) / total;
    spans[other] = { from: reached, to: reached + width };
    reached += width;
  }
  return spans;
}

interface PairSpans {
  i: number;
  j: number;
  source: Span;
  target: Span;
  far: number | null;
}

function ribbonsOfPair(
  tally: PairTally,
  { i, j, source, target, far }: PairSpans,
  states: readonly MarkState[],
): Ribbon[] {
  const total = tally.total(i, j);
  const inner = i === j;
  let reached = 0;
  const ribbons: Ribbon[] = [];
  for (const state of states) {
    const count = tally.count(i, j, state);
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
      far,
    });
    reached += share;
  }
  return ribbons;
}

function part(span: Span, from: number, to: number): Span {
  const width = span.to - span.from;
  return { from: span.from + width * from, to: span.from + width * to };
}

/** Most clusters between which trunks are told: beyond, nobody could read them. */
const MOST_TRUNK_CLUSTERS = 16;

/** Links between clusters, one trunk a pair; those within a cluster are left out. */
export function trunksOf(
  clusters: readonly { members: readonly NodeId[] }[],
  table: MeshTable,
): Trunk[] {
  if (clusters.length > MOST_TRUNK_CLUSTERS) return [];
  const tally = new PairTally(clusters, table);
  const trunks: Trunk[] = [];
  for (let from = 0; from < clusters.length; from++) {
    for (let to = from + 1; to < clusters.length; to++) {
      const broken = tally.count(from, to, 'half') + tally.count(from, to, 'missing');
      const count = broken + tally.count(from, to, 'up') + tally.count(from, to, 'slow');
      if (count > 0) trunks.push({ from, to, count, broken, median: tally.median(from, to) });
    }
  }
  return trunks;
}
