import { polygonContains, polygonHull } from 'd3';
import { EGO_RADIUS } from './ego.ts';
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
  /** SVG path in screen pixels, and what it is made of: radians from twelve o'clock. */
  path: string;
  from: number;
  to: number;
  radius: number;
}

export interface GroupLabelInput {
  scene: Scene;
  view: ViewTransform;
  room: number;
  /** `eg_receivers · 3`, given a group. */
  textOf(group: string): string;
  measure(text: string): number;
}

/** Names looked for room, and arcs drawn, at most: a node may claim thousands of groups. */
const MOST_GROUPS = 120;
const MOST_ARCS = 240;

/** Names of all groups that find room; larger groups win. */
export function groupLabels(input: GroupLabelInput): GroupLabel[] {
  const clusters = input.scene.clusters
    .map((cluster, index) => ({ cluster, index }))
    .filter(({ cluster }) => cluster.group !== null && cluster.nodes.length > 0)
    .filter(({ index }) => input.scene.kind !== 'map' || standsTogether(input.scene, index))
    .sort((one, other) => other.cluster.nodes.length - one.cluster.nodes.length)
    .slice(0, MOST_GROUPS);
  const labels: GroupLabel[] = [];
  for (const { cluster, index } of clusters) {
    const group = cluster.group as string;
    const text = fitText(input.textOf(group), MOST_GROUP_WIDTH, input.measure);
    const place = input.scene.kind === 'map' ? aboveHull(input, index) : besideArc(input, index);
    const box = boxOf(place, input.measure(text));
    if (labels.some((other) => overlaps(other.box, box))) continue;
    labels.push({ group, text, tint: cluster.tint, ...place, box });
  }
  return labels;
}

/** Screen radius outside which the groups' names stand. */
function outerRadius(scene: Scene, zoom: number, room: number): number {
  return scene.kind === 'ego' ? EGO_RADIUS * zoom + GROUP_GAP / 2 : arcRadius(scene, zoom, room);
}

type Place = Point & Pick<GroupLabel, 'anchor'>;

function besideArc({ scene, view, room }: GroupLabelInput, index: number): Place {
  const arc = scene.arcs[index] ?? { from: 0, to: 0 };
  const angle = (arc.from + arc.to) / 2;
  const place = polar(angle, outerRadius(scene, view.k, room) + GROUP_GAP, view);
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

/** The middle of a cluster's nodes, world units; nodes far away from the others don't pull it. */
export function clusterMiddle(scene: Scene, index: number): Point {
  const nodes = (scene.clusters[index]?.nodes ?? []).flatMap((place) => scene.nodes[place] ?? []);
  if (nodes.length === 0) return { x: 0, y: 0 };
  return { x: medianBy(nodes, ({ x }) => x), y: medianBy(nodes, ({ y }) => y) };
}

/** A node this many times as far from its cluster's middle as the usual one is, is left out of the hull. */
const OUTLIER = 3.2;

/**
 * The outer nodes of a cluster in order, screen pixels; at least one when it has any. A node far from
 * the others is not among them: a hull that reached it would cover what doesn't belong to the group.
 */
export function hullOf(scene: Scene, view: ViewTransform, index: number): [number, number][] {
  const nodes = (scene.clusters[index]?.nodes ?? []).flatMap((place) => scene.nodes[place] ?? []);
  const points = gathered(nodes).map((node): [number, number] => {
    const { x, y } = toScreen(node, view);
    return [x, y];
  });
  return polygonHull(points) ?? points;
}

/** A group stands together when this part of the nodes within its hull are its own. */
const OWN_SHARE = 0.6;

/**
 * Whether the nodes of a cluster stand together on a map. Groups needn't be places: of one that is spread
 * over the whole map a hull would tell nothing, and cover everything.
 */
export function standsTogether(scene: Scene, index: number): boolean {
  const own = scene.clusters[index]?.nodes ?? [];
  if (own.length < 3) return true;
  const hull = hullOf(scene, { k: 1, x: 0, y: 0 }, index);
  const members = new Set(own);
  let others = 0;
  scene.nodes.forEach((node, place) => {
    if (!members.has(place) && polygonContains(hull, [node.x, node.y])) others += 1;
  });
  return own.length / (own.length + others) >= OWN_SHARE;
}

function gathered<Node extends Point>(nodes: readonly Node[]): readonly Node[] {
  if (nodes.length < 4) return nodes;
  const middle = { x: medianBy(nodes, ({ x }) => x), y: medianBy(nodes, ({ y }) => y) };
  const away = (node: Point) => Math.hypot(node.x - middle.x, node.y - middle.y);
  const limit = medianBy(nodes, away) * OUTLIER;
  return nodes.filter((node) => away(node) <= limit);
}

function medianBy<Node>(nodes: readonly Node[], valueOf: (node: Node) => number): number {
  const values = nodes.map(valueOf).sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

/** The arcs outside the ring. */
export function arcMarks({
  scene,
  view,
  room,
}: Omit<GroupLabelInput, 'textOf' | 'measure'>): ArcMark[] {
  const radius = outerRadius(scene, view.k, room);
  if (scene.kind !== 'circle') return [];
  return scene.arcs.slice(0, MOST_ARCS).map((arc, index) => ({
    group: arc.group,
    tint: scene.clusters[index]?.tint ?? -1,
    path: arcPath(arc.from, arc.to, radius, view),
    from: arc.from,
    to: arc.to,
    radius,
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
  const radius = outerRadius(scene, view.k, room);
  const [dx, dy] = [point.x - view.x, point.y - view.y];
  if (Math.abs(Math.hypot(dx, dy) - radius) > ARC_REACH) return null;
  const angle = (Math.atan2(dx, -dy) + 2 * Math.PI) % (2 * Math.PI);
  // The first arc may begin a little before twelve o'clock.
  const on = scene.arcs.find((arc) => angle >= arc.from && angle <= arc.to);
  return on?.group ?? null;
}
