import { drawAggregates, drawHulls } from './canvas-aggregates.ts';
import { Backdrop, MARGIN } from './canvas-backdrop.ts';
import { drawDensity } from './canvas-density.ts';
import { drawLinks } from './canvas-links.ts';
import { drawMatrixCells } from './canvas-matrix.ts';
import { drawNodes } from './canvas-nodes.ts';
import { drawPulses } from './canvas-pulses.ts';
import { drawRings } from './canvas-rings.ts';
import type { MatrixFrame, MeshFrame, MeshRenderer } from './renderer.ts';

/** More device pixels than this per CSS pixel cost time and can't be seen. */
const MOST_RATIO = 2;

/**
 * Draws on a 2D canvas.
 * @param canvas its size is managed here
 * @param now a clock in ms, the one that pulses were given
 * @returns `null` when there is no 2D context to be had; the table still shows everything then
 */
export function createCanvasRenderer(
  canvas: HTMLCanvasElement,
  now: () => number = () => performance.now(),
): MeshRenderer | null {
  // Opaque: nothing behind has to be blended in.
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return null;
  const backdrop = new Backdrop(canvas);
  let [width, height, ratio] = [0, 0, 1];
  let ground = '#000000';
  return {
    resize(newWidth, newHeight, newRatio) {
      [width, height, ratio] = [newWidth, newHeight, Math.min(MOST_RATIO, newRatio)];
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      backdrop.resize(width, height, ratio);
    },
    drawMesh(frame: MeshFrame) {
      ground = frame.palette.canvas;
      frame.hairline = 1 / ratio;
      const still = { key: meshKey(frame), view: frame.view, ground };
      const draw = (pen: CanvasRenderingContext2D) => drawStill(pen, frame);
      if (frame.moving) backdrop.paintOnce(context, { ...still, draw });
      else backdrop.paint(context, { ...still, draw });
      drawPulses(context, frame, now());
    },
    drawMatrix(frame: MatrixFrame) {
      ground = frame.palette.canvas;
      // What is kept is larger than the stage: the margins must not be empty.
      const stage = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
      const draw = (pen: CanvasRenderingContext2D) => drawMatrixCells(pen, frame, stage);
      backdrop.paint(context, { key: matrixKey(frame), view: frame.view, ground, draw });
    },
    clear() {
      backdrop.paintOnce(context, { key: [], view: NO_VIEW, ground, draw: () => undefined });
    },
  };
}

const NO_VIEW = { k: 1, x: 0, y: 0 };

function meshKey({ scene, palette, view, emphasis, focus, density, moves }: MeshFrame): unknown[] {
  const { own, selected, hovered, members, cause, filtered, link } = emphasis;
  const marks = [own, selected, hovered, members, cause, filtered, link];
  return [scene, palette, view.k, focus, density, moves, ...marks];
}

function matrixKey({ scene, palette, view, hovered, selected, emphasis }: MatrixFrame): unknown[] {
  const { members, cause, filtered } = emphasis;
  const cells = [hovered.row, hovered.column, selected.row, selected.column];
  return [scene, palette, view.k, members, cause, filtered, ...cells];
}

/** Everything that stays as it is while somebody pans, or messages pass. */
function drawStill(context: CanvasRenderingContext2D, frame: MeshFrame): void {
  drawHulls(context, frame);
  drawRings(context, frame);
  if (frame.density) {
    context.globalAlpha = frame.focus.length > 0 || frame.emphasis.cause ? 0.5 : 1;
    drawDensity(context, frame.density, frame.view);
    context.globalAlpha = 1;
  }
  drawAggregates(context, frame);
  drawLinks(context, frame);
  drawNodes(context, frame);
}
