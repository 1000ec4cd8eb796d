import { isUnresolved, RESOLUTION } from '../../shared/resolution.ts';
import { isCut } from './canvas-aggregates.ts';
import { clusterMiddle, standsTogether } from './group-labels.ts';
import { milliseconds } from './node-colours.ts';
import { overlaps, toScreen } from './points.ts';
import type { Box, Point, ViewTransform } from './points.ts';
import type { Scene } from './scene.ts';

/** A small remark on the picture: the round trip of a ring or between two clusters, a cut. */
export interface NoteMark {
  text: string;
  /** `broken`: something is wrong there. */
  tone: 'plain' | 'broken';
  /** Middle of the text, screen pixels. */
  x: number;
  y: number;
  box: Box;
}

const HEIGHT = 16;

/** Numbers as the panels write them. */
const whole = new Intl.NumberFormat('en-GB');

/** Remarks on trunks, at most: the largest ones. */
const MOST_TRUNK_NOTES = 24;

/** Shortest trunk that is remarked on, pixels: below, its clusters nearly touch. */
const LEAST_TRUNK = 150;

/** Up to this many nodes the links themselves are drawn, and need no remarks. */
const LEAST_AGGREGATED = 36;

export interface NoteInput {
  scene: Scene;
  view: ViewTransform;
  measure(text: string): number;
  /** Where no remark may be. */
  taken: readonly Box[];
}

/** The remarks that find room: cuts first, then the largest trunks. */
export function notesOf(input: NoteInput): NoteMark[] {
  return input.scene.kind === 'ego' ? ringNotes(input) : trunkNotes(input);
}

function ringNotes({ scene, view, measure }: NoteInput): NoteMark[] {
  return scene.rings.map(({ label, radius }) =>
    noteAt(label, 'plain', { x: view.x, y: view.y - radius * view.k }, measure),
  );
}

function trunkNotes({ scene, view, measure, taken }: NoteInput): NoteMark[] {
  if (scene.nodes.length < LEAST_AGGREGATED) return [];
  const cuts = scene.trunks.filter((trunk) => isCut(scene, trunk));
  const plain = scene.trunks.filter((trunk) => trunk.median !== null && !cuts.includes(trunk));
  const together = scene.clusters.map((_, index) => standsTogether(scene, index));
  const ranked = [...cuts, ...plain.sort((one, other) => other.count - one.count)];
  const notes: NoteMark[] = [];
  for (const { from, to, broken, count, median } of ranked.slice(0, MOST_TRUNK_NOTES)) {
    const [a, b] = [clusterMiddle(scene, from), clusterMiddle(scene, to)];
    const cut = isCut(scene, { broken, count });
    // Between groups that are spread over the map there is no way that could be remarked on.
    if (!together[from] || !together[to]) continue;
    const apart = Math.hypot(a.x - b.x, a.y - b.y) * view.k;
    if (!cut && apart < LEAST_TRUNK) continue;
    const text = cut
      ? `${whole.format(broken)} / ${whole.format(count)} broken`
      : tripText(median ?? 0);
    const middle = toScreen({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, view);
    const note = noteAt(text, cut ? 'broken' : 'plain', middle, measure);
    const hidden = [...taken, ...notes.map(({ box }) => box)].some((box) =>
      overlaps(box, note.box),
    );
    if (!hidden) notes.push(note);
  }
  return notes;
}

function tripText(ms: number): string {
  return isUnresolved(ms) ? `< ${RESOLUTION} ms` : `${milliseconds(ms)} ms`;
}

function noteAt(
  text: string,
  tone: NoteMark['tone'],
  at: Point,
  measure: (text: string) => number,
): NoteMark {
  const half = measure(text) / 2 + 5;
  const box = { x0: at.x - half, x1: at.x + half, y0: at.y - HEIGHT / 2, y1: at.y + HEIGHT / 2 };
  return { text, tone, x: at.x, y: at.y, box };
}
