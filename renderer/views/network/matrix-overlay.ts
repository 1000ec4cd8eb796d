import type { NodeId } from '../../../shared/ids.ts';
import type { GroupLabel } from '../../graph/group-labels.ts';
import { fitText } from '../../graph/fit-text.ts';
import type { LabelRank, NodeLabel } from '../../graph/labels.ts';
import { CELL, LEAST_NAMED } from '../../graph/matrix.ts';
import type { NoteMark } from '../../graph/notes.ts';
import type { MatrixFrame } from '../../graph/renderer.ts';
import type { Stage } from '../../graph/sizes.ts';
import { count } from '../../state/format.ts';
import { NOTE_LINE } from './matrix-places.ts';
import type { MatrixPlaces } from './matrix-places.ts';
import type { Measure } from './measure.ts';

/** Distances from the matrix in pixels: of the groups' bars, of names, and half a group's name. */
const BAR_GAP = 7;
const NAME_GAP = 14;
const GROUP_WIDTH = 10;

/** Least room in which a group is named, and between two names, pixels. */
const LEAST_GROUP = 24;
const GROUP_APART = 10;

/** Least room for a name at the right: with less, the arrow is alone. */
const LEAST_REMARK = 24;

/** Bars are bold like the names of nodes are not. */
const BOLD = 1.12;

export interface MatrixOverlayInput
  extends Pick<MatrixFrame, 'scene' | 'view' | 'hovered' | 'selected' | 'emphasis'> {
  stage: Stage;
  places: Pick<MatrixPlaces, 'room' | 'remarkRoom' | 'note'>;
  nameOf: (id: NodeId) => string;
  groupName: (group: string) => string;
  measure: Measure;
}

/** What stands around the cells. */
export interface MatrixOverlayMarks {
  /** Bars of the groups, twice each: above and at the left; relative to the matrix. */
  bars: readonly Bar[];
  texts: {
    groups: readonly GroupLabel[];
    labels: readonly NodeLabel[];
    notes: readonly NoteMark[];
  };
}

/** Names and bars around the matrix: only those that are on the stage and can be read. */
export function matrixOverlay(input: MatrixOverlayInput): MatrixOverlayMarks {
  const named = CELL * input.view.k >= LEAST_NAMED;
  const groupGap = (named ? NAME_GAP + input.places.room : BAR_GAP) + GROUP_WIDTH;
  const bars = namedBars(input);
  const groups = bars.flatMap((bar) => groupTexts(bar, groupGap, input));
  const labels = [...groupsOfSide(bars, groupGap, input), ...nodeTexts(named, input)];
  return { bars, texts: { groups, labels: [...labels, ...remarks(input)], notes: notes(input) } };
}

/** The note below: in the middle of the matrix, as far as that leaves the zoom buttons free. */
function notes({ scene, view, places, measure }: MatrixOverlayInput): NoteMark[] {
  const whole = scene.layout.size * view.k;
  const { lines, from, to } = places.note;
  const width = Math.max(...lines.map((line) => measure(line)));
  const start = Math.max(from, Math.min((whole - width) / 2, to - width));
  return lines.map((text, index) => {
    const x = view.x + start + width / 2;
    const y = view.y + whole + 16 + index * NOTE_LINE;
    const half = measure(text) / 2;
    const box = { x0: x - half, x1: x + half, y0: y - 8, y1: y + 8 };
    return { text, tone: 'plain', x, y, box };
  });
}

/** The bar of a group beside its rows, pixels from the first row. */
interface Bar {
  group: string | null;
  tint: number;
  from: number;
  length: number;
  /** The group's name as far as it has room; '' without. */
  text: string;
}

const NO_BOX = { x0: 0, y0: 0, x1: 0, y1: 0 };

/**
 * The bars with the names of their groups. A name may be longer than its bar, as long as it leaves the next
 * one as much room as that one's bar has.
 */
function namedBars({ scene, view, groupName, measure }: MatrixOverlayInput): Bar[] {
  const wide: Measure = (text) => measure(text) * BOLD;
  const bars = scene.layout.bands
    .map(({ group, first, start, count: nodes }) => ({
      group,
      nodes,
      tint: scene.tints[first] ?? -1,
      from: start * view.k,
      length: nodes * CELL * view.k,
      name: group === null ? '' : groupName(group),
    }))
    .filter(({ length }) => length >= 1);
  let reached = -GROUP_APART;
  return bars.map(({ nodes, name, ...bar }, index): Bar => {
    if (name === '') return { ...bar, text: '' };
    const middle = bar.from + bar.length / 2;
    const next = bars[index + 1];
    const used = next ? Math.min(next.length, wide(withCount(next.name, next.nodes))) : 0;
    const end = next
      ? next.from + (next.length - used) / 2 - GROUP_APART
      : bar.from + bar.length + GROUP_APART;
    const room = Math.max(bar.length, 2 * Math.min(middle - reached, end - middle));
    const text = groupText(name, nodes, room, wide);
    if (text !== '') reached = middle + wide(text) / 2 + GROUP_APART;
    return { ...bar, text };
  });
}

