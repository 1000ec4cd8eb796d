import type { NodeId } from '../../shared/ids.ts';
import { resolved } from '../../shared/resolution.ts';
import { circleLayout } from './circle.ts';
import type { MapTask } from './map-run.ts';
import { polar } from './points.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';
import { NODE_DISTANCE } from './sizes.ts';
import type { StressPairs } from './stress.ts';
import type { MeshTable } from './table.ts';

/** From this many nodes on, what isn't measured is only estimated for some pairs of every node. */
const MOST_DENSE = 150;
const LANDMARKS = 24;

/** How much an estimate counts beside a measurement. */
const ESTIMATE_WEIGHT = 0.04;

/** Without any measurement: nodes of one group stand this near, as a part of the others' distance. */
const SAME_GROUP = 0.35;

/** The median round trip's length on the map, in distances between nodes, for one node; grows by the root. */
const SPREAD = 0.85;

/** Shortest and longest distance on the map, as parts of the median: neighbours mustn't vanish, nor outliers rule. */
const SHORTEST = 0.12;
const LONGEST = 4;

/** A former scale is kept while it is right within this factor: the map mustn't breathe. */
const SCALE_TOLERANCE = 1.3;

export interface MapInput {
  table: MeshTable;
  sectors: readonly Sector[];
  /** Where nodes are on the map. */
  before: ReadonlyMap<NodeId, Point>;
  pins: ReadonlyMap<NodeId, Point>;
  /** World units per ms of the former map; `null` = none. */
  scale: number | null;
}

/** What to do for a map in which distance is the measured round trip. */
export function mapTask(input: MapInput): { task: MapTask; scale: number } {
  const { table, sectors, before, pins } = input;
  const former = new Float32Array(2 * table.size).fill(NaN);
  const pinned = new Uint8Array(table.size);
  let known = 0;
  table.order.forEach((id, place) => {
    const point = pins.get(id) ?? before.get(id);
    if (pins.has(id)) pinned[place] = 1;
    if (!point) return;
    known += 1;
    former[2 * place] = point.x;
    former[2 * place + 1] = point.y;
  });
  const cold = known < table.size / 2;
  const start = startOf(table, sectors, cold, former);
  const { pairs, scale } = pairsOf(table, sectors, input.scale);
  // The first map has the groups about where the ring has them.
  if (known === 0) former.set(start);
  const apart = NODE_DISTANCE * 0.5;
  return { task: { pairs, start, former, pinned, cold, apart }, scale };
}

/** Newcomers begin near their group, or on the ring where there is no map yet. */
function startOf(
  table: MeshTable,
  sectors: readonly Sector[],
  cold: boolean,
  former: Float32Array,
): Float32Array {
  const start = former.slice();
  const ring = circleLayout(sectors).points;
  for (const { members } of sectors) {
    const places = members.map((id) => table.places.get(id) ?? 0);
    const home = cold ? null : middleOf(former, places);
    members.forEach((id, index) => {
      const place = places[index]!;
      if (!Number.isNaN(start[2 * place]!)) return;
      const spot = spotOf(id, index, home, ring);
      start[2 * place] = spot.x;
      start[2 * place + 1] = spot.y;
    });
  }
  return start;
}

/**
 * The points of a map that has more nodes than were ever placed on it, e.g. of the past: those stand near
 * their group, or on the ring when nothing is known of it.
 */
export function placeMissing(
  points: ReadonlyMap<NodeId, Point>,
  sectors: readonly Sector[],
): ReadonlyMap<NodeId, Point> {
  const all = new Map(points);
  const ring = circleLayout(sectors).points;
  for (const { members } of sectors) {
    const known = members.flatMap((id) => points.get(id) ?? []);
    const home = known.length > 0 ? meanOf(known) : null;
    members.forEach((id, index) => {
      if (!all.has(id)) all.set(id, spotOf(id, index, home, ring));
    });
  }
  return all;
}

/** Around the middle of the group, on a spiral of equal steps. */
function spotOf(
  id: NodeId,
  index: number,
  home: Point | null,
  ring: ReadonlyMap<NodeId, Point>,
): Point {
  return home ? polar(index * 2.4, NODE_DISTANCE * 0.7, home) : (ring.get(id) ?? { x: 0, y: 0 });
}

