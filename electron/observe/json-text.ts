import type { Json } from '../../shared/json.ts';

export interface JsonTextOptions {
  /** Longest text wanted, in characters. */
  limit: number;
  /** Spaces per level; 0 = all in one line. */
  indent?: number;
}

export interface JsonText {
  text: string;
  /** True when there was more to say. */
  cut: boolean;
}

/**
 * `value` as JSON, never longer than asked for. JSON.stringify would build the whole text first, and
 * with indentation a deep frame of 8 MiB becomes gigabytes.
 */
export function jsonText(value: Json, options: JsonTextOptions): JsonText {
  const writer = new Writer(options.limit, options.indent ?? 0);
  writer.value(value, 0);
  return writer.finish();
}

/** The elements of a message without the brackets around them: `"a", 1, {…}`. */
export function elementsText(elements: readonly Json[], limit: number): JsonText {
  const writer = new Writer(limit, 0);
  writer.elements(elements);
  return writer.finish();
}

class Writer {
  readonly #limit: number;
  readonly #indent: number;
  readonly #parts: string[] = [];
  #length = 0;

  constructor(limit: number, indent: number) {
    this.#limit = limit;
    this.#indent = indent;
  }

  /** One more character than the limit tells that there was more. */
  get #full(): boolean {
    return this.#length > this.#limit;
  }

  value(value: Json, level: number): void {
    if (typeof value === 'string') this.#string(value);
    else if (Array.isArray(value)) this.#array(value, level);
    else if (value !== null && typeof value === 'object') this.#object(value, level);
    else this.#put(JSON.stringify(value));
  }

  elements(elements: readonly Json[]): void {
    for (const [i, element] of elements.entries()) {
      if (this.#full) return;
      if (i > 0) this.#put(', ');
      this.value(element, 0);
    }
  }

  finish(): JsonText {
    const text = this.#parts.join('');
    if (text.length <= this.#limit) return { text, cut: false };
    return { text: withoutHalfCharacter(text.slice(0, this.#limit)), cut: true };
  }

  #array(array: readonly Json[], level: number): void {
    this.#put('[');
    for (const [i, element] of array.entries()) {
      if (this.#full) return;
      this.#separate(i, level + 1);
      this.value(element, level + 1);
    }
    if (array.length > 0) this.#newLine(level);
    this.#put(']');
  }

  #object(object: { [key: string]: Json }, level: number): void {
    this.#put('{');
    let count = 0;
    for (const key in object) {
      if (this.#full) return;
      this.#separate(count, level + 1);
      this.#string(key);
      this.#put(this.#indent > 0 ? ': ' : ':');
      this.value(object[key] as Json, level + 1);
      count += 1;
    }
    if (count > 0) this.#newLine(level);
    this.#put('}');
  }

  #string(text: string): void {
    const room = this.#limit - this.#length + 1;
    this.#put(JSON.stringify(text.length > room ? text.slice(0, Math.max(room, 0)) : text));
  }

  #separate(index: number, level: number): void {
    if (index > 0) this.#put(',');
    if (this.#indent > 0) this.#newLine(level);
    else if (index > 0) this.#put(' ');
  }

  #newLine(level: number): void {
    if (this.#indent === 0) return;
    // Deep data must not cost more than is shown of it.
    const room = Math.max(this.#limit - this.#length + 1, 0);
    this.#put(`\n${' '.repeat(Math.min(level * this.#indent, room))}`);
  }

  #put(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}

/** A surrogate pair that was cut in two would be shown as a broken character. */
function withoutHalfCharacter(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
