/**
 * Where things stand in a relaxed JSON text. Only for texts that `parseRelaxed` has accepted: what it
 * has checked isn't checked again, so positions are found by looking at brackets, quotes and commas.
 */

import type { Json } from '../../../../shared/json.ts';
import { parseRelaxed } from '../relaxed.ts';

/** A part of a text: UTF-16 indices, the end not included. */
export interface Range {
  start: number;
  end: number;
}

/** An element of an array, or a member of an object: then `start` is that of its key. */
export interface Item extends Range {
  /** Of a member: the key, decoded, and where its text ends. */
  key?: string;
  keyEnd?: number;
  value: Range;
  /** Where the comma after it is; absent when there is none. */
  comma?: number;
}

/** An array or object. */
export interface Container extends Range {
  bracket: '{' | '[';
  items: Item[];
}

const BLANK = /(?:[ \t\r\n]+|#[^\r\n]*)*/y;
const SCALAR = /[^ \t\r\n#,\]}]+/y;
/** Whatever has no meaning for the nesting. */
const INERT = /[^"#[\]{}]+/y;

/** The index after the blanks and comments at `at`. */
export function skipBlank(text: string, at: number): number {
  return endOf(BLANK, text, at);
}

/** The one value of a document. */
export function documentRange(text: string): Range {
  return valueRange(text, skipBlank(text, 0));
}

/** The array or object that begins at `range.start`; `undefined` when another value stands there. */
export function scanContainer(text: string, range: Range): Container | undefined {
  const bracket = text[range.start];
  if (bracket !== '{' && bracket !== '[') return undefined;
  const items: Item[] = [];
  let at = skipBlank(text, range.start + 1);
  while (at < range.end - 1) {
    const item = bracket === '{' ? member(text, at) : element(text, at);
    items.push(item);
    at = skipBlank(text, item.end);
    if (text[at] !== ',') break;
    item.comma = at;
    at = skipBlank(text, at + 1);
  }
  return { ...range, bracket, items };
}

/** The member that counts for `key`: of several the last one (see `parseRelaxed`). */
export function memberOf(container: Container, key: string): Item | undefined {
  return container.items.findLast((item) => item.key === key);
}

/** What stands in a range, as a value. */
export function valueIn(text: string, range: Range): Json {
  return parseRelaxed(text.slice(range.start, range.end));
}

function element(text: string, at: number): Item {
  const value = valueRange(text, at);
  return { ...value, value };
}

function member(text: string, at: number): Item {
  const keyEnd = stringEnd(text, at);
  const colon = skipBlank(text, keyEnd);
  const value = valueRange(text, skipBlank(text, colon + 1));
  const key = parseRelaxed(text.slice(at, keyEnd)) as string;
  return { start: at, end: value.end, key, keyEnd, value };
}

/** The value that begins at a place. */
export function valueRange(text: string, start: number): Range {
  const first = text[start];
  if (first === '"') return { start, end: stringEnd(text, start) };
  if (first === '{' || first === '[') return { start, end: closingEnd(text, start) };
  return { start, end: endOf(SCALAR, text, start) };
}

/** The index after the bracket that closes the one at `start`. */
function closingEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const next = text[at];
    if (next === '"') at = stringEnd(text, at);
    else if (next === '#') at = skipBlank(text, at);
    else if (next === '{' || next === '[') [depth, at] = [depth + 1, at + 1];
    else if (next === '}' || next === ']') [depth, at] = [depth - 1, at + 1];
    else at = endOf(INERT, text, at);
  } while (depth > 0 && at < text.length);
  return at;
}

/** By hand: a pattern would need a stack as deep as the string is long. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The index after what the sticky pattern matches at a place; that place when it doesn't. */
export function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : at;
}
