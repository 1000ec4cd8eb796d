/** The changes made through a store, so that they can be taken back. */

import type { Inverse } from './edit/steps.ts';

export interface HistoryEntry {
  /** What takes the changes back one by one, should others have changed the file since. */
  inverses: readonly Inverse[];
  /** The text after the changes, by its revision, and the one piece of it that differs from before. */
  revision: string;
  piece: Piece;
}

/** Where two texts differ. */
export interface Piece {
  start: number;
  before: string;
  after: string;
}

/** How many changes can be taken back. */
const MOST = 100;

/** The last changes, newest last. Holds secrets. */
export class History {
  readonly #entries: HistoryEntry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  get last(): HistoryEntry | undefined {
    return this.#entries.at(-1);
  }

  add(entry: HistoryEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > MOST) this.#entries.shift();
  }

  remove(entry: HistoryEntry): void {
    const index = this.#entries.indexOf(entry);
    if (index >= 0) this.#entries.splice(index, 1);
  }
}

/** The one piece in which two texts differ. */
export function pieceBetween(before: string, after: string): Piece {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return {
    start,
    before: before.slice(start, before.length - tail),
    after: after.slice(start, after.length - tail),
  };
}

/** The text before, given the text after. */
export function withoutPiece(text: string, { start, before, after }: Piece): string {
  return text.slice(0, start) + before + text.slice(start + after.length);
}
