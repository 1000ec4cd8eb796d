import type { Json } from '../../../shared/json.ts';
import { JsonCursor } from './json-cursor.ts';
import type { Pace } from './pace.ts';

/** Characters between two places to start from, at first; doubled when there are too many of them. */
const FIRST_INTERVAL = 64 * 1024;
const MAX_STARTS = 256;

interface Start {
  offset: number;
  cursor: JsonCursor;
}

/**
 * The indented text of a value, readable from any place. The text is never there as a whole: deep data
 * of 8 MiB becomes gigabytes when it is indented.
 */
export class JsonPages {
  /** Length of the whole text, in characters. */
  readonly length: number;
  readonly #starts: readonly Start[];

  private constructor(length: number, starts: readonly Start[]) {
    this.length = length;
    this.#starts = starts;
  }

  /** Measures the text of `value`, in slices. */
  static async of(value: Json, pace: Pace): Promise<JsonPages> {
    const cursor = new JsonCursor(value);
    let starts: Start[] = [{ offset: 0, cursor: cursor.copy() }];
    let interval = FIRST_INTERVAL;
    let length = 0;
    pace.begin();
    for (let text = cursor.next(); text !== null; text = cursor.next()) {
      length += text.length;
      if (length - (starts.at(-1)?.offset ?? 0) >= interval) {
        starts.push({ offset: length, cursor: cursor.copy() });
        if (starts.length > MAX_STARTS) {
          starts = starts.filter((_start, i) => i % 2 === 0);
          interval *= 2;
        }
      }
      if (pace.due()) await pace.rest();
    }
    return new JsonPages(length, starts);
  }

  /** The characters `from` … `from + length`, as far as there are any. */
  read(from: number, length: number): string {
    const start = this.#starts.findLast(({ offset }) => offset <= from);
    if (!start) return '';
    const cursor = start.cursor.copy();
    const end = from + length;
    const parts: string[] = [];
    let offset = start.offset;
    for (let text = cursor.next(); text !== null && offset < end; text = cursor.next()) {
      const next = offset + text.length;
      if (next > from) parts.push(text.slice(Math.max(from - offset, 0), end - offset));
      offset = next;
    }
    return parts.join('');
  }
}
