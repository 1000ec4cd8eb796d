/**
 * A reader for what JSON::XS calls relaxed JSON: JSON with trailing commas, `#` comments and literal
 * tabs in strings (protocol section 9). Everything else is as strict as there: nesting up to 512,
 * of duplicate keys the last one wins, no lone surrogates.
 */

import type { Json } from '../../../shared/json.ts';
import { brokenAt, quoteCharacter } from './text.ts';

/** Deepest nesting of arrays and objects; the limit of JSON::XS. */
export const MAX_DEPTH = 512;

const BLANK = /(?:[ \t\r\n]|#[^\r\n]*)*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// eslint-disable-next-line no-control-regex -- tab is the one control character that strings may hold
const PLAIN_CHARACTERS = /[^"\\\u0000-\u0008\u000a-\u001f]*/y;
const UNICODE_ESCAPE = /[0-9a-fA-F]{4}/y;
const WORD = /[A-Za-z_][A-Za-z_0-9]*/y;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const LITERALS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** What people write by mistake, by its first character. */
const HINTS: Readonly<Record<string, string>> = {
  "'": ' Strings stand in double quotes.',
  '/': ' Comments begin with "#".',
  ';': ' Values are separated by commas.',
  '=': ' A key and its value are separated by a colon.',
};

/**
 * Reads one relaxed JSON value.
 *
 * Objects have no prototype: a key such as `__proto__` is a key like any other.
 *
 * @throws MeshError `config-broken`; its detail has `line`, `column` and `problem` (a sentence)
 */
export function parseRelaxed(text: string): Json {
  return new RelaxedReader(text).document();
}

/** A bracket that is still open, for the sentence that says it was never closed. */
interface Opening {
  bracket: '{' | '[';
  index: number;
}

class RelaxedReader {
  readonly #text: string;
  readonly #open: Opening[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    this.#skipBlank();
    const value = this.#value();
    this.#skipBlank();
    if (this.#at < this.#text.length) {
      this.#fail(`nothing more may follow the value, but ${this.#found()}.${this.#hint()}`);
    }
    return value;
  }

  #value(): Json {
    const next = this.#text[this.#at];
    if (next === '{') return this.#object();
    if (next === '[') return this.#array();
    if (next === '"') return this.#string();
    const number = this.#match(NUMBER);
    if (number) return Number(number);
    return this.#literal();
  }

  #literal(): Json {
    const start = this.#at;
    const word = this.#match(WORD);
    const value = LITERALS.get(word);
    if (value !== undefined) return value;
    if (word === '') return this.#expected('a value');
    this.#at = start;
    return this.#fail('a word without quotes is neither true, false nor null.');
  }

  #array(): Json[] {
    const items: Json[] = [];
    this.#enter('[');
    while (!this.#closes(']')) {
      items.push(this.#value());
      this.#separator(']');
    }
    return items;
  }

  #object(): { [key: string]: Json } {
    const members = Object.create(null) as { [key: string]: Json };
    this.#enter('{');
    while (!this.#closes('}')) {
      if (this.#text[this.#at] !== '"') this.#expected('a key in double quotes or "}"');
      const key = this.#string();
      this.#skipBlank();
      if (this.#text[this.#at] !== ':') this.#expected('a colon');
      this.#at += 1;
      this.#skipBlank();
      members[key] = this.#value();
      this.#separator('}');
    }
    return members;
  }

  #enter(bracket: Opening['bracket']): void {
    if (this.#open.length === MAX_DEPTH) {
      this.#fail(`the nesting is deeper than ${MAX_DEPTH}.`);
    }
    this.#open.push({ bracket, index: this.#at });
    this.#at += 1;
    this.#skipBlank();
  }

  /** Whether the closing bracket is next; consumes it. */
  #closes(bracket: string): boolean {
    if (this.#text[this.#at] !== bracket) return false;
    this.#at += 1;
    this.#open.pop();
    return true;
  }

  /** After an element: a comma (consumed), or the closing bracket (left). */
  #separator(bracket: string): void {
    this.#skipBlank();
    const next = this.#text[this.#at];
    if (next === bracket) return;
    if (next !== ',') this.#expected(`a comma or "${bracket}"`);
    this.#at += 1;
    this.#skipBlank();
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    let value = '';
    for (;;) {
      value += this.#match(PLAIN_CHARACTERS);
      const next = this.#text[this.#at];
      if (next === '"') break;
      if (next === '\\') value += this.#escape();
      else this.#failInString(start);
    }
    this.#at += 1;
    return value;
  }

  #failInString(start: number): never {
    if (this.#at < this.#text.length) {
      this.#fail(
        `a string may not contain ${quoteCharacter(this.#text, this.#at)}; write an escape.`,
      );
    }
    this.#at = start;
    return this.#fail('the string that begins here is never closed.');
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    if (letter === 'u') return this.#unicodeEscape();
    const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (character === undefined) return this.#fail('a backslash is followed by no known escape.');
    this.#at += 2;
    return character;
  }

  #unicodeEscape(): string {
    const start = this.#at;
    const first = this.#codeUnit();
    const isHigh = first >= 0xd800 && first < 0xdc00;
    if (!isHigh) {
      const isLow = first >= 0xdc00 && first < 0xe000;
      return isLow ? this.#failSurrogate(start) : String.fromCharCode(first);
    }
    if (!this.#text.startsWith('\\u', this.#at)) return this.#failSurrogate(start);
    const second = this.#codeUnit();
    if (second < 0xdc00 || second >= 0xe000) return this.#failSurrogate(start);
    return String.fromCharCode(first, second);
  }

  #failSurrogate(start: number): never {
    this.#at = start;
    return this.#fail('half of a surrogate pair is no character; write both halves.');
  }

  /** The number in `\uXXXX`. */
  #codeUnit(): number {
    const start = this.#at;
    this.#at += 2;
    const digits = this.#match(UNICODE_ESCAPE);
    if (digits) return Number.parseInt(digits, 16);
    this.#at = start;
    return this.#fail('"\\u" needs four hexadecimal digits.');
  }

  #skipBlank(): void {
    this.#match(BLANK);
  }

  /** Consumes what the sticky `pattern` matches here, perhaps nothing. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [matched = ''] = pattern.exec(this.#text) ?? [];
    this.#at += matched.length;
    return matched;
  }

  #expected(what: string): never {
    const opening = this.#open.at(-1);
    if (this.#at === this.#text.length && opening) {
      const line = this.#text.slice(0, opening.index).split(/\r\n|\n|\r/).length;
      this.#fail(`the text ends, but the "${opening.bracket}" of line ${line} is never closed.`);
    }
    return this.#fail(`${what} is expected here, but ${this.#found()}.${this.#hint()}`);
  }

  #found(): string {
    return this.#at === this.#text.length
      ? 'the text ends'
      : `${quoteCharacter(this.#text, this.#at)} was found`;
  }

  #hint(): string {
    const character = this.#text[this.#at] ?? '';
    return Object.hasOwn(HINTS, character) ? (HINTS[character] ?? '') : '';
  }

  #fail(problem: string): never {
    throw brokenAt(this.#text, this.#at, problem);
  }
}
