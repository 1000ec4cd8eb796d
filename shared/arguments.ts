import type { Json } from './json.ts';

/** Where a mistake is: `line` and `column` count from 1, `offset` from 0, in characters of the text. */
export interface ArgumentsMistake {
  message: string;
  line: number;
  column: number;
  offset: number;
}

export type ParsedArguments = { ok: true; values: Json[] } | ({ ok: false } & ArgumentsMistake);

/**
 * Reads the arguments of a message as a person types them: the inside of a JSON array, values with commas
 * between them, such as `"hello", {"a": 1}`. Nothing at all is no arguments.
 * The check of our own only finds the place and the words for a mistake; `JSON.parse` decides.
 */
export function parseArguments(text: string): ParsedArguments {
  if (text.trim() === '') return { ok: true, values: [] };
  const mistake = new Checker(text).check();
  if (mistake) return { ok: false, ...mistake };
  return { ok: true, values: JSON.parse(`[${text}]`) as Json[] };
}

/** Deeper nesting is refused by the node too; it is a slip of the hand. */
const MAX_DEPTH = 200;

const WORDS = ['true', 'false', 'null'];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}\p{N}_$.+-]+/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

class Mistake extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Walks through the text by the JSON grammar and stops at the first thing that doesn't fit. */
class Checker {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  check(): ArgumentsMistake | null {
    try {
      this.#list(null, 0);
      return null;
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      return { message: error.message, ...positionOf(this.#text, error.offset) };
    }
  }

  /** Values up to `close`, or to the end of the text when that is `null`. */
  #list(close: ']' | null, depth: number): void {
    this.#space();
    if (close !== null && this.#take(close)) return;
    for (;;) {
      this.#value(depth);
      this.#space();
      if (close === null ? this.#at === this.#text.length : this.#take(close)) return;
      this.#comma(close);
      this.#space();
      if (this.#peek() === close || (close === null && this.#at === this.#text.length)) {
        this.#fail('There is no value after the comma', this.#lastComma());
      }
    }
  }

  #value(depth: number): void {
    const start = this.#peek();
    if (depth > MAX_DEPTH) this.#fail(`Nested more than ${MAX_DEPTH} deep`);
    if (start === undefined) this.#fail('A value is missing here');
    if (start === '"') return this.#string('string');
    if (start === '[') return this.#inside(() => this.#list(']', depth + 1));
    if (start === '{') return this.#inside(() => this.#object(depth + 1));
    if (start === '-' || /\d/.test(start)) return this.#number();
    if (start === "'") this.#fail('Strings stand in double quotes: "…"');
    if (start === ',') this.#fail('A value is missing before the comma');
    if (start === ']' || start === '}') this.#fail(`"${start}" closes nothing`);
    this.#word();
  }

  #inside(read: () => void): void {
    this.#at += 1;
    read();
  }

  #object(depth: number): void {
    this.#space();
    if (this.#take('}')) return;
    for (;;) {
      if (this.#peek() !== '"') this.#fail('A key in double quotes must stand here');
      this.#string('key');
      this.#space();
      if (!this.#take(':')) this.#fail('A colon must stand between key and value');
      this.#space();
      if (this.#peek() === '}') this.#fail('A value is missing after the colon');
      this.#value(depth);
      this.#space();
      if (this.#take('}')) return;
      this.#comma('}');
      this.#space();
      if (this.#peek() === '}') this.#fail('There is no value after the comma', this.#lastComma());
    }
  }

  #string(what: 'string' | 'key'): void {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      const character = this.#peek();
      if (character === undefined) {
        this.#fail(`This ${what} is not closed by a double quote`, start);
      }
      if (character === '\n') this.#fail(`This ${what} is not closed before the line ends`, start);
      if (character < ' ') this.#fail('Write a control character as an escape such as \\t');
      if (character === '\\') {
        if (!this.#match(ESCAPE)) {
          this.#fail('This escape is none of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX');
        }
        continue;
      }
      this.#at += 1;
      if (character === '"') return;
    }
  }

  #number(): void {
    const start = this.#at;
    const fits = this.#match(NUMBER);
    // What follows a number directly belongs to it: 012, 1.5.2, 3px.
    if (this.#match(WORD) || !fits) this.#fail('This is not a number as JSON writes it', start);
  }

  #word(): void {
    const start = this.#at;
    const found = this.#match(WORD);
    if (!found) {
      this.#fail(`"${String.fromCodePoint(this.#text.codePointAt(start) ?? 0)}" begins no value`);
    }
    if (WORDS.includes(found)) return;
    const known = WORDS.find((word) => word === found.toLowerCase());
    this.#fail(
      known ? `Write ${known} in small letters` : `Text stands in double quotes: "${found}"`,
      start,
    );
  }

  #comma(close: ']' | '}' | null): void {
    if (this.#take(',')) return;
    const next = this.#peek();
    if (next === undefined) this.#fail(`"${close ?? ''}" is missing at the end`);
    if (next === ']' || next === '}') {
      this.#fail(
        close === null ? `"${next}" closes nothing` : `"${close}" is expected, not "${next}"`,
      );
    }
    this.#fail('A comma must stand between two values');
  }

  #lastComma(): number {
    return this.#text.lastIndexOf(',', this.#at - 1);
  }

  #space(): void {
    while (/[ \t\n\r]/.test(this.#peek() ?? '')) this.#at += 1;
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #fail(message: string, offset: number = this.#at): never {
    throw new Mistake(offset, message);
  }
}

/** Line and column of a place in a text, both from 1. */
export function positionOf(
  text: string,
  offset: number,
): { line: number; column: number; offset: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n'), offset };
}
