import { polygonContains, polygonHull } from 'd3';
import { EGO_RADIUS } from './ego.ts';
import { arcRadius, GROUP_GAP, nodeRadius } from './sizes.ts';
import type { Stage } from './sizes.ts';
import { Occupied } from './occupied.ts';
import { overlaps, polar, toScreen } from './points.ts';
import type { Box, Point, ViewTransform } from './points.ts';
import type { Scene } from './scene.ts';

/** Height of the line of a group's name. */
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

/** Where groups are on the screen. */
export interface GroupPlaces {
  scene: Scene;
  view: ViewTransform;
  /** Pixels for the names of nodes outside the ring. */
  room: number;
}

export interface GroupLabelInput extends GroupPlaces {
  stage: Stage;
  /** Widest name in pixels. */
  widest: number;
  /** Where no name may be. */
  taken: readonly Box[];
  /** `eg_receivers · 3`, given a group and the pixels that it may take. */
  textOf(group: string, width: number): string;
  measure(text: string): number;
}

/** Names looked for room, and arcs drawn, at most: a node may claim thousands of groups. */
const MOST_GROUPS = 120;
const MOST_ARCS = 240;

/** Names of all groups that find room; larger groups win. */
export function groupLabels(input: GroupLabelInput): GroupLabel[] {
  const { scene, view } = input;
  const clusters = scene.clusters
    .map((cluster, index) => ({ cluster, index }))
    .filter(({ cluster }) => cluster.group !== null && cluster.nodes.length > 0)
    .filter(({ index }) => scene.kind !== 'map' || standsTogether(scene, index))
    .sort((one, other) => other.cluster.nodes.length - one.cluster.nodes.length)
    .slice(0, MOST_GROUPS);
  const marks = scene.kind === 'map' ? marksOf(scene, view) : new Occupied();
  const labels: GroupLabel[] = [];
  for (const { cluster, index } of clusters) {
    const group = cluster.group as string;
    const text = input.textOf(group, input.widest);
    const width = input.measure(text);
    const places =
      scene.kind === 'map' ? besideHull(input, index, width) : [besideArc(input, index)];
    const free = places
      .map((place) => ({ ...place, box: boxOf(place, width) }))
      .filter(
        ({ box }) =>
          ![...input.taken, ...labels.map((label) => label.box)].some((other) =>
            overlaps(other, box),
          ),
      );
    const best = leastCovering(free, marks);
    if (best) labels.push({ group, text, tint: cluster.tint, ...best });
  }
  return labels;
}

/** Where the nodes' marks are on the screen. */
export function marksOf(scene: Scene, view: ViewTransform): Occupied {
  const radius = nodeRadius(scene, view.k) + 1;
  return new Occupied(
    scene.nodes.map((node) => {
      const { x, y } = toScreen(node, view);
      return { x0: x - radius, x1: x + radius, y0: y - radius, y1: y + radius };
    }),
  );
}

/** The first place that covers no mark, else the one that covers the fewest. */
function leastCovering<Place extends { box: Box }>(
  places: readonly Place[],
  marks: Occupied,
): Place | undefined {
  const ranked = places.map((place) => ({ place, covered: marks.count(place.box) }));
  const least = Math.min(...ranked.map(({ covered }) => covered));
  return ranked.find(({ covered }) => covered === least)?.place;
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

/** Above, below and beside a cluster; moved into the stage where the cluster is on it. */
function besideHull(
  { scene, view, stage }: GroupLabelInput,
  index: number,
  width: number,
): Place[] {
  const hull = hullOf(scene, view, index);
  const away = HULL_MARGIN + GROUP_GAP;
  const x0 = Math.min(...hull.map((point) => point[0]));
  const x1 = Math.max(...hull.map((point) => point[0]));
  const above = Math.min(...hull.map((point) => point[1])) - away;
  const below = Math.max(...hull.map((point) => point[1])) + away;
  const [x, y] = [(x0 + x1) / 2, (above + below) / 2];
  const onStage = x1 > 0 && x0 < stage.width;
  const least = width / 2 + 4;
  const middle = onStage ? Math.max(least, Math.min(stage.width - least, x)) : x;
  const places: Place[] = [above, below].map((line) => ({ x: middle, y: line, anchor: 'middle' }));
  places.push({ x: x1 + away, y, anchor: 'start' }, { x: x0 - away, y, anchor: 'end' });
  for (const line of [above, below]) {
    places.push({ x, y: line, anchor: 'start' }, { x, y: line, anchor: 'end' });
  }
  const seen = places.filter((place) => isWithin(boxOf(place, width), stage));
  return [...seen, ...places.filter((place) => !seen.includes(place))];
}

function isWithin({ x0, y0, x1, y1 }: Box, stage: Stage): boolean {
  return x0 >= 0 && y0 >= 0 && x1 <= stage.width && y1 <= stage.height;
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
export function arcMarks({ scene, view, room }: GroupPlaces): ArcMark[] {
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
  input: GroupPlaces,
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

function arcAt({ scene, view, room }: GroupPlaces, point: Point): string | null {
  const radius = outerRadius(scene, view.k, room);
  const [dx, dy] = [point.x - view.x, point.y - view.y];
  if (Math.abs(Math.hypot(dx, dy) - radius) > ARC_REACH) return null;
  const angle = (Math.atan2(dx, -dy) + 2 * Math.PI) % (2 * Math.PI);
  // The first arc may begin a little before twelve o'clock.
  const on = scene.arcs.find((arc) => angle >= arc.from && angle <= arc.to);
  return on?.group ?? null;
}
