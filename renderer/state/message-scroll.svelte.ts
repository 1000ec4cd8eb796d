import type { Span } from './message-rows.ts';

/** Rows drawn beyond the edges, so that fast scrolling shows no gap. */
export const MARGIN = 8;

/** Parts of a row by which the end may be missed: pixels are rounded. */
const CLOSE = 0.1;

/** What the screen is tied to: an end of the list, or a position, which may be a part of a row. */
type Anchor = 'start' | 'end' | number;

/**
 * Which positions of a list are on the screen. It is tied to positions, not to pixels: rows that come or
 * go in front of what is read move nothing.
 */
export class MessageScroll {
  readonly #range: () => Span;
  #anchor = $state.raw<Anchor>('end');
  #rows = $state.raw(0);

  /** @param range all positions that there are */
  constructor(range: () => Span) {
    this.#range = range;
  }

  /** Whether new rows are followed. */
  get following(): boolean {
    return this.#anchor === 'end';
  }
  /** Rows that fit on the screen, with a fraction. */
  get rows(): number {
    return this.#rows;
  }
  /** Position at the upper edge, with a fraction. */
  get top(): number {
    const { from, to } = this.#range();
    const last = Math.max(from, to - this.#rows);
    if (this.#anchor === 'end') return last;
    if (this.#anchor === 'start') return from;
    return Math.min(Math.max(this.#anchor, from), last);
  }
  /** The rows that have to exist. */
  get drawn(): Span {
    const { from, to } = this.#range();
    const { top } = this;
    return {
      from: Math.max(from, Math.floor(top) - MARGIN),
      to: Math.min(to, Math.ceil(top + this.#rows) + MARGIN),
    };
  }

  /** @param rows that fit on the screen; with a fraction */
  resize(rows: number): void {
    this.#rows = Math.max(0, rows);
  }

  /** The person has scrolled so that `top` is at the upper edge. */
  moveTo(top: number): void {
    const { from, to } = this.#range();
    if (top + this.#rows >= to - CLOSE) this.#anchor = 'end';
    else this.#anchor = top <= from ? 'start' : top;
  }

  /** Stays where it is, whatever comes. */
  stay(): void {
    if (this.#anchor === 'end') this.#anchor = this.top;
  }

  toEnd(): void {
    this.#anchor = 'end';
  }

  /** Scrolls as little as needed for a row to be seen whole. */
  reveal(position: number): void {
    const { top } = this;
    if (position < top) this.moveTo(position);
    else if (position + 1 > top + this.#rows) this.moveTo(position + 1 - this.#rows);
  }

  /** Shows a row that was jumped to with some others around it. */
  centre(position: number): void {
    const { top } = this;
    const inside = position >= top && position + 1 <= top + this.#rows;
    if (!inside) this.moveTo(position - Math.floor(this.#rows / 2));
  }

  /** All positions moved: what was at `top` is somewhere else now. */
  rebase(top: number): void {
    if (typeof this.#anchor === 'number') this.#anchor = top;
  }
}
