import type { Pen } from './pen.ts';
import { FULL_TURN } from './points.ts';
import type { MeshFrame } from './renderer.ts';

/** Paints the circles of equal round trips around the chosen node. */
export function drawRings(pen: Pen, { scene, view, palette }: MeshFrame): void {
  if (scene.rings.length === 0) return;
  pen.strokeStyle = palette.line;
  pen.lineWidth = 1;
  for (const { radius, ms } of scene.rings) {
    pen.setLineDash(ms === null ? [2, 5] : []);
    pen.beginPath();
    pen.arc(view.x, view.y, radius * view.k, 0, FULL_TURN);
    pen.stroke();
  }
  pen.setLineDash([]);
}
