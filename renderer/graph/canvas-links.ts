import type { LinkState } from '../../shared/mesh.ts';
import { curvePoint } from './hit.ts';
import { toScreen } from './points.ts';
import type { Point, ViewTransform } from './points.ts';
import type { MeshFrame } from './renderer.ts';
import { bendOf } from './scene.ts';
import type { LineMark, NodeMark, Scene } from './scene.ts';

/** Above this many faults dashes are left out: they cost several times as much as plain lines. */
const MOST_DASHED = 600;

/** Up to this many faults are drawn as strong lines; more would drown each other. */
const MOST_STRONG = 40;
const STRONG_WIDTH = 1.7;

/** Above this many one-sided links arrows are left out: half solid, half dotted tells the same. */
const MOST_ARROWS = 120;

/** How faint the faults of others are while one node is looked at. */
const ASIDE = 0.22;

/** Length of an arrow's head in pixels. */
const ARROW = 7;

interface Curve {
  a: Point;
  bend: Point;
  b: Point;
}

/** Paints single links: what is healthy first and faintly, then faults, then the focus. */
export function drawLinks(context: CanvasRenderingContext2D, frame: MeshFrame): void {
  const { scene, view, focus } = frame;
  const curves = (lines: readonly LineMark[], state: LinkState) =>
    lines.filter((line) => line.state === state).map((line) => curveOf(scene, line, view));
  const faded = focus.length > 0 || frame.emphasis.members ? 0.45 : 1;
  const up = curves(scene.lines, 'up');
  strokeCurves(context, curves(scene.lines, 'unknown'), {
    colour: frame.palette.links.unknown,
    alpha: 0.55 * faded,
    dash: DOTS,
  });
  strokeCurves(context, up, {
    colour: frame.palette.links.up,
    alpha: healthyAlpha(up.length, view.k) * faded,
  });
  drawFaultLines(context, frame, scene.lines, focus.length > 0 ? ASIDE : 1);
  drawFocus(context, frame);
  drawSelectedLink(context, frame);
  context.globalAlpha = 1;
}

/** Few lines may be seen, many in little room must not become a carpet. */
function healthyAlpha(count: number, zoom: number): number {
  return Math.max(0.22, 0.8 - count / (640 * zoom));
}

function drawFocus(context: CanvasRenderingContext2D, frame: MeshFrame): void {
  const { scene, view, palette, focus, emphasis } = frame;
  const by = (state: LinkState) =>
    focus.filter((line) => line.state === state).map((line) => curveOf(scene, line, view));
  const colour = emphasis.hovered === null ? palette.selected : palette.text;
  const alpha = Math.max(0.28, 0.75 - focus.length / 200);
  strokeCurves(context, by('impossible'), {
    colour: palette.links.impossible,
    alpha: 1,
    dash: DOTS,
  });
  strokeCurves(context, by('unknown'), { colour, alpha: alpha * 0.7, dash: DOTS });
  strokeCurves(context, by('up'), { colour, alpha, width: focus.length > 60 ? undefined : 1.2 });
  drawFaultLines(context, frame, focus, 1);
}

function drawFaultLines(
  context: CanvasRenderingContext2D,
  { scene, view, palette }: MeshFrame,
  lines: readonly LineMark[],
  alpha: number,
): void {
  const missing = lines.filter((line) => line.state === 'missing');
  const half = lines.filter((line) => line.state === 'half');
  const dashed = missing.length + half.length <= MOST_DASHED;
  const strong = missing.length + half.length <= MOST_STRONG;
  const width = strong ? STRONG_WIDTH : undefined;
  const strength = alpha * faultAlpha(missing.length + half.length);
  strokeCurves(
    context,
    missing.map((line) => curveOf(scene, line, view)),
    { colour: palette.links.missing, alpha: strength, width, dash: dashed ? DASHES : [] },
  );
  const toDenier = half.map((line) => towardsDenier(line, curveOf(scene, line, view)));
  const style = { colour: palette.links.half, alpha: strength, width };
  strokeCurves(
    context,
    toDenier.map((curve) => halves(curve)[0]),
    style,
  );
  const rest = toDenier.map((curve) => halves(curve)[1]);
  strokeCurves(context, rest, { ...style, dash: dashed ? DOTS : [] });
  if (half.length <= MOST_ARROWS) {
    fillArrows(context, toDenier, palette.links.half, strong ? ARROW : ARROW * 0.7);
  }
}

