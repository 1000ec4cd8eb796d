import type { Box } from './points.ts';

/** Links to paint as a haze: how often lines pass, not which. */
export interface DensityTask {
  /** Size of the picture, pixels. */
  width: number;
  height: number;
  /** x and y of every node in turn, pixels of the picture. */
  points: Float32Array;
  /** Places of both ends of every link in turn. */
  links: Uint16Array;
  /** Red, green, blue, 0 … 255. */
  colour: readonly [number, number, number];
  /** Opacity where most lines pass, 0 … 1. */
  strength: number;
  /** See {@link MOST_STEPS}. */
  mostSteps: number;
}

/** A picture of the density, and the part of the world that it covers. */
export interface DensityPicture {
  image: CanvasImageSource;
  box: Box;
}

/** Longer side of a picture in pixels: it is a haze, and may be blurred. */
export const DENSITY_SIZE = 400;

/** Steps along lines for one picture, at most: about 30 ms. Beyond, only every n-th link is painted. */
export const MOST_STEPS = 6_000_000;

/** The same while nodes move, when the next picture follows soon. */
export const MOST_STEPS_MOVING = 1_200_000;

/**
 * Paints links as a haze.
 * @returns red, green, blue, alpha of every pixel, not premultiplied
 */
export function paintDensity(task: DensityTask): Uint8ClampedArray<ArrayBuffer> {
  const grid = new Float32Array(task.width * task.height);
  const stride = Math.max(1, Math.ceil(stepsOf(task) / task.mostSteps));
  for (let at = 0; at < task.links.length; at += 2 * stride) {
    addLine(grid, task, task.links[at]!, task.links[at + 1]!);
  }
  return tinted(grid, task);
}

function stepsOf({ points, links }: DensityTask): number {
  let steps = 0;
  for (let at = 0; at < links.length; at += 2) {
    const [a, b] = [2 * links[at]!, 2 * links[at + 1]!];
    steps += Math.max(Math.abs(points[a]! - points[b]!), Math.abs(points[a + 1]! - points[b + 1]!));
  }
  return steps;
}

/** Adds one line, shared between the two pixels that it passes at every step. */
function addLine(grid: Float32Array, task: DensityTask, a: number, b: number): void {
  const { width, height, points } = task;
  const [ax, ay] = [points[2 * a]!, points[2 * a + 1]!];
  const [dx, dy] = [points[2 * b]! - ax, points[2 * b + 1]! - ay];
  const steep = Math.abs(dy) > Math.abs(dx);
  const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)));
  if (!(steps > 0)) return;
  const [stepX, stepY] = [dx / steps, dy / steps];
  // A diagonal takes fewer steps for the same length.
  const ink = Math.hypot(stepX, stepY);
  const next = steep ? 1 : width;
  let [x, y] = [ax, ay];
  for (let step = 0; step <= steps; step++) {
    const column = Math.floor(x);
    const row = Math.floor(y);
    if (column >= 0 && row >= 0 && column < width - 1 && row < height - 1) {
      const at = row * width + column;
      const part = steep ? x - column : y - row;
      grid[at]! += ink * (1 - part);
      grid[at + next]! += ink * part;
    }
    x += stepX;
    y += stepY;
  }
}

/** Density as opacity: what is usual is faint, and however much gathers, it never covers the ground. */
function tinted(
  grid: Float32Array,
  { colour, strength }: DensityTask,
): Uint8ClampedArray<ArrayBuffer> {
  let [sum, touched] = [0, 0];
  for (const value of grid) {
    if (value > 0) touched += 1;
    sum += value;
  }
  const usual = touched === 0 ? 1 : (sum / touched) * 1.6;
  const pixels = new Uint8ClampedArray(grid.length * 4);
  for (let at = 0; at < grid.length; at++) {
    pixels[4 * at] = colour[0];
    pixels[4 * at + 1] = colour[1];
    pixels[4 * at + 2] = colour[2];
    const value = grid[at]!;
    pixels[4 * at + 3] = (255 * strength * value) / (value + usual);
  }
  return pixels;
}