const withCount = (name: string, nodes: number) => (name === '' ? '' : `${name} · ${count(nodes)}`);

/** With its nodes counted, else the name alone, else cut. */
function groupText(name: string, nodes: number, room: number, measure: Measure): string {
  const whole = withCount(name, nodes);
  if (measure(whole) <= room) return whole;
  if (measure(name) <= room) return name;
  return room < LEAST_GROUP ? '' : fitText(name, room, measure);
}

/** Names above. */
function groupTexts(bar: Bar, gap: number, { view }: MatrixOverlayInput): GroupLabel[] {
  const { group, text, tint } = bar;
  if (text === '' || group === null) return [];
  const at = { x: view.x + bar.from + bar.length / 2, y: view.y - gap };
  return [{ group, text, tint, ...at, anchor: 'middle', box: NO_BOX }];
}

/** Names at the left stand upright: as labels, which can be turned. */
function groupsOfSide(
  bars: readonly Bar[],
  gap: number,
  { view }: MatrixOverlayInput,
): NodeLabel[] {
  return bars.flatMap(({ group, text, tint, from, length }) => {
    if (text === '') return [];
    const at = { x: view.x - gap, y: view.y + from + length / 2 };
    const id = `group ${group}` as NodeId;
    return [{ id, text, rank: 'cause', tint, ...at, angle: -90, anchor: 'middle' }];
  });
}

function nodeTexts(named: boolean, input: MatrixOverlayInput): NodeLabel[] {
  if (!named) return [];
  const { scene, view, stage, places, nameOf, measure } = input;
  const onStage = (at: number, size: number) => at > -CELL * view.k && at < size;
  const wrong = new Map(scene.remarks.map(({ row, state }) => [row, state]));
  return scene.layout.order.flatMap((id, row): NodeLabel[] => {
    const shift = ((scene.layout.starts[row] ?? 0) + CELL / 2) * view.k;
    const text = fitText(nameOf(id), places.room, measure);
    const rank = rankOf(id, row, wrong.get(row), input);
    const left = { x: view.x - NAME_GAP, y: view.y + shift };
    const above = { x: view.x + shift, y: view.y - NAME_GAP };
    return [
      ...(onStage(left.y, stage.height)
        ? [{ id, text, rank, ...left, angle: 0, anchor: 'end' as const }]
        : []),
      ...(onStage(above.x, stage.width)
        ? [{ id, text, rank, ...above, angle: -90, anchor: 'start' as const }]
        : []),
    ];
  });
}

function rankOf(
  id: NodeId,
  row: number,
  wrong: LabelRank | undefined,
  { emphasis, hovered, selected }: MatrixOverlayInput,
): LabelRank {
  if (row === hovered.row || row === hovered.column) return 'hovered';
  if (row === selected.row || row === selected.column) return 'selected';
  return wrong ?? (id === emphasis.own ? 'own' : 'plain');
}

/** Arrows at rows that are all wrong, and at those that are pointed at; with names where they have room. */
function remarks(input: MatrixOverlayInput): NodeLabel[] {
  const { scene, view, hovered, selected, places, nameOf, measure } = input;
  const { layout } = scene;
  const wanted = new Map<number, LabelRank>(
    scene.remarks.map(({ row, state }) => [row, state] as const),
  );
  for (const row of [selected.row, selected.column]) if (row >= 0) wanted.set(row, 'selected');
  for (const row of [hovered.row, hovered.column]) if (row >= 0) wanted.set(row, 'hovered');
  const taken: number[] = [];
  return [...wanted].reverse().flatMap(([row, rank]): NodeLabel[] => {
    const y = view.y + ((layout.starts[row] ?? 0) + CELL / 2) * view.k;
    if (taken.some((other) => Math.abs(other - y) < 13)) return [];
    taken.push(y);
    const id = layout.order[row] as NodeId;
    const { remarkRoom } = places;
    // Then there are names at the left.
    const alone = remarkRoom < LEAST_REMARK;
    const text = alone ? '◂' : `◂ ${fitText(nameOf(id), remarkRoom, measure)}`;
    const x = view.x + layout.size * view.k + 6;
    return [{ id, text, rank, x, y, angle: 0, anchor: 'start' }];
  });
}
