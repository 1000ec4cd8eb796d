import type { NodeId } from '../../shared/ids.ts';
import type { LinkState, LinkView, ReportView } from '../../shared/mesh.ts';
import { denierOf, isFault } from './counts.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';

/** World size of one cell. */
export const CELL = 10;

/** Smallest cell in pixels beside which a name fits. */
export const LEAST_NAMED = 11;

/** Gap between two groups in cells: wider where cells are small, so that it can still be seen. */
const LEAST_GAP = 0.5;
const MOST_GAP = 3;
const GAP_PER_NODE = 1 / 80;

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
  const gap = CELL * Math.min(MOST_GAP, Math.max(LEAST_GAP, count * GAP_PER_NODE));
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

/** All links between two groups: one rectangle in the colour of most of them, if that is no fault. */
export interface MatrixBlock {
  row: MatrixBand;
  column: MatrixBand;
  /** `null`: no links, nodes that are down. */
  state: LinkState | null;
}

/** A cell that differs from its block. `state: null`: no link, one of the nodes is down. */
export interface MatrixCell {
  row: number;
  column: number;
  state: LinkState | null;
}

export interface MatrixScene {
  layout: MatrixLayout;
  blocks: readonly MatrixBlock[];
  exceptions: readonly MatrixCell[];
}

/**
 * The adjacency matrix: row = who reports, column = of whom. A half-open link is one faulty cell, in
 * the row of the node that denies it; its mirror is healthy.
 */
export function buildMatrix(
  layout: MatrixLayout,
  links: readonly LinkView[],
  reports: ReadonlyMap<NodeId, ReportView>,
): MatrixScene {
  const cells = cellStates(layout, links, reports);
  const blocks = layout.bands.flatMap((row) =>
    layout.bands.map((column) => ({ row, column, state: mostCommon(cells, layout, row, column) })),
  );
  return { layout, blocks, exceptions: exceptionsOf(cells, layout, blocks) };
}

/** State of every cell, row by row. */
type Cells = readonly (LinkState | null)[];

function cellStates(
  { rows, order }: MatrixLayout,
  links: readonly LinkView[],
  reports: ReadonlyMap<NodeId, ReportView>,
): Cells {
  const size = order.length;
  const cells = new Array<LinkState | null>(size * size).fill(null);
  for (const link of links) {
    const a = rows.get(link.a);
    const b = rows.get(link.b);
    if (a === undefined || b === undefined) continue;
    const denier = denierOf(link, reports);
    cells[a * size + b] = denier === link.b ? 'up' : link.state;
    cells[b * size + a] = denier === link.a ? 'up' : link.state;
  }
  return cells;
}

function mostCommon(
  cells: Cells,
  layout: MatrixLayout,
  row: MatrixBand,
  column: MatrixBand,
): LinkState | null {
  const counts = new Map<LinkState | null, number>();
  eachCell(row, column, (r, c) => {
    const state = cells[r * layout.order.length + c] ?? null;
    if (state !== null && isFault(state)) return;
    counts.set(state, (counts.get(state) ?? 0) + 1);
  });
  let best: LinkState | null = null;
  for (const [state, count] of counts) if (count > (counts.get(best) ?? 0)) best = state;
  return best;
}

function exceptionsOf(
  cells: Cells,
  layout: MatrixLayout,
  blocks: readonly MatrixBlock[],
): MatrixCell[] {
  const exceptions: MatrixCell[] = [];
  for (const block of blocks) {
    eachCell(block.row, block.column, (row, column) => {
      const state = cells[row * layout.order.length + column] ?? null;
      if (state !== block.state) exceptions.push({ row, column, state });
    });
  }
  return exceptions;
}

/** Visits the cells of a block, without the diagonal: no node has a link to itself. */
function eachCell(
  row: MatrixBand,
  column: MatrixBand,
  visit: (row: number, column: number) => void,
): void {
  for (let r = row.first; r < row.first + row.count; r++) {
    for (let c = column.first; c < column.first + column.count; c++) if (r !== c) visit(r, c);
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
