import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the window was when it was closed. */
export interface WindowState {
  bounds: Bounds | null;
  maximized: boolean;
}

export const DEFAULT_SIZE = { width: 1280, height: 800 };
export const MIN_SIZE = { width: 960, height: 600 };

/** At least this much of the window must be on a screen for it to be found again, in pixels. */
const VISIBLE_PART = 100;

const NOTHING: WindowState = { bounds: null, maximized: false };

/** Reads what {@link saveWindowState} wrote; a missing or damaged file is as good as none. */
export function loadWindowState(file: string): WindowState {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return { bounds: readBounds(bounds), maximized: maximized === true };
  } catch {
    return NOTHING;
  }
}

/** Remembers where the window is; that it can't is no reason to bother anybody. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(state)}\n`);
  } catch {
    // The window opens in its usual place next time.
  }
}

/** Whether enough of the window would be on one of the screens. */
export function isOnScreen(bounds: Bounds, screens: readonly Bounds[]): boolean {
  return screens.some((screen) => {
    const width = overlap(bounds.x, bounds.width, screen.x, screen.width);
    // The title bar, at the top, is what a window is moved with.
    const top = bounds.y >= screen.y && bounds.y <= screen.y + screen.height - VISIBLE_PART;
    return width >= VISIBLE_PART && top;
  });
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}

function readBounds(value: unknown): Bounds | null {
  const { x, y, width, height } = (value ?? {}) as Record<string, unknown>;
  if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height)) return null;
  return width >= MIN_SIZE.width && height >= MIN_SIZE.height ? { x, y, width, height } : null;
}

function isPixels(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < 100_000;
}
