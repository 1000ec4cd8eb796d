import type { ViewTransform } from './points.ts';

/** Pixels kept beyond each edge of the stage, so that panning needs no new picture at once. */
export const MARGIN = 140;

/** A picture to show, and how to draw it. */
export interface Still {
  /** What it shows, apart from how far it is shifted: equal keys, equal pictures. */
  key: readonly unknown[];
  view: ViewTransform;
  /** Colour of the ground. */
  ground: string;
  /** Draws it for `view`, in CSS pixels. */
  draw(context: CanvasRenderingContext2D): void;
}

/**
 * Remembers the picture as pixels. While somebody pans or messages pass, it is only copied: drawing
 * ribbons and hundreds of dashed lines again would cost several times a frame.
 */
export class Backdrop {
  readonly #owner: HTMLCanvasElement;
  #canvas: HTMLCanvasElement | null = null;
  #context: CanvasRenderingContext2D | null = null;
  #size = { width: 0, height: 0, ratio: 1 };
  /** Of the last picture, whether it was kept or not. */
  #seen: Still['key'] = [];
  /** Of what is kept, and the shift that it was drawn with. */
  #kept: { key: Still['key']; x: number; y: number } | null = null;

  /** @param owner the canvas to copy to; in its document the pixels are kept */
  constructor(owner: HTMLCanvasElement) {
    this.#owner = owner;
  }

  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.#kept = null;
    this.#seen = [];
  }

  /** Puts a picture on the canvas: copied when it was shown before, else drawn. */
  paint(context: CanvasRenderingContext2D, still: Still): void {
    const again = same(still.key, this.#seen);
    this.#seen = still.key;
    // A picture that is shown once only is not worth keeping.
    if (again && (this.#fits(still) || this.#keep(still))) this.#copy(context, still);
    else this.paintOnce(context, still);
  }

  /** Draws a picture that won't be shown again: something moves. */
  paintOnce(context: CanvasRenderingContext2D, { ground, draw }: Still): void {
    const { width, height, ratio } = this.#size;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
    draw(context);
  }

  #fits({ key, view }: Still): boolean {
    const kept = this.#kept;
    if (!kept || !same(key, kept.key)) return false;
    return Math.abs(view.x - kept.x) <= MARGIN && Math.abs(view.y - kept.y) <= MARGIN;
  }

  #keep({ key, view, ground, draw }: Still): boolean {
    const context = this.#ownContext();
    if (!context) return false;
    const { width, height, ratio } = this.#size;
    context.setTransform(ratio, 0, 0, ratio, MARGIN * ratio, MARGIN * ratio);
    context.globalAlpha = 1;
    context.fillStyle = ground;
    context.fillRect(-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN);
    draw(context);
    this.#kept = { key, x: view.x, y: view.y };
    return true;
  }

  #ownContext(): CanvasRenderingContext2D | null {
    this.#canvas ??= this.#owner.ownerDocument?.createElement('canvas') ?? null;
    if (!this.#canvas) return null;
    this.#context ??= this.#canvas.getContext('2d', { alpha: false });
    const { width, height, ratio } = this.#size;
    const wanted = [
      Math.round((width + 2 * MARGIN) * ratio),
      Math.round((height + 2 * MARGIN) * ratio),
    ] as const;
    if (this.#canvas.width !== wanted[0]) this.#canvas.width = wanted[0];
    if (this.#canvas.height !== wanted[1]) this.#canvas.height = wanted[1];
    return this.#context;
  }

  #copy(context: CanvasRenderingContext2D, { view }: Still): void {
    if (!this.#canvas || !this.#kept) return;
    const { ratio } = this.#size;
    const x = Math.round((view.x - this.#kept.x - MARGIN) * ratio);
    const y = Math.round((view.y - this.#kept.y - MARGIN) * ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.drawImage(this.#canvas, x, y);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}

function same(one: Still['key'], other: Still['key']): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
