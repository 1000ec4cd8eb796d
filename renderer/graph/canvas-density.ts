import { CODE } from './codes.ts';
import type { Pen } from './pen.ts';
import type { ViewTransform } from './points.ts';
import type { DensityPicture } from './density.ts';
import type { MeshFrame } from './renderer.ts';
import { eachPair } from './table.ts';

/** Puts the haze where it belongs. */
export function drawDensity(
  context: CanvasRenderingContext2D,
  { image, box }: DensityPicture,
  view: ViewTransform,
): void {
  context.drawImage(
    image,
    box.x0 * view.k + view.x,
    box.y0 * view.k + view.y,
    (box.x1 - box.x0) * view.k,
    (box.y1 - box.y0) * view.k,
  );
}

/** The same as lines, for files that hold no pixels. */
export function drawDensityLines(pen: Pen, { scene, view, palette }: MeshFrame): void {
  pen.strokeStyle = palette.links.up;
  pen.globalAlpha = 0.035;
  pen.lineWidth = 0.8;
  pen.beginPath();
  eachPair(scene.table, (a, b, code) => {
    if (code !== CODE.up) return;
    const [from, to] = [scene.nodes[a]!, scene.nodes[b]!];
    pen.moveTo(from.x * view.k + view.x, from.y * view.k + view.y);
    pen.lineTo(to.x * view.k + view.x, to.y * view.k + view.y);
  });
  pen.stroke();
  pen.globalAlpha = 1;
}
