import { MeshError } from '../../../../shared/errors.ts';
import type { Json } from '../../../../shared/json.ts';
import { MAX_DEPTH } from '../limits.ts';

/** Stands for a list, hash or reference whose content is still being read. */
const OPEN = Symbol('open');

/**
 * The values of one frame in the order that they began in, for the places that say "that one again".
 * Such a place gets a copy: messages are plain trees. Copies of copies grow exponentially with the
 * octets sent, so there is a limit for all of them together.
 */
export class Repeats {
  readonly #values: (Json | typeof OPEN)[] = [];
  readonly #max: number;
  #copied = 0;

  /** @param max size of all copies together: characters of strings, plus 1 for each value */
  constructor(max: number) {
    this.#max = max;
  }

  add(value: Json): void {
    this.#values.push(value);
  }

  /** A value begins; returns its number for {@link close}. */
  open(): number {
    return this.#values.push(OPEN) - 1;
  }

  close(tag: number, value: Json): void {
    this.#values[tag] = value;
  }

  /**
   * The value numbered `tag` once more.
   * @param depth of the copy, if it is a container; 1 is the frame itself
   * @throws MeshError `frame-invalid` for a cycle, `frame-too-large`, `frame-too-deep`
   */
  again(tag: number, depth: number): Json {
    const value = this.#values[tag];
    if (value === undefined) {
      throw new MeshError('frame-invalid', 'A frame repeats a value that it does not hold.');
    }
    if (value === OPEN) {
      throw new MeshError('frame-invalid', 'A frame holds a value that is part of itself.', {
        next: 'Let the other side send data without references to what they are part of.',
      });
    }
    return this.#copy(value, depth);
  }

  #copy(value: Json, depth: number): Json {
    this.#pay(1);
    if (typeof value === 'string') this.#pay(value.length);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) {
      throw new MeshError('frame-too-deep', `A frame nests deeper than ${MAX_DEPTH} levels.`);
    }
    if (Array.isArray(value)) return value.map((part) => this.#copy(part, depth + 1));
    const entries = Object.entries(value).map(([key, part]): [string, Json] => {
      this.#pay(key.length);
      return [key, this.#copy(part, depth + 1)];
    });
    // Makes own properties of all keys, of `__proto__` too.
    return Object.fromEntries(entries);
  }

  #pay(size: number): void {
    this.#copied += size;
    if (this.#copied <= this.#max) return;
    throw new MeshError('frame-too-large', `A frame repeats more than ${this.#max} octets.`);
  }
}
