import { drawAggregates, drawHulls } from './canvas-aggregates.ts';
import { drawDensityLines } from './canvas-density.ts';
import { drawLinks } from './canvas-links.ts';
import { drawMatrixFront, fillCells } from './canvas-matrix.ts';
import { drawNodes } from './canvas-nodes.ts';
import { drawOverlay } from './canvas-overlay.ts';
import type { Overlay } from './canvas-overlay.ts';
import { drawRings } from './canvas-rings.ts';
import { createCanvasRenderer } from './canvas.ts';
import type { MatrixFrame, MeshFrame } from './renderer.ts';
import type { Stage } from './sizes.ts';
import { SvgPen } from './svg-pen.ts';

/** Pixels of a PNG per pixel of the stage. */
const PNG_SCALE = 2;

/** What is on the stage, either kind. */
export type Picture =
  | { kind: 'mesh'; frame: MeshFrame; overlay: Overlay }
  | { kind: 'matrix'; frame: MatrixFrame; overlay: Overlay };

/**
 * The picture as an SVG file: what is seen, as vectors. Links that the screen shows as a haze are lines
 * here. Messages on their way are left out.
 * @param title of the file; it and all names are escaped
 */
export function svgOf(picture: Picture, stage: Stage, title: string): string {
  const pen = new SvgPen();
  const { palette, view } = picture.frame;
  if (picture.kind === 'mesh') drawMeshLines(pen, picture.frame);
  else {
    fillCells(pen, picture.frame);
    drawMatrixFront(pen, picture.frame, stage);
  }
  drawOverlay(pen, picture.overlay, palette, view);
  return pen.document(stage.width, stage.height, palette.canvas, title);
}

function drawMeshLines(pen: SvgPen, frame: MeshFrame): void {
  const still = { ...frame, moving: false };
  drawHulls(pen, still);
  drawRings(pen, still);
  if (frame.density) drawDensityLines(pen, still);
  drawAggregates(pen, still);
  drawLinks(pen, still);
  drawNodes(pen, still);
}

/**
 * The picture as a PNG file: what is seen, canvas and names together, at twice the size.
 * @param canvas of any size; it is drawn on
 * @throws {Error} when the browser can't draw or encode it
 */
export async function pngOf(
  picture: Picture,
  stage: Stage,
  canvas: HTMLCanvasElement,
): Promise<Uint8Array<ArrayBuffer>> {
  const renderer = createCanvasRenderer(canvas);
  const context = canvas.getContext('2d', { alpha: false });
  if (!renderer || !context) throw new Error('This browser has no 2D canvas');
  renderer.resize(stage.width, stage.height, PNG_SCALE);
  if (picture.kind === 'mesh') renderer.drawMesh({ ...picture.frame, moving: false, pulses: null });
  else renderer.drawMatrix(picture.frame);
  drawOverlay(context, picture.overlay, picture.frame.palette, picture.frame.view);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture could not be encoded');
  return new Uint8Array(await blob.arrayBuffer());
}
