import { fitText, LABEL_HEIGHT } from './fit-text.ts';
import type { LabelInput, LabelRank, NodeLabel, Ranked } from './labels.ts';
import { Occupied } from './occupied.ts';
import { toScreen } from './points.ts';
import type { Box, Point } from './points.ts';
import type { NodeMark } from './scene.ts';
import { NODE_DISTANCE, nodeRadius } from './sizes.ts';

/** Widest name, and how short one is cut where there is no place for more. */
const MOST_WIDTH = 140;
const CUT_WIDTH = 72;

/** Widest name on average, in distances between nodes, at which names in clusters are shown. */
const SHARE = 1.2;

/** Plain names are not cut below this: what is left would tell no node from another. */
const LEAST_WIDTH = 56;

/** Up to this many nodes a name is tried for each, however close they stand. */
const FEW = 20;

/** Nodes around one, at zoom 1, up to which all are named. */
const MOST_SPOKES = 60;

/** Pixels between a mark and its name. */
const GAP = 2;

/** Pixels that a mark reaches beyond its radius: the line ends there, or a ring is around it. */
const SEAM = 2.5;
const RINGS: Partial<Record<LabelRank, number>> = { own: 5.5, hovered: 9, selected: 9 };

/** These are named even if that covers the mark of another node. */
const ALWAYS: ReadonlySet<LabelRank> = new Set([
  'hovered',
  'selected',
  'own',
  'cause',
  'down',
  'slow',
]);

/** Where a name may stand, seen from its mark; the first is the best. */
const DIRECTIONS: readonly { across: -1 | 0 | 1; down: -1 | 0 | 1 }[] = [
  { across: 0, down: 1 },
  { across: 0, down: -1 },
  { across: 1, down: 0 },
  { across: -1, down: 0 },
  { across: 1, down: 1 },
  { across: -1, down: 1 },
  { across: 1, down: -1 },
  { across: -1, down: -1 },
];

/** A place for a name: where its line is anchored, and what it covers. */
interface Place extends Point {
  anchor: NodeLabel['anchor'];
  box: Box;
}

/**
 * Names of nodes that don't stand on the ring: below, above or beside the mark, where they cover neither
 * a mark nor another name.
 * @param ranked the nodes to name, the most important first
 * @param marks all nodes whose marks must stay free
 */
export function freeLabels(
  ranked: readonly Ranked[],
  marks: readonly NodeMark[],
  input: LabelInput,
): NodeLabel[] {
  const width = plainWidth(input);
  const ranks = new Map(ranked.map(({ node, rank }) => [node, rank]));
  const reachOf = (node: NodeMark) => reach(ranks.get(node) ?? 'plain', input);
  const ground = {
    names: new Occupied(input.taken),
    marks: new Occupied(marks.map((node) => around(toScreen(node, input.view), reachOf(node)))),
  };
  return ranked.flatMap(({ node, rank }): NodeLabel[] => {
    const widths = rank !== 'plain' ? [MOST_WIDTH, CUT_WIDTH] : width === 0 ? [] : [width];
    const found = freePlace(node, rank, widths, ground, input);
    if (!found) return [];
    ground.names.add(found.place.box);
    const { x, y, anchor } = found.place;
    return [{ id: node.id, text: found.text, rank, x, y, angle: 0, anchor }];
  });
}

interface Ground {
  names: Occupied;
  marks: Occupied;
}

interface Found {
  text: string;
  place: Place;
}

/** The best place for a name, cut to the first of the widths that finds one. */
function freePlace(
  node: NodeMark,
  rank: LabelRank,
  widths: readonly number[],
  { names, marks }: Ground,
  input: LabelInput,
): Found | null {
  const at = toScreen(node, input.view);
  const away = reach(rank, input);
  let unseen: Found | null = null;
  let covering: (Found & { covered: number }) | null = null;
  for (const width of widths) {
    const text = fitText(input.nameOf(node.id), width, input.measure);
    const wide = input.measure(text) + 4;
    for (const direction of DIRECTIONS) {
      const place = placeAt(at, direction, away, wide);
      if (names.hits(place.box)) continue;
      if (!marks.hits(place.box)) {
        if (isWithin(place.box, input.stage)) return { text, place };
        unseen ??= { text, place };
      } else if (ALWAYS.has(rank)) {
        const covered = marks.count(place.box);
        if (!covering || covered < covering.covered) covering = { text, place, covered };
      }
    }
  }
  return unseen ?? covering;
}

/** @param away pixels that the mark reaches */
function placeAt(
  { x, y }: Point,
  { across, down }: (typeof DIRECTIONS)[number],
  away: number,
  width: number,
): Place {
  const line = LABEL_HEIGHT / 2;
  // Askew of a round mark a name may stand nearer.
  const near = across !== 0 && down !== 0 ? away * 0.7 : away + GAP;
  const middle = y + down * (near + line);
  if (across === 0) {
    const box = { x0: x - width / 2, x1: x + width / 2, y0: middle - line, y1: middle + line };
    return { x, y: middle, anchor: 'middle', box };
  }
  const start = x + across * (down === 0 ? near : near + GAP);
  const x0 = across > 0 ? start : start - width;
  const box = { x0, x1: x0 + width, y0: middle - line, y1: middle + line };
  return { x: start + 2 * across, y: middle, anchor: across > 0 ? 'start' : 'end', box };
}

function reach(rank: LabelRank, { scene, view }: LabelInput): number {
  return nodeRadius(scene, view.k) + (RINGS[rank] ?? SEAM);
}

function around({ x, y }: Point, radius: number): Box {
  return { x0: x - radius, x1: x + radius, y0: y - radius, y1: y + radius };
}

function isWithin({ x0, y0, x1, y1 }: Box, stage: LabelInput['stage']): boolean {
  return x0 >= 0 && y0 >= 0 && x1 <= stage.width && y1 <= stage.height;
}

/**
 * Widest name of a plain node; 0 where most would find no place: a few at random say less than none.
 * Where nodes are far enough apart for short names, long ones are cut.
 */
function plainWidth({ scene, view, nameOf, measure }: LabelInput): number {
  const { length } = scene.nodes;
  if (scene.kind === 'ego' && length > MOST_SPOKES * view.k && length > FEW) return 0;
  const widths = scene.nodes.map((node) => Math.min(MOST_WIDTH, measure(nameOf(node.id))));
  const average = widths.reduce((sum, width) => sum + width, 0) / Math.max(1, length);
  const room = NODE_DISTANCE * view.k * SHARE;
  if (average <= room) return MOST_WIDTH;
  if (length <= FEW) return Math.max(room, CUT_WIDTH);
  return room >= LEAST_WIDTH ? room : 0;
}
