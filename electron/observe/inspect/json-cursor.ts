import type { Json } from '../../../shared/json.ts';

/** Strings are written in pieces of this many characters, so that a page never costs a whole huge one. */
const PIECE = 16 * 1024;
/** Spaces per level. */
const INDENT = 2;

/** An array or object that is being written. */
interface Level {
  readonly value: Json[] | { [key: string]: Json };
  /** Of an object. */
  readonly keys: readonly string[] | null;
  readonly length: number;
  /** Next element. */
  index: number;
}

/**
 * Writes a value as indented JSON, bit by bit, the same text as `JSON.stringify(value, null, 2)`. It can
 * be copied in the middle, to go on from there later. Nothing recurses: the depth is the sender's choice.
 */
export class JsonCursor {
  readonly #levels: Level[];
  /** The rest of a long string. */
  #string: { text: string; offset: number } | null = null;
  /** The value itself, until it was begun. */
  #start: Json | undefined;

  constructor(value: Json) {
    this.#levels = [];
    this.#start = value;
  }

  /** A cursor at the same place. */
  copy(): JsonCursor {
    const copy = new JsonCursor(null);
    copy.#start = this.#start;
    copy.#levels.push(...this.#levels.map((level) => ({ ...level })));
    copy.#string = this.#string && { ...this.#string };
    return copy;
  }

  /** The next bit of text, or `null` at the end. */
  next(): string | null {
    if (this.#string) return this.#piece(this.#string);
    if (this.#start !== undefined) {
      const value = this.#start;
      this.#start = undefined;
      return this.#begin(value);
    }
    const level = this.#levels.at(-1);
    if (!level) return null;
    return level.index < level.length ? this.#element(level) : this.#close(level);
  }

  #element(level: Level): string {
    const before = `${level.index > 0 ? ',' : ''}${newLine(this.#levels.length)}`;
    const key = level.keys?.[level.index];
    const name = key === undefined ? '' : `${JSON.stringify(key)}: `;
    const value = Array.isArray(level.value) ? level.value[level.index] : level.value[key ?? ''];
    level.index += 1;
    return before + name + this.#begin(value as Json);
  }

  #begin(value: Json): string {
    if (typeof value === 'string' && value.length > PIECE) {
      this.#string = { text: value, offset: 0 };
      return '"';
    }
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    const isArray = Array.isArray(value);
    const keys = isArray ? null : Object.keys(value);
    const length = isArray ? value.length : (keys?.length ?? 0);
    if (length === 0) return isArray ? '[]' : '{}';
    this.#levels.push({ value, keys, length, index: 0 });
    return isArray ? '[' : '{';
  }

  #close(level: Level): string {
    this.#levels.pop();
    return `${newLine(this.#levels.length)}${level.keys ? '}' : ']'}`;
  }

  #piece(string: { text: string; offset: number }): string {
    const { text, offset } = string;
    let end = Math.min(offset + PIECE, text.length);
    // Half a surrogate pair would be escaped.
    if (end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end -= 1;
    string.offset = end;
    const escaped = JSON.stringify(text.slice(offset, end)).slice(1, -1);
    if (end < text.length) return escaped;
    this.#string = null;
    return `${escaped}"`;
  }
}

const NEW_LINES: string[] = [];

function newLine(level: number): string {
  return (NEW_LINES[level] ??= `\n${' '.repeat(level * INDENT)}`);
}
