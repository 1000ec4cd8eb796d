/** A place in the world of a layout; the unit is one pixel at zoom 1. */
export interface Point {
  x: number;
  y: number;
}

/** How the world is seen: a world point `p` is drawn at `p * k + (x, y)`. The shape of d3-zoom. */
export interface ViewTransform {
  k: number;
  x: number;
  y: number;
}

/** A rectangle with `x1 >= x0` and `y1 >= y0`. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export const FULL_TURN = 2 * Math.PI;

/** The point at `angle`, in radians clockwise from twelve o'clock, `radius` away from `centre`. */
export function polar(angle: number, radius: number, centre: Point = { x: 0, y: 0 }): Point {
  return { x: centre.x + Math.sin(angle) * radius, y: centre.y - Math.cos(angle) * radius };
}

/** The direction from the origin to a point, 0 … 2π clockwise from twelve o'clock. */
export function angleOf(x: number, y: number): number {
  const angle = Math.atan2(x, -y);
  return angle < 0 ? angle + FULL_TURN : angle;
}

/** Where a world point is on the screen. */
export function toScreen(point: Point, view: ViewTransform): Point {
  return { x: point.x * view.k + view.x, y: point.y * view.k + view.y };
}

/** Which world point is at a place of the screen. */
export function toWorld(point: Point, view: ViewTransform): Point {
  return { x: (point.x - view.x) / view.k, y: (point.y - view.y) / view.k };
}

/** The smallest box around points; an empty one at the origin when there are none. */
export function boundsOf(points: Iterable<Point>): Box {
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (const { x, y } of points) {
    box.x0 = Math.min(box.x0, x);
    box.y0 = Math.min(box.y0, y);
    box.x1 = Math.max(box.x1, x);
    box.y1 = Math.max(box.y1, y);
  }
  return box.x0 === Infinity ? { x0: 0, y0: 0, x1: 0, y1: 0 } : box;
}

/** Whether two boxes share any area. */
export function overlaps(one: Box, other: Box): boolean {
  return one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1;
}
