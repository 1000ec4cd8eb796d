import type { NodeId } from '../../shared/ids.ts';
import { FULL_TURN, polar } from './points.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';

/** Radius of the ring in world units. */
export const RING_RADIUS = 300;

/** Angle between two groups, and the largest part of the circle that all of them may take. */
const GAP = 0.14;
const MAX_GAPS_SHARE = 0.25;

/** How far an arc reaches beyond its outer nodes, in distances between neighbours. */
const ARC_OVERHANG = 0.42;

/** The piece of the ring that a sector takes. Angles in radians clockwise from twelve o'clock. */
export interface Arc {
  group: string | null;
  members: readonly NodeId[];
  from: number;
  to: number;
}

export interface CircleLayout {
  kind: 'circle';
  points: ReadonlyMap<NodeId, Point>;
  angles: ReadonlyMap<NodeId, number>;
  arcs: readonly Arc[];
  /** Angle between two neighbours of the same group. */
  slot: number;
}

/**
 * Nodes around a circle, sector by sector, clockwise from twelve o'clock, evenly spaced with a gap
 * between sectors. One node alone stands in the middle.
 */
export function circleLayout(sectors: readonly Sector[]): CircleLayout {
  const count = sectors.reduce((sum, sector) => sum + sector.members.length, 0);
  const gap = sectors.length > 1 ? Math.min(GAP, (FULL_TURN * MAX_GAPS_SHARE) / sectors.length) : 0;
  const slot = count > 0 ? (FULL_TURN - gap * sectors.length) / count : 0;
  const points = new Map<NodeId, Point>();
  const angles = new Map<NodeId, number>();
  const arcs: Arc[] = [];
  const radius = count > 1 ? RING_RADIUS : 0;
  let angle = gap / 2 + slot / 2;
  for (const { group, members } of sectors) {
    const from = angle - slot * ARC_OVERHANG;
    for (const id of members) {
      points.set(id, polar(angle, radius));
      angles.set(id, angle);
      angle += slot;
    }
    arcs.push({ group, members, from, to: angle - slot * (1 - ARC_OVERHANG) });
    angle += gap;
  }
  return { kind: 'circle', points, angles, arcs, slot };
}

/**
 * Where the control point of the quadratic curve between two points of the ring lies: towards the
 * centre, the more the farther they are apart, so that a full mesh opens towards the middle instead of
 * filling it with straight lines.
 */
export function bendToCentre(ax: number, ay: number, bx: number, by: number): Point {
  const chord = Math.hypot(ax - bx, ay - by) / (2 * RING_RADIUS);
  const pull = 0.3 + 0.5 * Math.min(1, chord);
  return { x: ((ax + bx) / 2) * (1 - pull), y: ((ay + by) / 2) * (1 - pull) };
}
