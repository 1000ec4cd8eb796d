import type { NodeId } from '../../shared/ids.ts';
import {
  LABEL_GAP,
  LEAST_LABEL_DISTANCE,
  neighbourDistance,
  NODE_DISTANCE,
  nodeRadius,
} from './sizes.ts';
import { angleOf, overlaps, polar, toScreen, FULL_TURN } from './points.ts';
import type { Box, ViewTransform } from './points.ts';
import type { NodeMark, Scene } from './scene.ts';

/** Height of a line of a node's name: closer names would touch. */
export const LABEL_HEIGHT = 12;

/** Widest name beside a node when it doesn't stand on the ring. */
const MOST_FREE_WIDTH = 140;

/** Pixels beyond the edge of the stage within which names are placed: panning needs no new ones at once. */
export const LABEL_MARGIN = 240;

/** Widest name on average, in distances between nodes, at which names in clusters are shown. */
const FREE_SHARE = 1.2;

/** Nodes around one, at zoom 1, up to which all are named. */
const MOST_SPOKES = 60;

/** Why a name is shown: decides its look, and who gives way when there is no room. */
export type LabelRank =
  | 'hovered'
  | 'selected'
  | 'own'
  | 'down'
  | 'slow'
  | 'cause'
  | 'seed'
  | 'plain';

export interface NodeLabel {
  id: NodeId;
  text: string;
  rank: LabelRank;
  /** Screen pixels. */
  x: number;
  y: number;
  /** Degrees, clockwise. */
  angle: number;
  anchor: 'start' | 'middle' | 'end';
  /** In the colour of a group, instead of that of its rank. */
  tint?: number;
}

export interface LabelInput {
  scene: Scene;
  view: ViewTransform;
  stage: { width: number; height: number };
  /** Pixels for names outside the ring. */
  room: number;
  /** A node's name as it may be shown. */
  nameOf(id: NodeId): string;
  /** Width of a text in pixels. */
  measure(text: string): number;
  rankOf(node: NodeMark): LabelRank;
  /** Where no name may be: the groups have theirs there. */
  taken: readonly Box[];
}

const RANKS: readonly LabelRank[] = [
  'hovered',
  'selected',
  'own',
  'cause',
  'down',
  'slow',
  'seed',
  'plain',
];

/** Names looked for room at most, beside those of plain nodes. */
const MOST_RANKED = 60;

/** The names to show and where; names that find no room are left out, the least important first. */
export function nodeLabels(input: LabelInput): NodeLabel[] {
  const ranked = input.scene.nodes
    .filter((node) => isOnStage(node, input))
    .map((node) => ({ node, rank: input.rankOf(node) }))
    .sort((one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank));
  const plain = ranked.findIndex(({ rank }) => rank === 'plain');
  const special = plain < 0 ? ranked.length : plain;
  // Hundreds of nodes that are down are no exception any more.
  if (special > MOST_RANKED) ranked.splice(MOST_RANKED, special - MOST_RANKED);
  return input.scene.kind === 'circle' && input.scene.nodes.length > 1
    ? ringLabels(ranked, input)
    : freeLabels(ranked, input);
}

type Ranked = { node: NodeMark; rank: LabelRank };

function isOnStage(node: NodeMark, { view, stage }: LabelInput): boolean {
  const { x, y } = toScreen(node, view);
  return (
    x > -LABEL_MARGIN &&
    y > -LABEL_MARGIN &&
    x < stage.width + LABEL_MARGIN &&
    y < stage.height + LABEL_MARGIN
  );
}

function ringLabels(ranked: readonly Ranked[], input: LabelInput): NodeLabel[] {
  const { scene, view } = input;
  const distance = neighbourDistance(scene.slot, view.k);
  const all = distance >= LEAST_LABEL_DISTANCE;
  const radius = distance / scene.slot;
  const taken: number[] = [];
  const labels: NodeLabel[] = [];
  for (const { node, rank } of ranked) {
    if (!all && rank === 'plain') continue;
    const angle = angleOf(node.x, node.y);
    if (!all && taken.some((other) => apart(angle, other) * radius < LABEL_HEIGHT)) continue;
    taken.push(angle);
    labels.push(ringLabel(node, rank, angle, input));
  }
  return labels;
}

function ringLabel(node: NodeMark, rank: LabelRank, angle: number, input: LabelInput): NodeLabel {
  const { scene, view } = input;
  const away = nodeRadius(scene, view.k) + LABEL_GAP;
  const place = polar(angle, away, toScreen(node, view));
  const right = angle < Math.PI;
  const degrees = (angle * 360) / FULL_TURN;
  return {
    id: node.id,
    text: fitText(input.nameOf(node.id), input.room, input.measure),
    rank,
    x: place.x,
    y: place.y,
    angle: right ? degrees - 90 : degrees - 270,
    anchor: right ? 'start' : 'end',
  };
}

/** Radians between two directions, 0 … π. */
function apart(one: number, other: number): number {
  const difference = Math.abs(one - other) % FULL_TURN;
  return Math.min(difference, FULL_TURN - difference);
}

/** Names below their nodes, as far as they don't cover each other or another node. */
function freeLabels(ranked: readonly Ranked[], input: LabelInput): NodeLabel[] {
  const { scene, view } = input;
  const radius = nodeRadius(scene, view.k);
  const taken: Box[] = [...input.taken];
  const crowded = isCrowded(input);
  const marks = ranked.map(({ node }) => ({ node, ...toScreen(node, view) }));
  const labels: NodeLabel[] = [];
  for (const { node, rank } of ranked) {
    if (crowded && rank === 'plain') continue;
    const { x, y } = toScreen(node, view);
    const text = fitText(input.nameOf(node.id), MOST_FREE_WIDTH, input.measure);
    const half = input.measure(text) / 2 + 2;
    const top = y + radius + 4;
    const box = { x0: x - half, x1: x + half, y0: top, y1: top + LABEL_HEIGHT };
    const covers = (mark: { x: number; y: number }) =>
      overlaps(box, {
        x0: mark.x - radius,
        x1: mark.x + radius,
        y0: mark.y - radius,
        y1: mark.y + radius,
      });
    if (taken.some((other) => overlaps(box, other))) continue;
    if (rank === 'plain' && marks.some((mark) => mark.node !== node && covers(mark))) continue;
    taken.push(box);
    labels.push({
      id: node.id,
      text,
      rank,
      x,
      y: top + LABEL_HEIGHT / 2,
      angle: 0,
      anchor: 'middle',
    });
  }
  return labels;
}

/** Whether most names would find no room: a few at random say less than none. */
function isCrowded({ scene, view, nameOf, measure }: LabelInput): boolean {
  if (scene.kind === 'ego' && scene.nodes.length > MOST_SPOKES * view.k) return true;
  const widths = scene.nodes.map((node) => Math.min(MOST_FREE_WIDTH, measure(nameOf(node.id))));
  const average = widths.reduce((sum, width) => sum + width, 0) / Math.max(1, widths.length);
  return average > NODE_DISTANCE * view.k * FREE_SHARE;
}

/**
 * A text that is at most `width` pixels wide. Names are cut in the middle, because what tells
 * `worker-eu-west-17` from its neighbours is often at the end.
 */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  let low = 1;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(cutMiddle(characters, middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return cutMiddle(characters, low);
}

function cutMiddle(characters: readonly string[], keep: number): string {
  const tail = Math.floor(keep * 0.45);
  const head = characters.slice(0, keep - tail).join('');
  return `${head}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}
