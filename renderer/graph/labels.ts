import type { NodeId } from '../../shared/ids.ts';
import { fitText, LABEL_HEIGHT } from './fit-text.ts';
import { freeLabels } from './free-labels.ts';
import { LABEL_GAP, LEAST_LABEL_DISTANCE, neighbourDistance, nodeRadius } from './sizes.ts';
import { angleOf, polar, toScreen, FULL_TURN } from './points.ts';
import type { Box, ViewTransform } from './points.ts';
import type { NodeMark, Scene } from './scene.ts';

/** Pixels beyond the edge of the stage within which names are placed: panning needs no new ones at once. */
export const LABEL_MARGIN = 240;

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
  const marks = input.scene.nodes.filter((node) => isOnStage(node, input));
  const ranked = marks
    .map((node) => ({ node, rank: input.rankOf(node) }))
    .sort((one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank));
  const plain = ranked.findIndex(({ rank }) => rank === 'plain');
  const special = plain < 0 ? ranked.length : plain;
  // Hundreds of nodes that are down are no exception any more.
  if (special > MOST_RANKED) ranked.splice(MOST_RANKED, special - MOST_RANKED);
  return input.scene.kind === 'circle' && input.scene.nodes.length > 1
    ? ringLabels(ranked, input)
    : freeLabels(ranked, marks, input);
}

/** A node and why its name is shown. */
export interface Ranked {
  node: NodeMark;
  rank: LabelRank;
}

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
