import type { NodeId } from '../../shared/ids.ts';
import type { Arc } from './circle.ts';
import { circleLayout } from './circle.ts';
import { CODE } from './codes.ts';
import { polar } from './points.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';
import { pairCode } from './table.ts';
import type { MeshTable } from './table.ts';

/** Radii in world units: of the innermost nodes, of the last ring, and of who stands outside it. */
const INNER = 46;
const LAST_RING = 270;
const UNMEASURED = 296;
const UNCONNECTED = 322;

/** Round trips that rings may stand for, ms; shorter ones than the first can't be told apart (`RESOLUTION`). */
const RING_VALUES = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 200, 400, 1_000, 2_500, 10_000, 60_000];

/** Most rings at once, and the least distance of two in world units. */
const MOST_RINGS = 6;
const LEAST_RING_GAP = 26;

/** How strongly short round trips are spread: this part of the longest is where the scale bends. */
const BEND_SHARE = 1 / 30;

/** A circle of equal round trips; without `ms` it is where nodes without a measured one stand. */
export interface EgoRing {
  ms: number | null;
  label: string;
  radius: number;
}

export interface EgoLayout {
  kind: 'ego';
  points: ReadonlyMap<NodeId, Point>;
  /** The node in the middle. */
  centre: NodeId;
  rings: readonly EgoRing[];
  /** The directions of the groups. */
  arcs: readonly Arc[];
}

/** World radius that holds everything. */
export const EGO_RADIUS = UNCONNECTED;

/**
 * One node in the middle, the others around it: the farther, the longer the round trip, on a scale that
 * is nearly logarithmic and fits what was measured; the direction is the group's. Peers without a link
 * stand outside the last ring: missing, half-open, down.
 */
export function egoLayout(sectors: readonly Sector[], table: MeshTable, centre: NodeId): EgoLayout {
  const middle = table.places.get(centre) ?? -1;
  const { angles, arcs } = circleLayout(sectors);
  const longest = longestTrip(table, middle);
  const last = RING_VALUES.find((value) => value >= longest) ?? RING_VALUES.at(-1)!;
  const radiusOf = (ms: number) => radiusOn(ms, last);
  const points = new Map<NodeId, Point>();
  let unmeasured = false;
  table.order.forEach((id, place) => {
    const radius = place === middle ? 0 : peerRadius(table, middle, place, radiusOf);
    unmeasured ||= radius === UNMEASURED;
    points.set(id, polar(angles.get(id) ?? 0, radius));
  });
  // Around a node alone circles would stand for nothing.
  if (table.size <= 1) return { kind: 'ego', points, centre, arcs, rings: [] };
  const rings = ringsOf(last, radiusOf);
  if (unmeasured) rings.push({ ms: null, label: 'not measured', radius: UNMEASURED });
  rings.push({ ms: null, label: 'no link', radius: UNCONNECTED });
  return { kind: 'ego', points, centre, arcs, rings };
}

function longestTrip({ size, trips }: MeshTable, middle: number): number {
  let longest = 0;
  if (middle < 0) return longest;
  for (let place = 0; place < size; place++) {
    const trip = trips[middle * size + place]!;
    if (trip > longest) longest = trip;
  }
  return longest;
}

function radiusOn(ms: number, last: number): number {
  const bend = last * BEND_SHARE;
  const share = Math.log1p(Math.min(ms, last) / bend) / Math.log1p(last / bend);
  return INNER + (LAST_RING - INNER) * share;
}

function peerRadius(
  table: MeshTable,
  middle: number,
  place: number,
  radiusOf: (ms: number) => number,
): number {
  const code = middle < 0 ? 0 : pairCode(table, middle, place);
  const connected = code === CODE.up || code === CODE.slow || code === CODE.unknown;
  if (!connected) return UNCONNECTED;
  const trip = table.trips[middle * table.size + place]!;
  return Number.isNaN(trip) ? UNMEASURED : radiusOf(trip);
}

function timeText(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}

/** Rings from the last one inwards, none too close to the next. */
function ringsOf(last: number, radiusOf: (ms: number) => number): EgoRing[] {
  const rings: EgoRing[] = [];
  for (const ms of RING_VALUES.filter((value) => value <= last).reverse()) {
    const radius = radiusOf(ms);
    const next = rings.at(-1)?.radius ?? Infinity;
    if (rings.length === MOST_RINGS || radius < INNER + 8) break;
    if (next - radius >= LEAST_RING_GAP) rings.push({ ms, label: timeText(ms), radius });
  }
  return rings.reverse();
}
