import { RING_RADIUS } from './circle.ts';
import { FULL_TURN } from './points.ts';
import type { Box, ViewTransform } from './points.ts';
import type { Scene } from './scene.ts';

/** Distance of nodes that stand freely, in world units: what a map of so many nodes is scaled to. */
export const NODE_DISTANCE = 52;

/** Radius of a node's mark: smallest that can be hit, and largest that still looks like a point. */
const LEAST_RADIUS = 2.4;
const LEAST_MAP_RADIUS = 3.4;
const MOST_RADIUS = 7;

/** Space between the ring and the names, the names and the arc, the arc and the group's name. */
export const LABEL_GAP = 8;
export const ARC_GAP = 10;
export const GROUP_GAP = 14;

/** Widest node name on the ring, in pixels and as a share of the stage. */
const MOST_LABEL_ROOM = 116;
const LABEL_ROOM_SHARE = 0.17;
const CROWDED_SHARE = 0.09;

/** Node names are not cut below this for the groups' sake. */
export const LEAST_ROOM = 36;

/** Widest name of a group in pixels, and how short one is cut on a small stage. */
const MOST_GROUP_WIDTH = 150;
const LEAST_GROUP_WIDTH = 44;

/** Part of the stage that the ring takes, roughly: what is left beside names and arcs. */
const RING_SHARE = 0.65;

/** Least distance of neighbours on the ring at which all names are shown. */
export const LEAST_LABEL_DISTANCE = 10.5;

/** Space between what is drawn and the edge of the stage. */
const EDGE = 10;

/** Height of a group's name, and the least part of the stage that the ring gets in spite of long ones. */
const GROUP_HEIGHT = 18;
const LEAST_RING_SHARE = 0.16;

/** The same for the outermost circle around one node, where names stand within. */
const LEAST_EGO_SHARE = 0.22;

/** Pixels outside that circle: up to the groups' names, and where there are none, for the names of nodes. */
const EGO_OUTSIDE = 1.5 * GROUP_GAP;
const EGO_SPACE = 30;

/** Zoom that fitting and the hand may reach. */
export const LEAST_ZOOM = 0.2;
export const MOST_ZOOM = 12;

/** Largest zoom that fitting chooses by itself: few nodes must not become balloons. */
export const MOST_FIT_ZOOM = 1.6;

export interface Stage {
  width: number;
  height: number;
}

