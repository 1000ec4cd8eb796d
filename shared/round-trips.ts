import type { NodeId } from './ids.ts';
import type { LatencyView, NodeView } from './mesh.ts';

/** A measured pair of nodes. */
export interface RoundTrip {
  /** `a` sorts before `b`. */
  a: NodeId;
  b: NodeId;
  /** Milliseconds. */
  roundTrip: number;
}

/**
 * All round trips that are known, the same in both directions. A full mesh of 200 nodes has 19,900 of them,
 * so they are held as numbers: nodes are places in {@link RoundTrips.nodes}.
 */
export class RoundTrips {
  readonly nodes: readonly NodeId[];
  /** Place of our own node, whose links are measured directly; -1 = not among the nodes. */
  readonly self: number;
  /** Places of the two ends of each pair, one pair after the other. */
  readonly ends: Int32Array;
  /** Milliseconds, one of each pair. */
  readonly times: Float64Array;
  /** What links of nodes take, ms, that the person calls far away, by their places. */
  readonly far: ReadonlyMap<number, number>;
  #index: Map<NodeId, Map<NodeId, number>> | null = null;
  #pairs: readonly RoundTrip[] | null = null;

  constructor(
    nodes: readonly NodeId[],
    self: number,
    ends: Int32Array,
    times: Float64Array,
    far: ReadonlyMap<number, number> = new Map(),
  ) {
    this.nodes = nodes;
    this.self = self;
    this.ends = ends;
    this.times = times;
    this.far = far;
  }

  /** Number of measured pairs. */
  get size(): number {
    return this.times.length;
  }

  /** One of the pairs, 0 – {@link size}. */
  pair(index: number): RoundTrip {
    const one = this.nodes[this.ends[2 * index] as number] as NodeId;
    const other = this.nodes[this.ends[2 * index + 1] as number] as NodeId;
    const roundTrip = this.times[index] as number;
    return one < other ? { a: one, b: other, roundTrip } : { a: other, b: one, roundTrip };
  }

  /** All pairs. Of large meshes better walk {@link ends} and {@link times}. */
  get pairs(): readonly RoundTrip[] {
    this.#pairs ??= Array.from(this.times, (_, index) => this.pair(index));
    return this.#pairs;
  }

  /** Milliseconds; `null` = not measured. The order of the two doesn't matter. */
  between(one: NodeId, other: NodeId): number | null {
    this.#index ??= this.#makeIndex();
    const [a, b] = one < other ? [one, other] : [other, one];
    return this.#index.get(a)?.get(b) ?? null;
  }

  /** How many measured links each node has, by its place. */
  linkCounts(): Int32Array {
    const counts = new Int32Array(this.nodes.length);
    for (const place of this.ends) counts[place] = (counts[place] ?? 0) + 1;
    return counts;
  }

  #makeIndex(): Map<NodeId, Map<NodeId, number>> {
    const index = new Map<NodeId, Map<NodeId, number>>();
    for (let i = 0; i < this.size; i++) {
      const { a, b, roundTrip } = this.pair(i);
      const row = index.get(a);
      if (row) row.set(b, roundTrip);
      else index.set(a, new Map([[b, roundTrip]]));
    }
    return index;
  }
}

/** Measured pairs as numbers, for what has thousands of them. */
export interface MeasuredPairs {
  /** Nodes by the numbers that {@link ends} has of them; numbers may be unused. */
  readonly names: readonly NodeId[];
  /** Numbers of the two ends of each pair, one pair after the other. */
  readonly ends: ArrayLike<number>;
  /** Milliseconds, one of each pair. */
  readonly times: ArrayLike<number>;
}

/**
 * Brings together what was measured to every node and between others.
 * @param nodes all nodes known; only those that are up count
 * @param latencies between others; ends that are not up are left out
 */
export function roundTrips(
  nodes: Iterable<NodeView>,
  latencies: Iterable<LatencyView> | MeasuredPairs,
): RoundTrips {
  const ids: NodeId[] = [];
  const places = new Map<NodeId, number>();
  const own: [place: number, roundTrip: number][] = [];
  const far = new Map<number, number>();
  let self = -1;
  for (const node of nodes) {
    if (node.state !== 'self' && node.state !== 'up') continue;
    if (node.state === 'self') self = ids.length;
    else if (node.roundTrip !== null) own.push([ids.length, node.roundTrip]);
    if (node.far !== undefined) far.set(ids.length, node.far);
    places.set(node.id, ids.length);
    ids.push(node.id);
  }
  const pairs = new Pairs(self);
  if (self >= 0) for (const [place, roundTrip] of own) pairs.addOwn(place, roundTrip);
  if ('times' in latencies) addNumbered(latencies, places, pairs);
  else {
    for (const { a, b, roundTrip } of latencies) {
      pairs.add(places.get(a) ?? -1, places.get(b) ?? -1, roundTrip);
    }
  }
  const { ends, times } = pairs;
  return new RoundTrips(ids, self, Int32Array.from(ends), Float64Array.from(times), far);
}

/** Pairs in the making. */
class Pairs {
  readonly ends: number[] = [];
  readonly times: number[] = [];
  readonly #self: number;

  constructor(self: number) {
    this.#self = self;
  }

  addOwn(place: number, roundTrip: number): void {
    this.ends.push(this.#self, place);
    this.times.push(roundTrip);
  }

  /** A pair of others; places are -1 of nodes that are not up. */
  add(one: number, other: number, roundTrip: number): void {
    if (one < 0 || other < 0) return;
    // What we measured of our own links is newer than what anybody else could tell.
    if (one === this.#self || other === this.#self) return;
    this.ends.push(one, other);
    this.times.push(roundTrip);
  }
}

function addNumbered(
  { names, ends, times }: MeasuredPairs,
  places: ReadonlyMap<NodeId, number>,
  pairs: Pairs,
): void {
  const placeOf = Int32Array.from(names, (name) => places.get(name) ?? -1);
  for (let pair = 0; pair < times.length; pair++) {
    const one = placeOf[ends[2 * pair] as number] as number;
    const other = placeOf[ends[2 * pair + 1] as number] as number;
    pairs.add(one, other, times[pair] as number);
  }
}
