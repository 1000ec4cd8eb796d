import type { NodeId } from '../../../shared/ids.ts';
import type { GroupLabel } from '../../graph/group-labels.ts';
import { fitText } from '../../graph/labels.ts';
import type { LabelRank, NodeLabel } from '../../graph/labels.ts';
import { CELL, LEAST_NAMED } from '../../graph/matrix.ts';
import type { NoteMark } from '../../graph/notes.ts';
import type { MatrixFrame } from '../../graph/renderer.ts';
import type { Stage } from '../../graph/sizes.ts';
import type { Measure } from './measure.ts';

/** Distances from the matrix in pixels: of the groups' bars, of names, and half a group's name. */
const BAR_GAP = 7;
const NAME_GAP = 14;
const GROUP_WIDTH = 10;

/** Shortest bar beside which a group is named, pixels. */
const LEAST_BAR = 24;

/** Bars are bold like the names of nodes are not. */
const BOLD = 1.12;

export interface MatrixOverlayInput
  extends Pick<MatrixFrame, 'scene' | 'view' | 'hovered' | 'selected' | 'emphasis'> {
  stage: Stage;
  /** Pixels for the names of nodes. */
  room: number;
  nameOf: (id: NodeId) => string;
  groupName: (group: string) => string;
  measure: Measure;
}

/** What stands around the cells. */
export interface MatrixOverlayMarks {
  /** Bars of the groups, twice each: above and at the left; relative to the matrix. */
  bars: readonly { tint: number; from: number; length: number }[];
  texts: {
    groups: readonly GroupLabel[];
    labels: readonly NodeLabel[];
    notes: readonly NoteMark[];
  };
}

/** Names and bars around the matrix: only those that are on the stage and can be read. */
export function matrixOverlay(input: MatrixOverlayInput): MatrixOverlayMarks {
  const { scene, view } = input;
  const named = CELL * view.k >= LEAST_NAMED;
  const groupGap = (named ? NAME_GAP + input.room : BAR_GAP) + GROUP_WIDTH;
  const bars = scene.layout.bands
    .map(({ group, first, start, count }) => ({
      group,
      tint: scene.tints[first] ?? -1,
      from: start * view.k,
      length: count * CELL * view.k,
    }))
    .filter(({ length }) => length >= 1);
  const groups = bars.flatMap((bar) => groupTexts(bar, groupGap, input));
  const labels = [...groupsOfSide(bars, groupGap, input), ...nodeTexts(named, input)];
  const notes = [noteBelow(input)];
  return { bars, texts: { groups, labels: [...labels, ...remarks(input)], notes } };
}

const NOTE = 'row = who reports, column = whom; a half-open link shows in the row that denies it';

function noteBelow({ scene, view, measure }: MatrixOverlayInput): NoteMark {
  const whole = scene.layout.size * view.k;
  const [x, y] = [view.x + Math.max(whole, measure(NOTE)) / 2, view.y + whole + 16];
  const half = measure(NOTE) / 2;
  const box = { x0: x - half, x1: x + half, y0: y - 8, y1: y + 8 };
  return { text: NOTE, tone: 'plain', x, y, box };
}

interface Bar {
  group: string | null;
  tint: number;
  from: number;
  length: number;
}

const NO_BOX = { x0: 0, y0: 0, x1: 0, y1: 0 };

function groupText({ group, length }: Bar, { groupName, measure }: MatrixOverlayInput): string {
  if (group === null || length < LEAST_BAR) return '';
  return fitText(groupName(group), length, (text) => measure(text) * BOLD);
}

/** Names above. */
function groupTexts(bar: Bar, gap: number, input: MatrixOverlayInput): GroupLabel[] {
  const { view } = input;
  const text = groupText(bar, input);
  if (text === '' || bar.group === null) return [];
  const at = { x: view.x + bar.from + bar.length / 2, y: view.y - gap };
  return [{ group: bar.group, text, tint: bar.tint, ...at, anchor: 'middle', box: NO_BOX }];
}

/** Names at the left stand upright: as labels, which can be turned. */
function groupsOfSide(bars: readonly Bar[], gap: number, input: MatrixOverlayInput): NodeLabel[] {
  const { view } = input;
  return bars.flatMap((bar) => {
    const text = groupText(bar, input);
    if (text === '') return [];
    const at = { x: view.x - gap, y: view.y + bar.from + bar.length / 2 };
    const id = `group ${bar.group}` as NodeId;
    return [{ id, text, rank: 'cause', tint: bar.tint, ...at, angle: -90, anchor: 'middle' }];
  });
}

function nodeTexts(named: boolean, input: MatrixOverlayInput): NodeLabel[] {
  if (!named) return [];
  const { scene, view, stage, room, nameOf, measure } = input;
  const onStage = (at: number, size: number) => at > -CELL * view.k && at < size;
  return scene.layout.order.flatMap((id, row): NodeLabel[] => {
    const shift = ((scene.layout.starts[row] ?? 0) + CELL / 2) * view.k;
    const text = fitText(nameOf(id), room, measure);
    const rank: LabelRank = rankOf(id, row, input);
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
  { emphasis, hovered, selected }: MatrixOverlayInput,
): LabelRank {
  if (row === hovered.row || row === hovered.column) return 'hovered';
  if (row === selected.row || row === selected.column) return 'selected';
  return id === emphasis.own ? 'own' : 'plain';
}

/** Beside rows that are all wrong, and those that are pointed at while names don't fit. */
function remarks(input: MatrixOverlayInput): NodeLabel[] {
  const { scene, view, hovered, selected, nameOf, measure } = input;
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
    const text = `◂ ${fitText(nameOf(layout.order[row] as NodeId), 120, measure)}`;
    const x = view.x + layout.size * view.k + 6;
    return [{ id: layout.order[row] as NodeId, text, rank, x, y, angle: 0, anchor: 'start' }];
  });
}
