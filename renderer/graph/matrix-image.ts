import { mixed } from './colours.ts';
import { CODE, STATES } from './codes.ts';
import type { MatrixScene } from './matrix.ts';
import type { Palette } from './palette.ts';

/** How much of the colour a healthy cell has: the longer the round trip, the brighter. */
const NEAR_STRENGTH = 0.16;
const FAR_STRENGTH = 0.82;

/** Far distances are told apart better than near ones: half the scale of a mesh over continents is far. */
const FAR_EXPONENT = 2;

/** Of a healthy cell that wasn't measured. */
const UNMEASURED_STRENGTH = 0.42;

/**
 * The colour of a cell: healthy ones are calm, faults are loud, pairs without a link nearly the ground.
 * @param far 0 = short … 1 = long; NaN = not measured
 */
export function cellColour(palette: Palette, code: number, far: number): string {
  const { links, canvas, line, down } = palette;
  switch (STATES[code] ?? null) {
    case null:
      return mixed(line, canvas, 0.35);
    case 'up': {
      const share = NEAR_STRENGTH + (FAR_STRENGTH - NEAR_STRENGTH) * far ** FAR_EXPONENT;
      return mixed(links.up, canvas, Number.isNaN(share) ? UNMEASURED_STRENGTH : share);
    }
    case 'unknown':
      return mixed(links.unknown, canvas, 0.4);
    case 'impossible':
      return mixed(links.impossible, canvas, 0.4);
    case 'down':
      return mixed(down, canvas, 0.28);
    default:
      return links[STATES[code] as 'slow' | 'half' | 'missing'];
  }
}

/**
 * The matrix as an image of one pixel a cell, to be enlarged without smoothing.
 * @param canvas is given the size
 * @returns false where there is no 2D context
 */
export function paintMatrixImage(
  canvas: HTMLCanvasElement,
  scene: MatrixScene,
  palette: Palette,
): boolean {
  const { size, states, trips } = scene.table;
  canvas.width = Math.max(1, size);
  canvas.height = Math.max(1, size);
  const context = canvas.getContext('2d');
  if (!context) return false;
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const healthy = Uint32Array.from({ length: 256 }, (_, far) =>
    pixelOf(cellColour(palette, CODE.up, far / 255)),
  );
  const others = STATES.map((_, code) => pixelOf(cellColour(palette, code, NaN)));
  const ground = pixelOf(palette.canvas);
  for (let at = 0; at < size * size; at++) {
    const measured = states[at] === CODE.up && trips[at]! >= 0;
    pixels[at] = measured ? healthy[scene.far[at]!]! : others[states[at]!]!;
  }
  for (let row = 0; row < size; row++) pixels[row * size + row] = ground;
  context.putImageData(image, 0, 0);
  return true;
}

/** `#rrggbb` as a pixel in memory order; all machines that this runs on are little-endian. */
function pixelOf(colour: string): number {
  const value = parseInt(colour.slice(1), 16);
  const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255];
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
