import { MARGIN } from './canvas-backdrop.ts';
import { CODE } from './codes.ts';
import { CELL, cellRuns } from './matrix.ts';
import type { MatrixScene } from './matrix.ts';
import { cellColour, paintMatrixImage } from './matrix-image.ts';
import type { Palette } from './palette.ts';
import type { Pen } from './pen.ts';
import type { Stage } from './sizes.ts';
import { isAside } from './renderer.ts';
import type { CellPlace, MatrixFrame } from './renderer.ts';

/** From this size on cells are separated by a pixel, and faults get a shape as well as a colour. */
const LEAST_SEPARATED = 5;
const LEAST_SHAPED = 9;

/** Below this size cells are smoothed. */
const LEAST_CRISP = 4;

/** How much of what isn't looked for is covered. */
const COVER = 0.72;

/** Paints the matrix on a canvas: the cells from an image, signs and crosses on top. */
export function drawMatrixCells(
  context: CanvasRenderingContext2D,
  frame: MatrixFrame,
  stage: Stage,
): void {
  const image = imageOf(context, frame.scene, frame.palette);
  if (image) drawImage(context, frame, image);
  else fillCells(context, frame);
  if (image && CELL * frame.view.k < LEAST_CRISP) fillFaults(context, frame);
  drawMatrixFront(context, frame, stage);
}

/** Everything above the cells. */
export function drawMatrixFront(pen: Pen, frame: MatrixFrame, stage: Stage): void {
  const { scene, view, palette } = frame;
  const size = CELL * view.k;
  if (size >= LEAST_SHAPED) drawSigns(pen, frame, stage);
  if (size >= LEAST_SEPARATED) drawGrid(pen, frame, stage);
  coverOthers(pen, frame);
  drawCross(pen, scene, view, frame.hovered, palette.text, 0.14);
  drawCross(pen, scene, view, frame.selected, palette.selected, 0.24);
}

/** Images of scenes: painted once for each, forgotten with it. */
const images = new WeakMap<MatrixScene, { palette: Palette; canvas: HTMLCanvasElement | null }>();

function imageOf(
  { canvas: owner }: CanvasRenderingContext2D,
  scene: MatrixScene,
  palette: Palette,
): HTMLCanvasElement | null {
  const held = images.get(scene);
  if (held?.palette === palette) return held.canvas;
  const canvas = owner?.ownerDocument?.createElement('canvas') ?? null;
  const painted = canvas && paintMatrixImage(canvas, scene, palette) ? canvas : null;
  images.set(scene, { palette, canvas: painted });
  return painted;
}

/** One piece of the image for every pair of groups, because of the gaps between them. */
function drawImage(
  context: CanvasRenderingContext2D,
  { scene, view }: MatrixFrame,
  image: HTMLCanvasElement,
): void {
  const { bands, starts } = scene.layout;
  const gapless = starts.length * CELL === scene.layout.size;
  const whole = { first: 0, count: starts.length, start: 0 };
  const parts = gapless ? [whole] : bands;
  // Cells of 2.7 pixels would be 2 or 3 in turn, a pattern that isn't there.
  context.imageSmoothingEnabled = CELL * view.k < LEAST_CRISP;
  for (const row of parts) {
    for (const column of parts) {
      const [x, y] = [column.start * view.k + view.x, row.start * view.k + view.y];
      const [width, height] = [column.count * CELL * view.k, row.count * CELL * view.k];
      const from = [column.first, row.first, column.count, row.count] as const;
      context.drawImage(image, ...from, x, y, width, height);
    }
  }
}

/** Faults are as crisp as they can be, and never smaller than this, pixels. */
const LEAST_FAULT = 2;

function fillFaults(pen: Pen, { scene, view, palette }: MatrixFrame): void {
  const { starts } = scene.layout;
  const { size: count, states } = scene.table;
  const size = Math.max(LEAST_FAULT, CELL * view.k);
  for (let at = 0; at < states.length; at++) {
    const code = states[at]!;
    if (code < CODE.slow) continue;
    pen.fillStyle = cellColour(palette, code, NaN);
    const [row, column] = [Math.floor(at / count), at % count];
    pen.fillRect(starts[column]! * view.k + view.x, starts[row]! * view.k + view.y, size, size);
  }
}

/** The cells as rectangles, for files that hold no pixels. */
export function fillCells(pen: Pen, { scene, view, palette }: MatrixFrame): void {
  const { starts } = scene.layout;
  const size = CELL * view.k;
  for (const { row, column, length, code, far } of cellRuns(scene)) {
    pen.fillStyle = cellColour(palette, code, far);
    const [x, y] = [(starts[column] ?? 0) * view.k + view.x, (starts[row] ?? 0) * view.k + view.y];
    pen.fillRect(x, y, length * size, size);
  }
  pen.fillStyle = palette.canvas;
  for (const start of starts) {
    pen.fillRect(start * view.k + view.x, start * view.k + view.y, size, size);
  }
}