function meanOf(points: readonly Point[]): Point {
  const mean = { x: 0, y: 0 };
  for (const { x, y } of points) {
    mean.x += x / points.length;
    mean.y += y / points.length;
  }
  return mean;
}

function middleOf(points: Float32Array, places: readonly number[]): Point | null {
  const known = places.filter((place) => !Number.isNaN(points[2 * place]!));
  if (known.length === 0) return null;
  return meanOf(known.map((place) => ({ x: points[2 * place]!, y: points[2 * place + 1]! })));
}

/** Pairs with their round trips: measured ones, and estimates where nothing was measured. */
function pairsOf(
  table: MeshTable,
  sectors: readonly Sector[],
  former: number | null,
): { pairs: StressPairs; scale: number } {
  const { size, trips } = table;
  const estimate = new Estimates(table, sectors);
  const stride = size > MOST_DENSE ? Math.ceil(size / LANDMARKS) : 1;
  const [a, b, ms, sure]: [number[], number[], number[], boolean[]] = [[], [], [], []];
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const trip = trips[i * size + j]!;
      const measured = trip >= 0;
      if (!measured && (i + j) % stride !== 0) continue;
      a.push(i);
      b.push(j);
      ms.push(measured ? resolved(trip) : estimate.of(i, j));
      sure.push(measured);
    }
  }
  const scale = scaleOf(estimate.median, size, former);
  const distance = Float32Array.from(ms, (trip) => {
    const bounded = Math.min(LONGEST * estimate.median, Math.max(SHORTEST * estimate.median, trip));
    return Math.max(NODE_DISTANCE * 0.5, bounded * scale);
  });
  const weight = distance.map((d, index) => (sure[index] ? 1 : ESTIMATE_WEIGHT) / (d * d));
  return { pairs: { a: Uint16Array.from(a), b: Uint16Array.from(b), distance, weight }, scale };
}

/** World units per ms, such that so many nodes have the room they need. */
function scaleOf(median: number, size: number, former: number | null): number {
  const wanted = (NODE_DISTANCE * SPREAD * Math.sqrt(size)) / median;
  if (former === null) return wanted;
  const off = Math.max(wanted / former, former / wanted);
  return off <= SCALE_TOLERANCE ? former : wanted;
}

/** Round trips to expect between nodes whose own wasn't measured: those of their groups. */
class Estimates {
  /** Of all that was measured; 1 when nothing was. */
  readonly median: number;
  readonly #medians = new Map<number, number>();
  readonly #sectorOf: Int32Array;
  readonly #count: number;

  constructor({ size, trips, places }: MeshTable, sectors: readonly Sector[]) {
    this.#count = sectors.length;
    this.#sectorOf = new Int32Array(size);
    sectors.forEach(({ members }, index) => {
      for (const id of members) this.#sectorOf[places.get(id) ?? 0] = index;
    });
    const samples = new Map<number, number[]>();
    const all: number[] = [];
    for (let i = 0; i < size; i++) {
      for (let j = i + 1; j < size; j++) {
        const trip = trips[i * size + j]!;
        if (!(trip >= 0)) continue;
        all.push(trip);
        const key = this.#key(i, j);
        const sample = samples.get(key);
        if (sample) sample.push(trip);
        else samples.set(key, [trip]);
      }
    }
    this.median = all.length > 0 ? resolved(medianOf(all)) : 1;
    for (const [key, sample] of samples) this.#medians.set(key, medianOf(sample));
  }

  of(i: number, j: number): number {
    const same = this.#sectorOf[i] === this.#sectorOf[j];
    return this.#medians.get(this.#key(i, j)) ?? this.median * (same ? SAME_GROUP : 1);
  }

  #key(i: number, j: number): number {
    const [one, other] = [this.#sectorOf[i]!, this.#sectorOf[j]!];
    return Math.min(one, other) * this.#count + Math.max(one, other);
  }
}

function medianOf(values: number[]): number {
  values.sort((x, y) => x - y);
  return values[values.length >> 1]!;
}
