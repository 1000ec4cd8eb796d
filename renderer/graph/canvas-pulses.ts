import type { Pen } from './pen.ts';
import type { MeshFrame } from './renderer.ts';

/** Side of a pulse in pixels: what comes is larger than what goes, besides its colour and direction. */
const IN_SIZE = 4;
const OUT_SIZE = 3;

/** Paints the messages on their way: plain squares, because hundreds of them must cost nothing. */
export function drawPulses(pen: Pen, frame: MeshFrame, now: number): void {
  const { scene, view, palette, pulses, emphasis } = frame;
  if (!pulses || emphasis.own === null) return;
  for (const inward of [false, true]) {
    const size = inward ? IN_SIZE : OUT_SIZE;
    pen.fillStyle = inward ? palette.text : palette.own;
    pulses.each(scene, emphasis.own, now, (at, comes) => {
      if (comes !== inward) return;
      const [x, y] = [at.x * view.k + view.x, at.y * view.k + view.y];
      pen.fillRect(Math.round(x - size / 2), Math.round(y - size / 2), size, size);
    });
  }
}
