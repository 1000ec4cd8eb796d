import { overlaps } from './points.ts';
import type { Box } from './points.ts';

/** Pixels: a little more than a mark or the height of a name. */
const CELL = 48;

/** More columns and rows than any picture has: a number says both. */
const SPAN = 1 << 20;

/** What is already somewhere on the screen, by place: to ask for a free one costs no look at all of it. */
export class Occupied {
  readonly #cells = new Map<number, Box[]>();

  constructor(boxes: Iterable<Box> = []) {
    for (const box of boxes) this.add(box);
  }

  add(box: Box): void {
    eachCell(box, (key) => {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
      return true;
    });
  }

  /** Whether any of the boxes shares area with this one. */
  hits(box: Box): boolean {
    return !eachCell(box, (key) => {
      for (const other of this.#cells.get(key) ?? NONE) if (overlaps(box, other)) return false;
      return true;
    });
  }

  /** How many of the boxes share area with this one. */
  count(box: Box): number {
    const found: Box[] = [];
    eachCell(box, (key) => {
      for (const other of this.#cells.get(key) ?? NONE) {
        if (overlaps(box, other) && !found.includes(other)) found.push(other);
      }
      return true;
    });
    return found.length;
  }
}

const NONE: readonly Box[] = [];

/** Visits the cells that a box touches, until a visit says `false`. @returns whether none did */
function eachCell({ x0, y0, x1, y1 }: Box, visit: (key: number) => boolean): boolean {
  for (let column = Math.floor(x0 / CELL); column * CELL < x1; column++) {
    for (let row = Math.floor(y0 / CELL); row * CELL < y1; row++) {
      if (!visit(column * SPAN + row)) return false;
    }
  }
  return true;
}
