import type { Ribbon, Trunk } from './aggregates.ts';
import { bendToCentre, RING_RADIUS } from './circle.ts';
import type { MarkState } from './codes.ts';
import { mixed } from './colours.ts';
import { clusterMiddle, HULL_MARGIN, hullOf, standsTogether } from './group-labels.ts';
import { tintColour, tripColour } from './palette.ts';
import type { Palette } from './palette.ts';
import type { Pen } from './pen.ts';
import { polar } from './points.ts';
import type { Point, ViewTransform } from './points.ts';
import type { MeshFrame } from './renderer.ts';
import type { Scene } from './scene.ts';
import { nodeRadius } from './sizes.ts';

/** How strongly aggregates are painted: what is healthy stays in the background. */
const STRENGTH: Readonly<Record<MarkState, number>> = {
  up: 0.17,
  unknown: 0.16,
  slow: 0.36,
  half: 0.42,
  missing: 0.5,
  impossible: 0,
  down: 0,
};

/** Ribbons that lead far are stronger by this part. */
const FAR_STRENGTH = 0.45;

/** Links within one group lie along the ring and need less. */
const INNER_STRENGTH = 0.6;

/** While one node is looked at, the others step back. */
const STEP_BACK = 0.55;

/** Widest trunk in pixels, how wide one link counts, and how strongly it is painted. */
const MOST_TRUNK = 16;
const TRUNK_STRENGTH = 0.26;
const TRUNK_PER_ROOT = 0.4;

/** From this part of broken links on, a trunk is painted as cut. */
const LEAST_BROKEN = 0.1;

/** Whether so many links between two clusters are broken that it must be told; any, if none is drawn. */
export function isCut(
  { faultsAggregated }: Scene,
  { broken, count }: Pick<Trunk, 'broken' | 'count'>,
): boolean {
  return broken > 0 && (faultsAggregated || broken / count >= LEAST_BROKEN);
}

/** Paints ribbons on the ring and trunks between clusters. */
export function drawAggregates(pen: Pen, frame: MeshFrame): void {
  const { scene, view, palette } = frame;
  const back = frame.focus.length > 0 || frame.emphasis.cause ? STEP_BACK : 1;
  const inside = RING_RADIUS * view.k - nodeRadius(scene, view.k) - 5;
  for (const ribbon of scene.ribbons) {
    const strength = STRENGTH[ribbon.state] * (ribbon.inner ? INNER_STRENGTH : 1);
    pen.globalAlpha = strength * (1 + (ribbon.far ?? 0) * FAR_STRENGTH) * back;
    pen.fillStyle = ribbonColour(palette, ribbon);
    pen.beginPath();
    traceRibbon(pen, ribbon, inside, view);
    pen.fill();
  }
  drawTrunks(pen, frame, back);
  pen.globalAlpha = 1;
}

/** Healthy ribbons tell how far they lead. */
function ribbonColour(palette: Palette, { state, far }: Ribbon): string {
  return state === 'up' && far !== null ? tripColour(palette, far) : palette.links[state];
}

function traceRibbon(
  pen: Pen,
  { source, target, inner }: Ribbon,
  radius: number,
  view: ViewTransform,
): void {
  // Canvas angles start at three o'clock.
  const quarter = Math.PI / 2;
  pen.arc(view.x, view.y, radius, source.from - quarter, source.to - quarter);
  curveTo(pen, source.to, inner ? source.from : target.from, radius, view);
  if (!inner) {
    pen.arc(view.x, view.y, radius, target.from - quarter, target.to - quarter);
    curveTo(pen, target.to, source.from, radius, view);
  }
  pen.closePath();
}

/** A curve between two angles of the ring, bent like a link. */
function curveTo(pen: Pen, from: number, to: number, radius: number, view: ViewTransform): void {
  const a = polar(from, RING_RADIUS);
  const b = polar(to, RING_RADIUS);
  const bend = bendToCentre(a.x, a.y, b.x, b.y);
  const scale = radius / RING_RADIUS;
  const end: Point = polar(to, radius, view);
  pen.quadraticCurveTo(bend.x * scale + view.x, bend.y * scale + view.y, end.x, end.y);
}

function drawTrunks(pen: Pen, frame: MeshFrame, back: number): void {
  const { scene, view, palette } = frame;
  // The haze says more; trunks stand for it until there is one, and where links are broken.
  const healthy = frame.density === null && scene.aggregated;
  pen.lineCap = 'round';
  for (const { from, to, count, broken } of scene.trunks) {
    const faulty = isCut(scene, { broken, count });
    if (!healthy && !faulty) continue;
    const [a, b] = [clusterMiddle(scene, from), clusterMiddle(scene, to)];
    pen.globalAlpha = (faulty ? 0.5 : TRUNK_STRENGTH) * back;
    pen.strokeStyle = faulty ? palette.links.missing : palette.links.up;
    pen.lineWidth = Math.min(MOST_TRUNK, 1.5 + Math.sqrt(count) * TRUNK_PER_ROOT);
    pen.setLineDash(faulty ? [pen.lineWidth * 1.2, pen.lineWidth * 1.8] : []);
    pen.beginPath();
    pen.moveTo(a.x * view.k + view.x, a.y * view.k + view.y);
    pen.lineTo(b.x * view.k + view.x, b.y * view.k + view.y);
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.lineCap = 'butt';
}

/** Paints the ground of the clusters; the ring has arcs instead. */
export function drawHulls(pen: Pen, frame: MeshFrame): void {
  const { scene, view, palette } = frame;
  if (scene.kind !== 'map') return;
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  scene.clusters.forEach((cluster, index) => {
    if (cluster.group === null || cluster.nodes.length === 0) return;
    if (!standsTogether(scene, index)) return;
    const hull = hullOf(scene, view, index);
    traceHull(pen, hull);
    // Opaque, because the wide line that rounds the corners lies partly over the filling.
    const share = palette.dark ? 0.13 : 0.1;
    const ground = mixed(tintColour(palette, cluster.tint), palette.canvas, share);
    pen.fillStyle = ground;
    pen.strokeStyle = ground;
    pen.lineWidth = 2 * HULL_MARGIN;
    pen.fill();
    pen.stroke();
  });
  pen.lineCap = 'butt';
}

function traceHull(pen: Pen, hull: readonly [number, number][]): void {
  pen.beginPath();
  hull.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  // A line of no length draws its round caps: the ground of a single node.
  if (hull.length === 1) pen.lineTo(hull[0]?.[0] ?? 0, (hull[0]?.[1] ?? 0) + 0.01);
  pen.closePath();
}
