import type { NodeId } from './ids.ts';
import type { PrimaryGroups } from './primary-groups.ts';
import { medianOf, referenceOf } from './reference.ts';
import type { Reference } from './reference.ts';
import type { RoundTrips } from './round-trips.ts';

/** A link is slow from this many times its expected round trip on: less is traffic and geography. */
export const SLOW_FACTOR = 2;
/** … and from this many ms more on: a busy processor makes others wait for one or two time slices. */
export const SLOW_MARGIN = 20;
/** No round trip is expected to be shorter, ms: below it the scheduler is measured, not the network. */
export const EXPECTED_FLOOR = 3;
/** Pairs of the same two groups that must be measured before they say what is normal between them. */
export const MIN_KIND_PAIRS = 5;
/** Own links to a group that must be measured: of three, one slow node doesn't move the median. */
export const MIN_OWN_PAIRS = 3;
/** Measured links that a node must have, as a part of all it could have, before it is called remote. */
const REMOTE_EVIDENCE = 0.5;

/**
 * What to expect of any link, from what was measured of all. The median of the pairs of the same two
 * groups when enough of them are measured, else of all pairs. Our own links are kinds of their own, as we
 * often look from far away, e.g. from a desk at a data centre. Of a node alone at its place nothing measured
 * says whether it is slow or far: that a person has to tell.
 */
export class Expectations {
  readonly #places: ReadonlyMap<NodeId, number>;
  readonly #self: number;
  readonly #far: ReadonlyMap<number, number>;
  /** Number of the group of each node, by its place; -1 = none. */
  readonly #groups: Int32Array;
  readonly #groupCount: number;
  readonly #kinds = new Map<number, Reference>();
  readonly #everything: () => Float64Array;
  #all: Reference | null | undefined;

  /** @param primary the group of every node; nodes of one group stand near each other, as a rule */
  constructor(measured: RoundTrips, primary: PrimaryGroups) {
    this.#places = new Map(measured.nodes.map((node, place) => [node, place]));
    this.#self = measured.self;
    this.#far = measured.far;
    const numbers = new Map<string, number>();
    this.#groups = Int32Array.from(measured.nodes, (node) => {
      const group = primary.get(node);
      if (group === undefined) return -1;
      if (!numbers.has(group)) numbers.set(group, numbers.size);
      return numbers.get(group) as number;
    });
    this.#groupCount = numbers.size;
    const usable = pairsOfNear(measured);
    this.#learn(measured, usable);
    this.#everything = () => timesOf(measured, usable);
  }

  /** Expected round trip, ms; `null` = nothing measured to compare with. */
  of(one: NodeId, other: NodeId): number | null {
    const places = [this.#placeOf(one), this.#placeOf(other)] as const;
    const reference = this.#reference(...places);
    return reference && this.#expected(reference, ...places);
  }

  /** Beyond this round trip the link of two nodes is slow; ms, `Infinity` = nothing to compare with. */
  limit(one: NodeId, other: NodeId): number {
    return this.limitAt(this.#placeOf(one), this.#placeOf(other));
  }

  /** Like {@link limit}, by the nodes' places among those measured. */
  limitAt(one: number, other: number): number {
    const reference = this.#reference(one, other);
    if (!reference) return Infinity;
    const expected = this.#expected(reference, one, other);
    return Math.max(SLOW_FACTOR * expected, expected + SLOW_MARGIN, reference.fence);
  }

  #expected({ median }: Reference, one: number, other: number): number {
    const usual = Math.max(median, EXPECTED_FLOOR);
    if (this.#far.size === 0) return usual;
    return Math.max(usual, this.#far.get(one) ?? 0, this.#far.get(other) ?? 0);
  }

  #placeOf(node: NodeId): number {
    return this.#places.get(node) ?? -2;
  }

  #reference(one: number, other: number): Reference | null {
    const kind = this.#kindOf(one, other);
    const own = one === this.#self || other === this.#self;
    const alike = this.#kinds.get(kind) ?? (own ? this.#kinds.get(this.#ownKind(-1)) : null);
    return alike ?? this.#ofAll();
  }

  /** What is normal among all pairs; sorted only when a pair is like no others. */
  #ofAll(): Reference | null {
    if (this.#all === undefined) {
      const times = this.#everything();
      this.#all = times.length === 0 ? null : referenceOf(times);
    }
    return this.#all;
  }

  /** Pairs that are alike have the same number; -1 = like no other. */
  #kindOf(one: number, other: number): number {
    const a = this.#groups[one] ?? -1;
    const b = this.#groups[other] ?? -1;
    if (one === this.#self) return this.#ownKind(b);
    if (other === this.#self) return this.#ownKind(a);
    if (a < 0 || b < 0) return -1;
    return a < b ? a * this.#groupCount + b : b * this.#groupCount + a;
  }

  /** Our own links to a group; -1 = to anybody. */
  #ownKind(group: number): number {
    return this.#groupCount * this.#groupCount + 1 + group;
  }

  #learn(measured: RoundTrips, usable: Int32Array): void {
    const anybody = this.#ownKind(-1);
    const counts = new Int32Array(measured.nodes.length);
    for (const [kind, sample] of this.#samples(measured, usable)) {
      const least = kind >= anybody ? MIN_OWN_PAIRS : MIN_KIND_PAIRS;
      if (sample.length < least || isOnesWork(sample, measured, counts)) continue;
      this.#kinds.set(kind, referenceOf(timesOf(measured, sample)));
    }
  }

  /** The pairs that are alike, by their kind. */
  #samples({ ends }: RoundTrips, usable: Int32Array): Map<number, number[]> {
    const samples = new Map<number, number[]>();
    const sampleOf = (kind: number): number[] => {
      let sample = samples.get(kind);
      if (!sample) samples.set(kind, (sample = []));
      return sample;
    };
    const anybody = this.#ownKind(-1);
    // Pairs that follow each other are often alike.
    let [last, lastSample]: [number, number[]] = [-1, []];
    for (const pair of usable) {
      const kind = this.#kindOf(ends[2 * pair] as number, ends[2 * pair + 1] as number);
      if (kind < 0) continue;
      if (kind !== last) [last, lastSample] = [kind, sampleOf(kind)];
      lastSample.push(pair);
      if (kind > anybody) sampleOf(anybody).push(pair);
    }
    return samples;
  }
}