/** Pixels to keep free at each side. */
export interface Margin {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Radius of the nodes' marks in screen pixels. */
export function nodeRadius(scene: Pick<Scene, 'kind' | 'slot'>, zoom: number): number {
  if (scene.kind === 'ego') return Math.min(MOST_RADIUS, Math.max(3.6, 4.4 * Math.sqrt(zoom)));
  const distance =
    scene.kind === 'circle' ? neighbourDistance(scene.slot, zoom) : NODE_DISTANCE * zoom;
  const share = scene.kind === 'circle' ? 0.3 : 0.15;
  const least = scene.kind === 'map' ? LEAST_MAP_RADIUS : LEAST_RADIUS;
  return Math.min(MOST_RADIUS, Math.max(least, distance * share));
}

/** Pixels between two neighbours on the ring. */
export function neighbourDistance(slot: number, zoom: number): number {
  return slot * RING_RADIUS * zoom;
}

/** The name of a group outside the ring: the middle of its arc (radians from twelve o'clock), and its width. */
export interface GroupName {
  angle: number;
  width: number;
}

/**
 * Pixels that node names may take outside the ring.
 * @param widest name in pixels
 * @param slot angle between neighbours: where there is no room for all names, few get less
 * @param groups whose names stand outside those of the nodes
 */
export function labelRoom(
  widest: number,
  stage: Stage,
  slot = FULL_TURN,
  groups: readonly GroupName[] = [],
): number {
  const least = Math.min(stage.width, stage.height);
  const crowded = slot * (least / 2) * RING_SHARE < LEAST_LABEL_DISTANCE;
  const share = least * (crowded ? CROWDED_SHARE : LABEL_ROOM_SHARE);
  // On a small stage names give way: the ring can't become smaller, and the groups' names would be cut off.
  const left = ringRadius(stage, outsideRing(0), groups) - leastRadius(stage, LEAST_RING_SHARE);
  return Math.min(widest, MOST_LABEL_ROOM, share, Math.max(LEAST_ROOM, left));
}

/**
 * Widest name of a group in pixels that still leaves a ring, or the circles around one node, beside it.
 * @param widest name of a node
 */
export function groupRoom(stage: Stage, kind: Scene['kind'], widest: number): number {
  if (kind === 'map') return MOST_GROUP_WIDTH;
  const inner =
    kind === 'ego'
      ? leastRadius(stage, LEAST_EGO_SHARE) + EGO_OUTSIDE
      : leastRadius(stage, LEAST_RING_SHARE) + outsideRing(Math.min(widest, LEAST_ROOM));
  const left = stage.width / 2 - EDGE - inner;
  return Math.max(LEAST_GROUP_WIDTH, Math.min(MOST_GROUP_WIDTH, left));
}

function leastRadius(stage: Stage, share: number): number {
  return Math.min(stage.width, stage.height) * share;
}

/** Pixels from the ring to the groups' names. */
function outsideRing(room: number): number {
  return MOST_RADIUS + LABEL_GAP + room + ARC_GAP + GROUP_GAP;
}

/** Radius of the group arcs in screen pixels. */
export function arcRadius(scene: Pick<Scene, 'kind' | 'slot'>, zoom: number, room: number): number {
  return RING_RADIUS * zoom + nodeRadius(scene, zoom) + LABEL_GAP + room + ARC_GAP;
}

/**
 * Margins that leave room for names and arcs outside the ring, and for the groups' names outside those:
 * a name at the top needs its height, one at the side its width.
 * @param room for the nodes' names, see {@link labelRoom}
 * @param names of the groups
 */
export function ringMargin(stage: Stage, room: number, names: readonly GroupName[]): Margin {
  const radius = ringRadius(stage, outsideRing(room), names);
  return marginAround(stage, Math.max(radius, leastRadius(stage, LEAST_RING_SHARE)));
}

/** The same for the circles around one node. */
export function egoMargin(stage: Stage, names: readonly GroupName[]): Margin {
  const free = Math.min(stage.width, stage.height) / 2 - EDGE - EGO_SPACE;
  const radius = Math.min(free, ringRadius(stage, EGO_OUTSIDE, names));
  return marginAround(stage, Math.max(radius, leastRadius(stage, LEAST_EGO_SHARE)));
}

/** Largest radius that leaves `outside` pixels, and the groups' names outside of that, on the stage. */
function ringRadius(stage: Stage, outside: number, names: readonly GroupName[]): number {
  const [halfWidth, halfHeight] = [stage.width / 2 - EDGE, stage.height / 2 - EDGE];
  let radius = Math.min(halfWidth, halfHeight) - outside;
  for (const { angle, width } of names) {
    const [across, down] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
    if (across > 0.25) radius = Math.min(radius, (halfWidth - width) / across - outside);
    radius = Math.min(radius, (halfHeight - GROUP_HEIGHT / 2) / Math.max(down, 0.25) - outside);
  }
  return radius;
}

function marginAround(stage: Stage, radius: number): Margin {
  const [x, y] = [stage.width / 2 - radius, stage.height / 2 - radius];
  return { left: x, right: x, top: y, bottom: y };
}

/** Pixels that the zoom buttons take in the lower right corner, with the space around them. */
export const ZOOM_BUTTONS = { width: 112, height: 50 };

/** Where the zoom buttons are: what stands below them can't be read. */
export function buttonsBox({ width, height }: Stage): Box {
  return {
    ...{ x0: width - ZOOM_BUTTONS.width, x1: width },
    ...{ y0: height - ZOOM_BUTTONS.height, y1: height },
  };
}

/**
 * The view in which `bounds` fill what the margins leave of the stage.
 * @param most largest zoom
 */
export function fitView(
  bounds: Box,
  stage: Stage,
  margin: Margin,
  most: number = MOST_FIT_ZOOM,
): ViewTransform {
  const across = Math.max(1, bounds.x1 - bounds.x0);
  const down = Math.max(1, bounds.y1 - bounds.y0);
  const [width, height] = [
    stage.width - margin.left - margin.right,
    stage.height - margin.top - margin.bottom,
  ];
  const k = Math.min(most, Math.max(LEAST_ZOOM, Math.min(width / across, height / down)));
  return {
    k,
    x: margin.left + width / 2 - ((bounds.x0 + bounds.x1) / 2) * k,
    y: margin.top + height / 2 - ((bounds.y0 + bounds.y1) / 2) * k,
  };
}
