import { curvePoint } from './hit.ts';
import type { Pen } from './pen.ts';
import { toScreen } from './points.ts';
import type { Point, ViewTransform } from './points.ts';
import type { MeshFrame } from './renderer.ts';
import { bendOf } from './scene.ts';
import type { LineMark, NodeMark, Scene } from './scene.ts';

/** A line on the screen: a quadratic curve, or straight without a bend. */
export interface Curve {
  a: Point;
  bend: Point | null;
  b: Point;
}

/** Where a line runs on the screen. */
export function curveOf(scene: Scene, line: LineMark, view: ViewTransform): Curve {
  const a = scene.nodes[line.a] as NodeMark;
  const b = scene.nodes[line.b] as NodeMark;
  const bend = scene.kind === 'circle' ? toScreen(bendOf(scene.kind, a, b), view) : null;
  return { a: toScreen(a, view), bend, b: toScreen(b, view) };
}

/** Lengths of a dash and of the gap after it, in pixels. */
export const DASHES = [6, 4];
export const DOTS = [1.5, 4];

export interface Stroke {
  colour: string;
  alpha: number;
  /** CSS pixels; {@link hairline} is by far the fastest. */
  width: number;
  dash?: number[];
}

/** All curves as one path: one stroke per state, however many there are. */
export function strokeCurves(
  pen: Pen,
  curves: readonly Curve[],
  { colour, alpha, width, dash = [] }: Stroke,
): void {
  if (curves.length === 0) return;
  pen.globalAlpha = alpha;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.beginPath();
  for (const { a, bend, b } of curves) {
    pen.moveTo(a.x, a.y);
    if (bend) pen.quadraticCurveTo(bend.x, bend.y, b.x, b.y);
    else pen.lineTo(b.x, b.y);
  }
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * One pixel of the screen: lines of this width are not filled as shapes, which makes them ten times as
 * fast without a GPU (measured). Whatever may be many has it.
 */
export function hairline(frame: MeshFrame): number {
  return frame.hairline ?? 1;
}

/** A curve in two halves. */
export function halves({ a, bend, b }: Curve): [Curve, Curve] {
  const control = bend ?? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const middle = curvePoint(a, control, b, 0.5);
  const half = (end: Point) => bend && { x: (end.x + bend.x) / 2, y: (end.y + bend.y) / 2 };
  return [
    { a, bend: half(a), b: middle },
    { a: middle, bend: half(b), b },
  ];
}

/** Heads in the middle of curves, pointing to their ends. */
export function fillArrows(
  pen: Pen,
  curves: readonly Curve[],
  { colour, alpha }: Pick<Stroke, 'colour' | 'alpha'>,
  size: number,
): void {
  if (curves.length === 0) return;
  pen.globalAlpha = alpha;
  pen.fillStyle = colour;
  pen.beginPath();
  for (const curve of curves) {
    const tip = halves(curve)[0].b;
    // The tangent in the middle of a quadratic curve is parallel to its chord.
    const { a, b } = curve;
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    pen.moveTo(tip.x + ux * size * 0.6, tip.y + uy * size * 0.6);
    pen.lineTo(tip.x - (ux - uy) * size * 0.6, tip.y - (uy + ux) * size * 0.6);
    pen.lineTo(tip.x - (ux + uy) * size * 0.6, tip.y - (uy - ux) * size * 0.6);
    pen.closePath();
  }
  pen.fill();
}
