import { writeFile } from 'node:fs/promises';
import type { NativeImage, WebContents } from 'electron';
import type { Clock } from '../shared/clock.ts';
import { MeshError } from '../shared/errors.ts';
import { completeness, linksBetween } from '../shared/mesh.ts';
import type { SessionState } from './session-state.ts';

/** Longest wait for the mesh, ms. */
export const MESH_TIMEOUT = 20_000;
/** Longest wait for the picture to come to rest, ms: a layout settles, but traffic never does. */
const REST_TIMEOUT = 6_000;
const LOOK_INTERVAL = 250;
/** Pictures are compared at this width, in pixels: small movements and the caret vanish. */
const COMPARED_WIDTH = 160;
/** Colour steps (of 255) by which a pixel has to differ, and the share of pixels that may. */
const NOTICEABLE = 24;
const RESTLESS_SHARE = 0.002;

export interface ScreenshotOptions {
  contents: WebContents;
  /** Resolves when the window's shell is drawn. */
  drawn: Promise<void>;
  state: () => SessionState;
  clock: Clock;
}

/**
 * Writes a PNG of the window to `file`, once the mesh is complete and drawn, or after {@link MESH_TIMEOUT}.
 * @throws MeshError `usage` when the file can't be written
 */
export async function takeScreenshot(file: string, options: ScreenshotOptions): Promise<void> {
  const { contents, drawn, state, clock } = options;
  const end = clock.now() + MESH_TIMEOUT;
  await drawn;
  while (!isSettled(state()) && clock.now() < end) await wait(clock, LOOK_INTERVAL);
  const image = await pictureAtRest(contents, clock);
  await write(file, image.toPNG());
}

async function write(file: string, picture: Uint8Array): Promise<void> {
  try {
    await writeFile(file, picture);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const next = 'Name another file with --screenshot.';
    throw new MeshError('usage', `The picture can't be written: ${why}.`, { next, cause });
  }
}

/** Whether nothing more is to be expected: the mesh is complete, or there is none. */
export function isSettled(state: SessionState): boolean {
  if (state.phase === 'starting') return false;
  if (state.phase !== 'running') return true;
  const { node, observation, demo } = state.run;
  const { nodes, reports } = observation.network;
  const alive = [...nodes.values()].filter(({ state }) => state === 'self' || state === 'up');
  const expected = demo ? demo.size + 1 : node.seeds.length > 0 ? 2 : 1;
  if (alive.length < expected || !alive.every(({ id }) => reports.has(id))) return false;
  const links = completeness(linksBetween(alive, reports));
  return links.up === links.expected;
}

async function pictureAtRest(contents: WebContents, clock: Clock): Promise<NativeImage> {
  const end = clock.now() + REST_TIMEOUT;
  let image = await contents.capturePage();
  while (clock.now() < end) {
    await wait(clock, LOOK_INTERVAL);
    const next = await contents.capturePage();
    const atRest = changedShare(small(image), small(next)) <= RESTLESS_SHARE;
    image = next;
    if (atRest) break;
  }
  return image;
}

function small(image: NativeImage): Uint8Array {
  return image.resize({ width: COMPARED_WIDTH }).toBitmap();
}

/** Share of the pixels (4 octets each) that differ noticeably between two bitmaps; 1 for other sizes. */
export function changedShare(before: Uint8Array, after: Uint8Array): number {
  if (before.length !== after.length || after.length === 0) return 1;
  let changed = 0;
  for (let i = 0; i < after.length; i += 4) {
    const differs = [0, 1, 2].some((channel) => {
      return Math.abs((before[i + channel] ?? 0) - (after[i + channel] ?? 0)) > NOTICEABLE;
    });
    if (differs) changed += 1;
  }
  return changed / (after.length / 4);
}

function wait(clock: Clock, delay: number): Promise<void> {
  return new Promise((resolve) => clock.after(delay, resolve));
}