function timesOf({ times }: RoundTrips, pairs: ArrayLike<number>): Float64Array {
  const some = new Float64Array(pairs.length);
  for (let i = 0; i < pairs.length; i++) some[i] = times[pairs[i] as number] as number;
  return some;
}

/** Whether one node, not our own, takes part in most pairs: then it would be measured by itself. */
function isOnesWork(pairs: readonly number[], measured: RoundTrips, counts: Int32Array): boolean {
  counts.fill(0);
  let most = 0;
  for (const pair of pairs) {
    for (let end = 2 * pair; end <= 2 * pair + 1; end++) {
      const place = measured.ends[end] as number;
      if (place === measured.self) continue;
      counts[place] = (counts[place] ?? 0) + 1;
      if (counts[place] > most) most = counts[place];
    }
  }
  return most > pairs.length / 2;
}

/**
 * Numbers of the pairs of which no end is far from everyone. Such a node is slow, or alone at its place:
 * it would make its own delay the rule of its group. Ours may be far: our links are kinds of their own.
 */
function pairsOfNear({ nodes, self, ends, times, size }: RoundTrips): Int32Array {
  const nearest = new Float64Array(nodes.length).fill(Infinity);
  const links = new Int32Array(nodes.length);
  for (let i = 0; i < ends.length; i++) {
    const place = ends[i] as number;
    const time = times[i >> 1] as number;
    links[place] = (links[place] ?? 0) + 1;
    if (time < (nearest[place] as number)) nearest[place] = time;
  }
  const usual = medianOf(nearest.filter((time) => time < Infinity));
  const limit = Math.max(usual, EXPECTED_FLOOR) * SLOW_FACTOR + SLOW_MARGIN;
  const evidence = (nodes.length - 1) * REMOTE_EVIDENCE;
  const remote = Uint8Array.from(nearest, (time, place) => {
    const known = (links[place] ?? 0) >= evidence;
    return Number(place !== self && known && time > limit);
  });
  const near = new Int32Array(size);
  let count = 0;
  for (let pair = 0; pair < size; pair++) {
    const far =
      (remote[ends[2 * pair] as number] as number) |
      (remote[ends[2 * pair + 1] as number] as number);
    if (far === 0) near[count++] = pair;
  }
  return near.subarray(0, count);
}
