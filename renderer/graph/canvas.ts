import { drawAggregates, drawHulls } from './canvas-aggregates.ts';
import { drawLinks } from './canvas-links.ts';
import { drawMatrixCells } from './canvas-matrix.ts';
import { drawNodes } from './canvas-nodes.ts';
import type { MatrixFrame, MeshFrame, MeshRenderer } from './renderer.ts';

/** More device pixels than this per CSS pixel cost time and can't be seen. */
const MOST_RATIO = 2;

/**
 * Draws on a 2D canvas.
 * @param canvas its size is managed here
 * @returns `null` when there is no 2D context to be had; the table still shows everything then
 */
export function createCanvasRenderer(canvas: HTMLCanvasElement): MeshRenderer | null {
  const context = canvas.getContext('2d');
  if (!context) return null;
  let [width, height, ratio] = [0, 0, 1];
  const begin = () => {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
  };
  return {
    resize(newWidth, newHeight, newRatio) {
      [width, height, ratio] = [newWidth, newHeight, Math.min(MOST_RATIO, newRatio)];
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    },
    drawMesh(frame: MeshFrame) {
      begin();
      drawHulls(context, frame);
      drawAggregates(context, frame);
      drawLinks(context, frame);
      drawNodes(context, frame);
    },
    drawMatrix(frame: MatrixFrame) {
      begin();
      drawMatrixCells(context, frame);
    },
    clear: begin,
  };
}