/** A bar for a half-open link, a cross for a missing one, a dot for a slow one. */
function drawSigns(pen: Pen, { scene, view, palette }: MatrixFrame, stage: Stage): void {
  const size = CELL * view.k;
  const { size: count, states } = scene.table;
  pen.strokeStyle = palette.canvas;
  pen.lineWidth = Math.max(1.2, size * 0.09);
  pen.beginPath();
  for (const row of visible(scene.layout.starts, view.k, view.y, stage.height)) {
    for (const column of visible(scene.layout.starts, view.k, view.x, stage.width)) {
      const code = states[row * count + column]!;
      if (code < CODE.slow) continue;
      const x = (scene.layout.starts[column] ?? 0) * view.k + view.x + size / 2;
      const y = (scene.layout.starts[row] ?? 0) * view.k + view.y + size / 2;
      traceSign(pen, code, x, y, size * 0.22);
    }
  }
  pen.stroke();
}

/** Rows or columns that are on the stage, or could be soon. */
function visible(starts: readonly number[], k: number, shift: number, room: number): number[] {
  const rows: number[] = [];
  starts.forEach((start, row) => {
    const at = start * k + shift;
    if (at > -CELL * k - MARGIN && at < room) rows.push(row);
  });
  return rows;
}

function traceSign(pen: Pen, code: number, x: number, y: number, arm: number): void {
  if (code === CODE.missing) {
    pen.moveTo(x - arm, y - arm);
    pen.lineTo(x + arm, y + arm);
    pen.moveTo(x + arm, y - arm);
    pen.lineTo(x - arm, y + arm);
    return;
  }
  const half = code === CODE.half ? arm : arm * 0.4;
  pen.moveTo(x - half, y);
  pen.lineTo(x + half, y);
}

function drawGrid(pen: Pen, { scene, view, palette }: MatrixFrame, stage: Stage): void {
  const whole = scene.layout.size * view.k;
  const { starts } = scene.layout;
  pen.fillStyle = palette.canvas;
  for (const row of visible(starts, view.k, view.y, stage.height)) {
    pen.fillRect(view.x, starts[row]! * view.k + view.y - 0.5, whole, 1);
  }
  for (const column of visible(starts, view.k, view.x, stage.width)) {
    pen.fillRect(starts[column]! * view.k + view.x - 0.5, view.y, 1, whole);
  }
}

/** Covers what isn't looked for: all but a cause's rows and cells, all but what passes the filter. */
function coverOthers(pen: Pen, frame: MatrixFrame): void {
  const { scene, view, palette, emphasis } = frame;
  const { cause, filtered, members } = emphasis;
  if (!cause && !filtered && !members) return;
  const whole = scene.layout.size * view.k;
  if (cause) return coverBut(pen, frame, cause);
  pen.globalAlpha = COVER;
  pen.fillStyle = palette.canvas;
  const size = CELL * view.k;
  scene.layout.order.forEach((id, row) => {
    if (!isAside(emphasis, id)) return;
    const at = scene.layout.starts[row]! * view.k;
    pen.fillRect(view.x, at + view.y, whole, size);
    // A group's links are those that touch it: only its rows stay. A filter takes columns away, too.
    if (filtered) pen.fillRect(at + view.x, view.y, size, whole);
  });
  pen.globalAlpha = 1;
}

function coverBut(
  pen: Pen,
  { scene, view, palette }: MatrixFrame,
  cause: NonNullable<MatrixFrame['emphasis']['cause']>,
): void {
  const { rows, starts, size } = scene.layout;
  const cell = CELL * view.k;
  pen.globalAlpha = COVER;
  pen.fillStyle = palette.canvas;
  pen.fillRect(view.x, view.y, size * view.k, size * view.k);
  pen.globalAlpha = 1;
  for (const [one, other] of cause.links) {
    const [a, b] = [rows.get(one), rows.get(other)];
    if (a === undefined || b === undefined) continue;
    for (const [row, column] of [
      [a, b],
      [b, a],
    ] as const) {
      const code = scene.table.states[row * scene.table.size + column]!;
      pen.fillStyle = code === CODE.down ? palette.down : cellColour(palette, code, 1);
      pen.fillRect(starts[column]! * view.k + view.x, starts[row]! * view.k + view.y, cell, cell);
    }
  }
}

/** Points out a row and a column. */
function drawCross(
  pen: Pen,
  scene: MatrixScene,
  view: MatrixFrame['view'],
  { row, column }: CellPlace,
  colour: string,
  alpha: number,
): void {
  const whole = scene.layout.size * view.k;
  const size = CELL * view.k;
  const [x, y] = [scene.layout.starts[column], scene.layout.starts[row]];
  pen.globalAlpha = alpha;
  pen.fillStyle = colour;
  if (y !== undefined) pen.fillRect(view.x, y * view.k + view.y, whole, size);
  if (x !== undefined) pen.fillRect(x * view.k + view.x, view.y, size, whole);
  pen.globalAlpha = 1;
  if (x === undefined || y === undefined) return;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.strokeRect(x * view.k + view.x, y * view.k + view.y, size, size);
}
