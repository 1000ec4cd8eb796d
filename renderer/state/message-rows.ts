import type { MessageRows, MessageView } from '../../shared/messages.ts';
import { MAX_LIST_ROWS } from '../../shared/messages.ts';

/** Positions from `from` up to, but without, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Rows beyond what is shown that are kept, so that turning round while scrolling asks for nothing. */
const KEPT_AROUND = 300;

/** The rows of a list that are at hand, by their position. Plain data: nothing in here is watched. */
export class RowCache {
  readonly #rows = new Map<number, MessageView>();

  get size(): number {
    return this.#rows.size;
  }

  get(position: number): MessageView | undefined {
    return this.#rows.get(position);
  }

  values(): Iterable<MessageView> {
    return this.#rows.values();
  }

  /** @returns whether one of them was not there */
  put({ from, rows }: MessageRows): boolean {
    const before = this.#rows.size;
    rows.forEach((row, index) => this.#rows.set(from + index, row));
    return this.#rows.size > before;
  }

  /** What of a span has to be asked for, at most {@link MAX_LIST_ROWS}; `null` = nothing. */
  missing({ from, to }: Span): { from: number; count: number } | null {
    let start = from;
    while (start < to && this.#rows.has(start)) start++;
    let end = to;
    while (end > start && this.#rows.has(end - 1)) end--;
    return end > start ? { from: start, count: Math.min(end - start, MAX_LIST_ROWS) } : null;
  }

  /** Lets go of what is far from a span. */
  keepAround({ from, to }: Span): void {
    if (this.#rows.size <= to - from + 2 * KEPT_AROUND) return;
    for (const position of this.#rows.keys()) {
      if (position < from - KEPT_AROUND || position >= to + KEPT_AROUND) {
        this.#rows.delete(position);
      }
    }
  }

  /** Lets go of the rows before a position. */
  dropBefore(end: number): void {
    for (const position of this.#rows.keys()) if (position < end) this.#rows.delete(position);
  }

  /** Changes the row of a message, when it is at hand. @returns whether it was */
  patch(seq: number, change: Partial<MessageView>): boolean {
    for (const [position, row] of this.#rows) {
      if (row.seq !== seq) continue;
      this.#rows.set(position, { ...row, ...change });
      return true;
    }
    return false;
  }

  clear(): void {
    this.#rows.clear();
  }
}
