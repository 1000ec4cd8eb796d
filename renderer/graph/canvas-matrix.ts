import type { LinkState } from '../../shared/mesh.ts';
import { mixed } from './colours.ts';
import { CELL } from './matrix.ts';
import type { MatrixBand, MatrixCell } from './matrix.ts';
import type { Palette } from './palette.ts';
import type { MatrixFrame } from './renderer.ts';

/** From this size on cells are separated by a pixel, and faults get a shape as well as a colour. */
const LEAST_SEPARATED = 5;
const LEAST_SHAPED = 9;

/** Paints the matrix: groups as rectangles, cells that differ on top. */
export function drawMatrixCells(context: CanvasRenderingContext2D, frame: MatrixFrame): void {
  const { scene, view, palette } = frame;
  const length = (band: MatrixBand) => band.count * CELL * view.k;
  for (const { row, column, state } of scene.blocks) {
    context.fillStyle = cellColour(palette, state);
    const [x, y] = [column.start * view.k + view.x, row.start * view.k + view.y];
    context.fillRect(x, y, length(column), length(row));
  }
  for (const cell of scene.exceptions) drawCell(context, frame, cell);
  drawDiagonal(context, frame);
  if (CELL * view.k >= LEAST_SEPARATED) drawGrid(context, frame);
  drawCross(context, frame, frame.hovered, palette.text, 0.12);
  drawCross(context, frame, frame.selected, palette.selected, 0.22);
}

/** Healthy cells are calm, faults are loud, pairs without a link are nearly the ground. */
function cellColour(palette: Palette, state: LinkState | null): string {
  if (state === null) return mixed(palette.line, palette.canvas, 0.35);
  if (state === 'up') return mixed(palette.links.up, palette.canvas, palette.dark ? 0.55 : 0.5);
  if (state === 'unknown') return mixed(palette.links.unknown, palette.canvas, 0.4);
  if (state === 'impossible') return mixed(palette.links.impossible, palette.canvas, 0.4);
  return palette.links[state];
}

function drawCell(
  context: CanvasRenderingContext2D,
  { scene, view, palette }: MatrixFrame,
  { row, column, state }: MatrixCell,
): void {
  const size = CELL * view.k;
  const x = (scene.layout.starts[column] ?? 0) * view.k + view.x;
  const y = (scene.layout.starts[row] ?? 0) * view.k + view.y;
  context.fillStyle = cellColour(palette, state);
  context.fillRect(x, y, Math.max(1, size), Math.max(1, size));
  if (size < LEAST_SHAPED || (state !== 'half' && state !== 'missing')) return;
  context.strokeStyle = palette.canvas;
  context.lineWidth = Math.max(1.2, size * 0.09);
  context.beginPath();
  traceSign(context, state, x + size / 2, y + size / 2, size * 0.22);
  context.stroke();
}

/** A bar for a half-open link, a cross for a missing one. */
function traceSign(
  context: CanvasRenderingContext2D,
  state: 'half' | 'missing',
  x: number,
  y: number,
  arm: number,
): void {
  if (state === 'half') {
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    return;
  }
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
}

function drawDiagonal(context: CanvasRenderingContext2D, frame: MatrixFrame): void {
  const { scene, view, palette } = frame;
  const size = Math.max(1, CELL * view.k);
  context.fillStyle = palette.canvas;
  for (const start of scene.layout.starts) {
    context.fillRect(start * view.k + view.x, start * view.k + view.y, size, size);
  }
}

function drawGrid(context: CanvasRenderingContext2D, frame: MatrixFrame): void {
  const { scene, view, palette } = frame;
  const whole = scene.layout.size * view.k;
  context.fillStyle = palette.canvas;
  for (const start of scene.layout.starts) {
    const [x, y] = [start * view.k + view.x, start * view.k + view.y];
    context.fillRect(x - 0.5, view.y, 1, whole);
    context.fillRect(view.x, y - 0.5, whole, 1);
  }
}

/** Points out a row and a column. */
function drawCross(
  context: CanvasRenderingContext2D,
  { scene, view }: MatrixFrame,
  { row, column }: { row: number; column: number },
  colour: string,
  alpha: number,
): void {
  const whole = scene.layout.size * view.k;
  const size = CELL * view.k;
  const [x, y] = [scene.layout.starts[column], scene.layout.starts[row]];
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  if (y !== undefined) context.fillRect(view.x, y * view.k + view.y, whole, size);
  if (x !== undefined) context.fillRect(x * view.k + view.x, view.y, size, whole);
  context.globalAlpha = 1;
  if (x === undefined || y === undefined) return;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.strokeRect(x * view.k + view.x, y * view.k + view.y, size, size);
}
