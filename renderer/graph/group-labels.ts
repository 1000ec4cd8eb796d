import { polygonHull } from 'd3';
import { arcRadius, GROUP_GAP } from './sizes.ts';
import { fitText } from './labels.ts';
import { overlaps, polar, toScreen } from './points.ts';
import type { Box, Point, ViewTransform } from './points.ts';
import type { Scene } from './scene.ts';

/** Widest name of a group in pixels, and the height of its line. */
export const MOST_GROUP_WIDTH = 150;
const GROUP_HEIGHT = 16;

/** Pixels between the outer nodes of a cluster and its outline. */
export const HULL_MARGIN = 20;

/** The name of a group beside its nodes, and on the ring its arc. */
export interface GroupLabel {
  group: string;
  text: string;
  tint: number;
  /** Middle of the text's line, screen pixels. */
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  box: Box;
}

/** An arc outside the ring. */
export interface ArcMark {
  group: string | null;
  tint: number;
  /** SVG path in screen pixels. */
  path: string;
}

export interface GroupLabelInput {
  scene: Scene;
  view: ViewTransform;
  room: number;
  /** `eg_receivers · 3`, given a group. */
  textOf(group: string): string;
  measure(text: string): number;
}

/** Names of all groups that find room; larger groups win. */
export function groupLabels(input: GroupLabelInput): GroupLabel[] {
  const clusters = input.scene.clusters
    .map((cluster, index) => ({ cluster, index }))
    .filter(({ cluster }) => cluster.group !== null && cluster.nodes.length > 0)
    .sort((one, other) => other.cluster.nodes.length - one.cluster.nodes.length);
  const labels: GroupLabel[] = [];
  for (const { cluster, index } of clusters) {
    const group = cluster.group as string;
    const text = fitText(input.textOf(group), MOST_GROUP_WIDTH, input.measure);
    const place = input.scene.kind === 'circle' ? besideArc(input, index) : aboveHull(input, index);
    const box = boxOf(place, input.measure(text));
    if (labels.some((other) => overlaps(other.box, box))) continue;
    labels.push({ group, text, tint: cluster.tint, ...place, box });
  }
  return labels;
}

type Place = Point & Pick<GroupLabel, 'anchor'>;

function besideArc({ scene, view, room }: GroupLabelInput, index: number): Place {
  const arc = scene.arcs[index] ?? { from: 0, to: 0 };
  const angle = (arc.from + arc.to) / 2;
  const place = polar(angle, arcRadius(scene, view.k, room) + GROUP_GAP, view);
  const side = Math.sin(angle);
  // Near the top and the bottom a text that grows to one side would cover its own arc.
  if (Math.abs(side) < 0.25) return { ...place, anchor: 'middle' };
  return { ...place, anchor: side > 0 ? 'start' : 'end' };
}

function aboveHull({ scene, view }: GroupLabelInput, index: number): Place {
  const hull = hullOf(scene, view, index);
  const x0 = Math.min(...hull.map((point) => point[0]));
  const x1 = Math.max(...hull.map((point) => point[0]));
  const top = Math.min(...hull.map((point) => point[1]));
  return { x: (x0 + x1) / 2, y: top - HULL_MARGIN - GROUP_GAP, anchor: 'middle' };
}

function boxOf({ x, y, anchor }: Place, width: number): Box {
  const x0 = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { x0: x0 - 4, x1: x0 + width + 4, y0: y - GROUP_HEIGHT / 2, y1: y + GROUP_HEIGHT / 2 };
}

/** The outer nodes of a cluster in order, screen pixels; at least one when it has any. */
export function hullOf(scene: Scene, view: ViewTransform, index: number): [number, number][] {
  const points = (scene.clusters[index]?.nodes ?? []).map((place): [number, number] => {
    const { x, y } = toScreen(scene.nodes[place] ?? { x: 0, y: 0 }, view);
    return [x, y];
  });
  return polygonHull(points) ?? points;
}

/** The arcs outside the ring. */
export function arcMarks({
  scene,
  view,
  room,
}: Omit<GroupLabelInput, 'textOf' | 'measure'>): ArcMark[] {
  const radius = arcRadius(scene, view.k, room);
  return scene.arcs.map((arc, index) => ({
    group: arc.group,
    tint: scene.clusters[index]?.tint ?? -1,
    path: arcPath(arc.from, arc.to, radius, view),
  }));
}

function arcPath(from: number, to: number, radius: number, centre: Point): string {
  const start = polar(from, radius, centre);
  const end = polar(to, radius, centre);
  const large = to - from > Math.PI ? 1 : 0;
  const at = ({ x, y }: Point) => `${x.toFixed(1)},${y.toFixed(1)}`;
  return `M${at(start)}A${radius.toFixed(1)},${radius.toFixed(1)},0,${large},1,${at(end)}`;
}

/** The group whose name, arc or cluster is at a place of the screen. */
export function groupAt(
  input: Omit<GroupLabelInput, 'textOf' | 'measure'>,
  labels: readonly GroupLabel[],
  point: Point,
): string | null {
  const label = labels.find(
    ({ box }) => point.x > box.x0 && point.x < box.x1 && point.y > box.y0 && point.y < box.y1,
  );
  return label?.group ?? arcAt(input, point);
}

/** Pixels beside an arc that still count as on it. */
const ARC_REACH = 7;

function arcAt(
  { scene, view, room }: Omit<GroupLabelInput, 'textOf' | 'measure'>,
  point: Point,
): string | null {
  const radius = arcRadius(scene, view.k, room);
  const [dx, dy] = [point.x - view.x, point.y - view.y];
  if (Math.abs(Math.hypot(dx, dy) - radius) > ARC_REACH) return null;
  const angle = (Math.atan2(dx, -dy) + 2 * Math.PI) % (2 * Math.PI);
  // The first arc may begin a little before twelve o'clock.
  const on = scene.arcs.find((arc) => angle >= arc.from && angle <= arc.to);
  return on?.group ?? null;
}
