import type { NodeId } from '../../shared/ids.ts';
import { CODE } from './codes.ts';
import type { Tints } from './colours.ts';
import { tripShare } from './measured.ts';
import type { TripScale } from './measured.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';
import type { MeshTable } from './table.ts';

/** World size of one cell. */
export const CELL = 10;

/** Smallest cell in pixels beside which a name fits. */
export const LEAST_NAMED = 11;

/** Gap between two groups in cells: wider where cells are small, so that it can still be seen. */
const LEAST_GAP = 0.5;
const MOST_GAP = 2;
const GAP_PER_NODE = 1 / 110;

/** Above this many groups there are no gaps: they would be more than the cells. */
const MOST_GAPS = 48;

/** The rows (and columns) of one group. */
export interface MatrixBand {
  group: string | null;
  /** First row and number of rows. */
  first: number;
  count: number;
  /** World position of the first row. */
  start: number;
}

export interface MatrixLayout {
  kind: 'matrix';
  order: readonly NodeId[];
  rows: ReadonlyMap<NodeId, number>;
  /** World position of each row's upper edge; columns alike. */
  starts: readonly number[];
  bands: readonly MatrixBand[];
  /** World width and height. */
  size: number;
}

/** Rows and columns in the order of the sectors, with a gap between groups. */
export function matrixLayout(sectors: readonly Sector[]): MatrixLayout {
  const order: NodeId[] = [];
  const starts: number[] = [];
  const bands: MatrixBand[] = [];
  const count = sectors.reduce((sum, sector) => sum + sector.members.length, 0);
  const wide = CELL * Math.min(MOST_GAP, Math.max(LEAST_GAP, count * GAP_PER_NODE));
  const gap = sectors.length > MOST_GAPS ? 0 : wide;
  let reached = 0;
  for (const { group, members } of sectors) {
    bands.push({ group, first: order.length, count: members.length, start: reached });
    for (const id of members) {
      order.push(id);
      starts.push(reached);
      reached += CELL;
    }
    reached += gap;
  }
  const rows = new Map(order.map((id, row) => [id, row]));
  return { kind: 'matrix', order, rows, starts, bands, size: Math.max(0, reached - gap) };
}

/** The matrix: the table of all pairs, laid out. */
export interface MatrixScene {
  layout: MatrixLayout;
  /** Row = who reports, column = of whom; in the order of the layout. */
  table: MeshTable;
  /** How far apart, 0 = short … 255 = long, by row × size + column; 0 where not measured. */
  far: Uint8Array;
  /** Rows that are all wrong: nodes that are down, or slow to many. */
  remarks: readonly { row: number; state: 'down' | 'slow' }[];
  /** Colours of the rows, by tint of their group. */
  tints: readonly number[];
}

/** A row is remarked as slow from this part of slow links on. */
const SLOW_SHARE = 0.3;

/** Rows remarked at once; more say nothing. */
const MOST_REMARKS = 12;

/**
 * The adjacency matrix: row = who reports, column = of whom. A half-open link is one faulty cell, in
 * the row of the node that denies it; its mirror is healthy.
 */
export function buildMatrix(
  layout: MatrixLayout,
  table: MeshTable,
  scale: TripScale,
  tints: Tints,
): MatrixScene {
  const far = new Uint8Array(table.size * table.size);
  for (let row = 0; row < table.size; row++) {
    for (let column = row + 1; column < table.size; column++) {
      const trip = table.trips[row * table.size + column]!;
      if (!(trip >= 0)) continue;
      const share = Math.round(255 * tripShare(scale, trip));
      far[row * table.size + column] = share;
      far[column * table.size + row] = share;
    }
  }
  const rowTints = layout.bands.flatMap(({ group, count }) =>
    new Array<number>(count).fill(group === null ? -1 : (tints.get(group) ?? -1)),
  );
  return { layout, table, far, remarks: remarksOf(table), tints: rowTints };
}

function remarksOf({ size, states }: MeshTable): MatrixScene['remarks'] {
  const remarks: { row: number; state: 'down' | 'slow' }[] = [];
  for (let row = 0; row < size && remarks.length < MOST_REMARKS; row++) {
    let [down, slow, links] = [0, 0, 0];
    for (const code of states.subarray(row * size, (row + 1) * size)) {
      if (code === 0) continue;
      links += 1;
      if (code === CODE.down) down += 1;
      else if (code === CODE.slow) slow += 1;
    }
    if (links > 1 && down === links) remarks.push({ row, state: 'down' });
    else if (links > 1 && slow / links >= SLOW_SHARE) remarks.push({ row, state: 'slow' });
  }
  return remarks;
}

/** Neighbouring cells of one row that look the same. */
export interface CellRun {
  row: number;
  column: number;
  length: number;
  code: number;
  /** 0 = short … 1 = long. */
  far: number;
}

/** Steps of distance that are told apart in runs. */
const FAR_STEPS = 6;

/** The cells as runs, row by row: for pictures that can't hold 40,000 cells. Never across a gap. */
export function* cellRuns({ layout, table, far }: MatrixScene): Generator<CellRun> {
  const { size, states } = table;
  const step = (at: number) => Math.round((far[at]! / 255) * (FAR_STEPS - 1));
  for (let row = 0; row < size; row++) {
    for (const band of layout.bands) {
      let column = band.first;
      while (column < band.first + band.count) {
        const at = row * size + column;
        let length = 1;
        while (
          column + length < band.first + band.count &&
          states[at + length] === states[at] &&
          step(at + length) === step(at)
        ) {
          length += 1;
        }
        yield { row, column, length, code: states[at]!, far: step(at) / (FAR_STEPS - 1) };
        column += length;
      }
    }
  }
}

/** The nodes of the cell at a world point; `null` in gaps, on the diagonal and outside. */
export function matrixCellAt(
  layout: MatrixLayout,
  point: Point,
): { row: NodeId; column: NodeId } | null {
  const row = layout.order[rowAt(layout, point.y)];
  const column = layout.order[rowAt(layout, point.x)];
  return row !== undefined && column !== undefined && row !== column ? { row, column } : null;
}

/** The row at a world position, or -1. Columns alike. */
export function rowAt(layout: MatrixLayout, position: number): number {
  for (const { first, count, start } of layout.bands) {
    const row = Math.floor((position - start) / CELL);
    if (row >= 0 && row < count) return first + row;
  }
  return -1;
}
