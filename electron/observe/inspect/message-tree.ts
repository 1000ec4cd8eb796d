import type { Json } from '../../../shared/json.ts';
import type { JsonPath, TreeEntry } from '../../../shared/messages.ts';
import { PREVIEW_LENGTH } from '../../../shared/messages.ts';
import { elementsText } from '../json-text.ts';

/** The value at a path below `value`, or `undefined` when there is none. */
export function valueAt(value: Json, path: JsonPath): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) {
    if (current === null || typeof current !== 'object') return undefined;
    if (Array.isArray(current)) current = typeof step === 'number' ? current[step] : undefined;
    else current = Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}

/** Listing the keys of larger objects takes so long that it is done once only. */
const MANY_KEYS = 1_000;

/** Reads trees level by level. */
export class TreeReader {
  readonly #keys = new WeakMap<object, readonly string[]>();

  /**
   * The entries of an array or object, `from` … `from + count`.
   * @returns `null` when `value` has none; `length` is the number of all entries
   */
  entries(
    value: Json | undefined,
    from: number,
    count: number,
  ): { entries: TreeEntry[]; length: number } | null {
    if (value === null || typeof value !== 'object') return null;
    if (Array.isArray(value)) {
      const part = value.slice(from, from + count);
      return {
        entries: part.map((each, i) => this.#entryOf(from + i, each)),
        length: value.length,
      };
    }
    const keys = this.#keysOf(value);
    const part = keys.slice(from, from + count);
    return {
      entries: part.map((key) => this.#entryOf(key, value[key] as Json)),
      length: keys.length,
    };
  }

  #entryOf(key: string | number, value: Json): TreeEntry {
    return {
      key,
      type: typeOf(value),
      length: this.#lengthOf(value),
      preview: elementsText([value], PREVIEW_LENGTH).text,
    };
  }

  #lengthOf(value: Json): number {
    if (typeof value === 'string' || Array.isArray(value)) return value.length;
    return value !== null && typeof value === 'object' ? this.#keysOf(value).length : 0;
  }

  #keysOf(object: object): readonly string[] {
    const known = this.#keys.get(object);
    if (known) return known;
    const keys = Object.keys(object);
    if (keys.length > MANY_KEYS) this.#keys.set(object, keys);
    return keys;
  }
}

function typeOf(value: Json): TreeEntry['type'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as TreeEntry['type'];
}
