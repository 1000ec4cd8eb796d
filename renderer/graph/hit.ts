import type { NodeId } from '../../shared/ids.ts';
import { bendOf } from './scene.ts';
import type { LineMark, NodeMark, Scene } from './scene.ts';
import { toScreen } from './points.ts';
import type { Point, ViewTransform } from './points.ts';

/** How near the pointer must be, in screen pixels: a node's edge, a line's middle. */
const NODE_REACH = 6;
const LINE_REACH = 5;

/** Halvings when looking for a place on a curve: 2⁻¹² of its length is far below a pixel. */
const HALVINGS = 12;

/**
 * The node at a place of the screen: the nearest one within reach.
 * @param radius of the marks, in screen pixels
 */
export function nodeAt(
  scene: Scene,
  view: ViewTransform,
  point: Point,
  radius: number,
): NodeMark | null {
  let nearest: NodeMark | null = null;
  let least = radius + NODE_REACH;
  for (const node of scene.nodes) {
    const distance = Math.hypot(
      node.x * view.k + view.x - point.x,
      node.y * view.k + view.y - point.y,
    );
    if (distance < least) {
      nearest = node;
      least = distance;
    }
  }
  return nearest;
}

/**
 * The line at a place of the screen. Judged by the angle around the line's nearer end: where many lines
 * meet in one node, the pointer's direction seen from that node tells them apart best.
 * @param lines those that are drawn; what can't be seen can't be hit
 */
export function lineAt(
  scene: Scene,
  lines: readonly LineMark[],
  view: ViewTransform,
  point: Point,
): LineMark | null {
  let nearest: LineMark | null = null;
  let least = LINE_REACH;
  for (const line of lines) {
    const a = scene.nodes[line.a] as NodeMark;
    const b = scene.nodes[line.b] as NodeMark;
    const bend = toScreen(bendOf(scene.kind, a, b), view);
    const distance = distanceToCurve(toScreen(a, view), bend, toScreen(b, view), point, least);
    if (distance < least) {
      nearest = line;
      least = distance;
    }
  }
  return nearest;
}

/** The ends of a line as IDs. */
export function endsOf(scene: Scene, line: LineMark): { a: NodeId; b: NodeId } {
  return { a: (scene.nodes[line.a] as NodeMark).id, b: (scene.nodes[line.b] as NodeMark).id };
}

/** Distance along the circle around the nearer end; `Infinity` when it is `limit` or more for sure. */
function distanceToCurve(a: Point, bend: Point, b: Point, point: Point, limit: number): number {
  if (!isNear(point.x, a.x, bend.x, b.x, limit)) return Infinity;
  if (!isNear(point.y, a.y, bend.y, b.y, limit)) return Infinity;
  const toA = Math.hypot(point.x - a.x, point.y - a.y);
  const toB = Math.hypot(point.x - b.x, point.y - b.y);
  return toA <= toB ? arcDistance(a, bend, b, point, toA) : arcDistance(b, bend, a, point, toB);
}

function isNear(at: number, x: number, y: number, z: number, limit: number): boolean {
  return at > Math.min(x, y, z) - limit && at < Math.max(x, y, z) + limit;
}

/**
 * Angle between the pointer and the curve at the same distance from its `near` end, as a length. The
 * curve is symmetric, so up to its middle it only leads away from that end.
 */
function arcDistance(near: Point, bend: Point, far: Point, point: Point, radius: number): number {
  let low = 0;
  let high = 0.5;
  const middle = curvePoint(near, bend, far, high);
  if (Math.hypot(middle.x - near.x, middle.y - near.y) <= radius) {
    return Math.hypot(middle.x - point.x, middle.y - point.y);
  }
  for (let i = 0; i < HALVINGS; i++) {
    const half = (low + high) / 2;
    const at = curvePoint(near, bend, far, half);
    if (Math.hypot(at.x - near.x, at.y - near.y) < radius) low = half;
    else high = half;
  }
  const at = curvePoint(near, bend, far, high);
  return radius * angleBetween(at.x - near.x, at.y - near.y, point.x - near.x, point.y - near.y);
}

/** The point of a quadratic curve at `t`, 0 … 1. */
export function curvePoint(from: Point, bend: Point, to: Point, t: number): Point {
  const u = 1 - t;
  return {
    x: u * u * from.x + 2 * u * t * bend.x + t * t * to.x,
    y: u * u * from.y + 2 * u * t * bend.y + t * t * to.y,
  };
}

function angleBetween(ax: number, ay: number, bx: number, by: number): number {
  return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by));
}