/** Hundreds of faults at full strength are a carpet; where they gather they still add up. */
function faultAlpha(count: number): number {
  return count <= MOST_STRONG ? 0.95 : Math.max(0.4, 0.9 - count / 600);
}

function drawSelectedLink(context: CanvasRenderingContext2D, frame: MeshFrame): void {
  const { scene, view, palette, emphasis, focus } = frame;
  const a = emphasis.link && scene.places.get(emphasis.link.a);
  const b = emphasis.link && scene.places.get(emphasis.link.b);
  const line = focus.find((mark) => mark.a === a && mark.b === b);
  if (!line) return;
  const curve = curveOf(scene, line, view);
  strokeCurves(context, [curve], { colour: palette.selected, alpha: 0.35, width: 7 });
}

/** Lengths of a dash and of the gap after it, in pixels. */
const DASHES = [6, 4];
const DOTS = [1.5, 4];

interface Stroke {
  colour: string;
  alpha: number;
  /** One device pixel without it. */
  width?: number | undefined;
  dash?: number[];
}

/** All curves as one path: one stroke per state, however many there are. */
function strokeCurves(
  context: CanvasRenderingContext2D,
  curves: readonly Curve[],
  { colour, alpha, width, dash = [] }: Stroke,
): void {
  if (curves.length === 0) return;
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = width ?? hairline(context);
  context.setLineDash(dash);
  context.beginPath();
  for (const { a, bend, b } of curves) {
    context.moveTo(a.x, a.y);
    context.quadraticCurveTo(bend.x, bend.y, b.x, b.y);
  }
  context.stroke();
  context.setLineDash([]);
}

/**
 * One device pixel: lines of this width are not filled as shapes, which makes them ten times as fast
 * without a GPU (measured). Whatever may be many has it.
 */
function hairline(context: CanvasRenderingContext2D): number {
  return 1 / context.getTransform().a;
}

/** Heads in the middle, pointing to the end that denies the link. */
function fillArrows(
  context: CanvasRenderingContext2D,
  curves: readonly Curve[],
  colour: string,
  size: number,
): void {
  if (curves.length === 0) return;
  context.fillStyle = colour;
  context.beginPath();
  for (const { a, bend, b } of curves) {
    const tip = curvePoint(a, bend, b, 0.5);
    // The tangent in the middle of a quadratic curve is parallel to its chord.
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    context.moveTo(tip.x + ux * size * 0.6, tip.y + uy * size * 0.6);
    context.lineTo(tip.x - (ux - uy) * size * 0.6, tip.y - (uy + ux) * size * 0.6);
    context.lineTo(tip.x - (ux + uy) * size * 0.6, tip.y - (uy - ux) * size * 0.6);
    context.closePath();
  }
  context.fill();
}

/** The curve such that it ends at the node that denies the link. */
function towardsDenier(line: LineMark, curve: Curve): Curve {
  return line.denier === 'a' ? { a: curve.b, bend: curve.bend, b: curve.a } : curve;
}

function halves({ a, bend, b }: Curve): [Curve, Curve] {
  const middle = curvePoint(a, bend, b, 0.5);
  const before = { x: (a.x + bend.x) / 2, y: (a.y + bend.y) / 2 };
  const after = { x: (bend.x + b.x) / 2, y: (bend.y + b.y) / 2 };
  return [
    { a, bend: before, b: middle },
    { a: middle, bend: after, b },
  ];
}

function curveOf(scene: Scene, line: LineMark, view: ViewTransform): Curve {
  const a = scene.nodes[line.a] as NodeMark;
  const b = scene.nodes[line.b] as NodeMark;
  return {
    a: toScreen(a, view),
    bend: toScreen(bendOf(scene.kind, a, b), view),
    b: toScreen(b, view),
  };
}
