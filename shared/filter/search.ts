import type { Json } from '../json.ts';

/** Tells whether a text fits. */
export type TextTest = (text: string) => boolean;

/** A search in single texts and in whole values. */
export interface Search {
  readonly text: TextTest;
  /** Whether any key or value inside fits; numbers, booleans and null as JSON writes them. */
  readonly value: (value: Json) => boolean;
}

/** Whether `*` or `?` occur. */
export function hasWildcards(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/**
 * A search that ignores case.
 * @param literal `*` and `?` stand for themselves, and `pattern` may be anywhere in the text; else the
 *   pattern describes the whole text, as in a shell, if it has wildcards
 */
export function searchFor(pattern: string, literal: boolean): Search {
  const folded = pattern.toLowerCase();
  const text = literal || !hasWildcards(pattern) ? containing(folded) : globbing(folded);
  return { text, value: (value) => anyIn(value, text) };
}

function containing(folded: string): TextTest {
  return (text) =>
    text.length * LONGEST_GROWTH >= folded.length && text.toLowerCase().includes(folded);
}

/** A character becomes at most three when it is folded. */
const LONGEST_GROWTH = 3;

function anyIn(value: Json, fits: TextTest): boolean {
  if (typeof value === 'string') return fits(value);
  if (value === null || typeof value !== 'object') return fits(String(value));
  // Not by recursion: the depth is the sender's choice.
  const open: (Json[] | { [key: string]: Json })[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) {
      for (const item of next) {
        if (item !== null && typeof item === 'object') open.push(item);
        else if (fits(typeof item === 'string' ? item : String(item))) return true;
      }
      continue;
    }
    for (const key in next) {
      const item = next[key] as Json;
      if (fits(key)) return true;
      if (item !== null && typeof item === 'object') open.push(item);
      else if (fits(typeof item === 'string' ? item : String(item))) return true;
    }
  }
  return false;
}

/** Characters that fit in one machine word, less the sign. */
const WORD_BITS = 31;

/**
 * `*` stands for any text, `?` for one UTF-16 unit. All places of the pattern where the text could be
 * are followed at once, as bits (Shift-And): time is linear in the text for any pattern and any text.
 */
function globbing(folded: string): TextTest {
  const glob = compileGlob(folded);
  const state = new Int32Array(glob.words);
  return (text) => runGlob(glob, state, text.toLowerCase());
}

interface Glob {
  /** Number of characters besides `*`; the state after all of them is the last bit. */
  readonly length: number;
  readonly words: number;
  /** By UTF-16 unit: bits of the states that are entered by it. */
  readonly enter: ReadonlyMap<number, Int32Array>;
  /** The same for units that the pattern doesn't name. */
  readonly enterAny: Int32Array;
  /** States that stay whatever comes: those before a `*`. */
  readonly stay: Int32Array;
}

function compileGlob(folded: string): Glob {
  const symbols = folded.replaceAll('*', '');
  const length = symbols.length;
  const words = Math.floor(length / WORD_BITS) + 1;
  const enterAny = new Int32Array(words);
  const stay = new Int32Array(words);
  for (let at = 0, state = 0; at < folded.length; at++) {
    const symbol = folded.charAt(at);
    if (symbol === '*') setBit(stay, state);
    else state += 1;
    if (symbol === '?') setBit(enterAny, state);
  }
  const enter = new Map<number, Int32Array>();
  for (let at = 0; at < length; at++) {
    const unit = symbols.charCodeAt(at);
    if (symbols.charAt(at) === '?') continue;
    const bits = enter.get(unit) ?? enterAny.slice();
    setBit(bits, at + 1);
    enter.set(unit, bits);
  }
  return { length, words, enter, enterAny, stay };
}

function runGlob(
  { length, words, enter, enterAny, stay }: Glob,
  state: Int32Array,
  text: string,
): boolean {
  state.fill(0);
  setBit(state, 0);
  const open = hasBit(stay, length);
  for (let at = 0; at < text.length; at++) {
    if (open && hasBit(state, length)) return true;
    const bits = enter.get(text.charCodeAt(at)) ?? enterAny;
    let carry = 0;
    let alive = 0;
    for (let word = 0; word < words; word++) {
      const old = state[word] ?? 0;
      const moved = ((old << 1) | carry) & 0x7fffffff & (bits[word] ?? 0);
      carry = (old >>> (WORD_BITS - 1)) & 1;
      const next = moved | (old & (stay[word] ?? 0));
      state[word] = next;
      alive |= next;
    }
    if (alive === 0) return false;
  }
  return hasBit(state, length);
}

function setBit(bits: Int32Array, at: number): void {
  const word = Math.floor(at / WORD_BITS);
  bits[word] = (bits[word] ?? 0) | (1 << at % WORD_BITS);
}

function hasBit(bits: Int32Array, at: number): boolean {
  return ((bits[Math.floor(at / WORD_BITS)] ?? 0) & (1 << at % WORD_BITS)) !== 0;
}
