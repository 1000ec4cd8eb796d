import type { Json } from '../json.ts';
import { parse } from './parser.ts';
import { print, printName } from './print.ts';
import { pathText, quoted } from './quote.ts';
import { FIELDS, MAX_FILTER_LENGTH } from './syntax.ts';
import { numberOf } from './values.ts';

/** Fields with a value of their own in every row. */
export type RowField = 'peer' | 'port' | 'tag' | 'dir' | 'size';

/** Longest text that is compared as a whole; of longer ones the beginning is searched for. */
const MAX_WHOLE_TEXT = 200;
/** Characters of that beginning: a filter is to be read. */
const BEGINNING = 100;

/** The filter for messages with this value in a field of the row. */
export function filterForField(field: RowField, value: string | number): string {
  return equalTo(field, typeof value === 'number' ? String(value) : value, false);
}

/**
 * The filter for messages with this value at the same place.
 * @param path from the array of all elements down (`JsonPath`)
 * @param value what stands there; arrays and objects become a question for their presence
 * @param tagged whether the first element of the message is a string
 * @returns null for the message as a whole
 */
export function filterForPath(
  path: readonly (string | number)[],
  value: Json,
  tagged: boolean,
): string | null {
  const [first, ...steps] = path;
  if (typeof first !== 'number') return null;
  if (tagged && first === 0) return typeof value === 'string' ? filterForField('tag', value) : null;
  const name = pathText([tagged ? first - 1 : first, ...steps]);
  if (value !== null && typeof value === 'object') return name;
  if (typeof value === 'string') return equalTo(name, value, true);
  return `${name} = ${String(value)}`;
}

/**
 * A filter for messages that pass both. The texts stay as they are written.
 * @returns the other when one is empty or wrong; just `a` when it says `b` already
 */
export function andFilter(a: string, b: string): string {
  const first = parsed(a);
  const second = parsed(b);
  if (!first) return second ? b.trim() : '';
  if (!second) return a.trim();
  const said = first.kind === 'and' ? first.items : [first];
  const more = second.kind === 'and' ? second.items : [second];
  const known = new Set(said.map(print));
  if (more.every((item) => known.has(print(item)))) return a.trim();
  return [
    first.kind === 'or' ? `(${a.trim()})` : a.trim(),
    second.kind === 'or' ? `(${b.trim()})` : b.trim(),
  ].join(' and ');
}

/** `null` when it is wrong or lets everything pass. */
function parsed(text: string) {
  // The time matters to no filter's form.
  const result = text.length <= MAX_FILTER_LENGTH ? parse(text, 0) : null;
  return result?.ok && result.node.kind !== 'all' ? result.node : null;
}

/** @param inQuotes a text that reads as a number or as `true` would match more than itself */
function equalTo(name: string, value: string, inQuotes: boolean): string {
  if (value.length > MAX_WHOLE_TEXT) return `${name} ~ ${quoted(beginning(value))}`;
  const loose = inQuotes && (numberOf(value) !== null || ['true', 'false', 'null'].includes(value));
  const isWord = !loose && !FIELDS.has(value);
  return `${name} = ${isWord ? printName(value) : quoted(value)}`;
}

/** Without half a character at its end. */
function beginning(text: string): string {
  return text.slice(0, BEGINNING).replace(/[\ud800-\udbff]$/, '');
}
