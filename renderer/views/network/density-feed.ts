import { CODE } from '../../graph/codes.ts';
import { DENSITY_SIZE, MOST_STEPS, MOST_STEPS_MOVING } from '../../graph/density.ts';
import type { DensityPicture } from '../../graph/density.ts';
import type { GraphWorker } from '../../graph/graph-worker.ts';
import type { Palette } from '../../graph/palette.ts';
import { boundsOf } from '../../graph/points.ts';
import type { Box } from '../../graph/points.ts';
import type { Scene } from '../../graph/scene.ts';
import { eachPair } from '../../graph/table.ts';
import type { MeshTable } from '../../graph/table.ts';

/** Free room around the outer nodes, world units. */
const MARGIN = 8;

/** Opacity where most links pass. */
const STRENGTH = { dark: 0.5, light: 0.42 };

interface Wish {
  key: readonly unknown[];
  scene: Scene;
  palette: Palette;
  moving: boolean;
}

/** Keeps the haze of healthy links up to date: asks for the next picture as soon as the last one came. */
export class DensityFeed {
  readonly #worker: GraphWorker;
  readonly #show: (picture: DensityPicture | null) => void;
  #table: MeshTable | null = null;
  #shown: readonly unknown[] = [];
  #wanted: Wish | null = null;
  #asking = false;
  #last: ImageBitmap | null = null;
  #disposed = false;

  /** @param show takes every new picture; the one before stays usable until then */
  constructor(worker: GraphWorker, show: (picture: DensityPicture | null) => void) {
    this.#worker = worker;
    this.#show = show;
  }

  /**
   * What the haze should show.
   * @param moves counts the moves of nodes
   * @param moving whether they go on moving
   */
  want(scene: Scene, moves: number, moving: boolean, palette: Palette): void {
    const hazy = scene.kind === 'map' && scene.aggregated;
    const key = hazy ? [scene.table, moves, moving, palette] : [];
    if (same(key, this.#shown)) return;
    if (!hazy) {
      this.#wanted = null;
      this.#shown = key;
      this.#replace(null, null);
      return;
    }
    this.#wanted = { key, scene, palette, moving };
    if (!this.#asking) void this.#ask();
  }

  dispose(): void {
    this.#disposed = true;
    this.#last?.close();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#wanted && !this.#disposed) {
      const { key, scene, palette, moving } = this.#wanted;
      this.#wanted = null;
      this.#shown = key;
      if (this.#table !== scene.table) this.#sendLinks(scene.table);
      const box = boundsOf(scene.nodes);
      const image = await this.#worker.density({
        ...questionOf(scene, box, palette),
        mostSteps: moving ? MOST_STEPS_MOVING : MOST_STEPS,
      });
      if (this.#disposed) image?.close();
      else if (image) this.#replace(image, padded(box));
    }
    this.#asking = false;
  }

  #replace(image: ImageBitmap | null, box: Box | null): void {
    const former = this.#last;
    this.#last = image;
    this.#show(image && box ? { image, box } : null);
    // After the frame in which the new one is drawn first: a closed picture can't be drawn any more.
    if (former) setTimeout(() => former.close(), CLOSE_MS);
  }

  #sendLinks(table: MeshTable): void {
    this.#table = table;
    const links: number[] = [];
    eachPair(table, (a, b, code) => {
      if (code === CODE.up || code === CODE.unknown) links.push(a, b);
    });
    this.#worker.setLinks(Uint16Array.from(links));
  }
}

const CLOSE_MS = 250;

function questionOf(scene: Scene, bounds: Box, palette: Palette) {
  const box = padded(bounds);
  const [across, down] = [box.x1 - box.x0, box.y1 - box.y0];
  const scale = DENSITY_SIZE / Math.max(across, down);
  const points = new Float32Array(2 * scene.nodes.length);
  scene.nodes.forEach(({ x, y }, place) => {
    points[2 * place] = (x - box.x0) * scale;
    points[2 * place + 1] = (y - box.y0) * scale;
  });
  const value = parseInt(palette.links.up.slice(1), 16);
  return {
    width: Math.max(2, Math.round(across * scale)),
    height: Math.max(2, Math.round(down * scale)),
    points,
    colour: [value >> 16, (value >> 8) & 255, value & 255] as const,
    strength: palette.dark ? STRENGTH.dark : STRENGTH.light,
  };
}

function padded({ x0, y0, x1, y1 }: Box): Box {
  return { x0: x0 - MARGIN, y0: y0 - MARGIN, x1: x1 + MARGIN, y1: y1 + MARGIN };
}

function same(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
