import type { LinkState } from '../../shared/mesh.ts';
import type { Ribbon } from './aggregates.ts';
import { bendToCentre, RING_RADIUS } from './circle.ts';
import { mixed } from './colours.ts';
import { HULL_MARGIN, hullOf } from './group-labels.ts';
import { tintColour } from './palette.ts';
import { polar } from './points.ts';
import type { Point, ViewTransform } from './points.ts';
import type { MeshFrame } from './renderer.ts';
import { nodeRadius } from './sizes.ts';

/** How strongly aggregates are painted: what is healthy stays in the background. */
const STRENGTH: Readonly<Record<LinkState, number>> = {
  up: 0.17,
  unknown: 0.16,
  half: 0.42,
  missing: 0.5,
  impossible: 0,
};

/** Links within one group lie along the ring and need less. */
const INNER_STRENGTH = 0.6;

/** While one node is looked at, the others step back. */
const STEP_BACK = 0.55;

/** Widest trunk in pixels, and how wide one link counts. */
const MOST_TRUNK = 16;
const TRUNK_PER_ROOT = 0.55;

/** Paints ribbons on the ring and trunks between clusters. */
export function drawAggregates(context: CanvasRenderingContext2D, frame: MeshFrame): void {
  const { scene, view, palette } = frame;
  const back = frame.focus.length > 0 ? STEP_BACK : 1;
  const inside = RING_RADIUS * view.k - nodeRadius(scene, view.k) - 5;
  for (const ribbon of scene.ribbons) {
    const strength = STRENGTH[ribbon.state] * (ribbon.inner ? INNER_STRENGTH : 1);
    context.globalAlpha = strength * back;
    context.fillStyle = palette.links[ribbon.state];
    context.beginPath();
    traceRibbon(context, ribbon, inside, view);
    context.fill();
  }
  drawTrunks(context, frame, back);
  context.globalAlpha = 1;
}

function traceRibbon(
  context: CanvasRenderingContext2D,
  { source, target, inner }: Ribbon,
  radius: number,
  view: ViewTransform,
): void {
  // Canvas angles start at three o'clock.
  const quarter = Math.PI / 2;
  context.arc(view.x, view.y, radius, source.from - quarter, source.to - quarter);
  curveTo(context, source.to, inner ? source.from : target.from, radius, view);
  if (!inner) {
    context.arc(view.x, view.y, radius, target.from - quarter, target.to - quarter);
    curveTo(context, target.to, source.from, radius, view);
  }
  context.closePath();
}

/** A curve between two angles of the ring, bent like a link. */
function curveTo(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  radius: number,
  view: ViewTransform,
): void {
  const a = polar(from, RING_RADIUS);
  const b = polar(to, RING_RADIUS);
  const bend = bendToCentre(a.x, a.y, b.x, b.y);
  const scale = radius / RING_RADIUS;
  const end: Point = polar(to, radius, view);
  context.quadraticCurveTo(bend.x * scale + view.x, bend.y * scale + view.y, end.x, end.y);
}

function drawTrunks(context: CanvasRenderingContext2D, frame: MeshFrame, back: number): void {
  const { scene, view, palette } = frame;
  context.lineCap = 'round';
  for (const { from, to, state, count } of scene.trunks) {
    context.globalAlpha = STRENGTH[state] * 1.4 * back;
    context.strokeStyle = palette.links[state];
    context.lineWidth = Math.min(MOST_TRUNK, 1.5 + Math.sqrt(count) * TRUNK_PER_ROOT);
    context.beginPath();
    context.moveTo(from.x * view.k + view.x, from.y * view.k + view.y);
    context.lineTo(to.x * view.k + view.x, to.y * view.k + view.y);
    context.stroke();
  }
  context.lineCap = 'butt';
}

/** Paints the ground of the clusters; the ring has arcs instead. */
export function drawHulls(context: CanvasRenderingContext2D, frame: MeshFrame): void {
  const { scene, view, palette } = frame;
  if (scene.kind === 'circle') return;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  scene.clusters.forEach((cluster, index) => {
    const hull = hullOf(scene, view, index);
    if (hull.length === 0 || cluster.group === null) return;
    traceHull(context, hull);
    // Opaque, because the wide line that rounds the corners lies partly over the filling.
    const share = palette.dark ? 0.13 : 0.1;
    const ground = mixed(tintColour(palette, cluster.tint), palette.canvas, share);
    context.fillStyle = ground;
    context.strokeStyle = ground;
    context.lineWidth = 2 * HULL_MARGIN;
    context.fill();
    context.stroke();
  });
  context.lineCap = 'butt';
}

function traceHull(context: CanvasRenderingContext2D, hull: readonly [number, number][]): void {
  context.beginPath();
  hull.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  // A line of no length draws its round caps: the ground of a single node.
  if (hull.length === 1) context.lineTo(hull[0]?.[0] ?? 0, (hull[0]?.[1] ?? 0) + 0.01);
  context.closePath();
}
