/** JSON as the reference's utility prints it. */

import type { Json } from '../../shared/json.ts';
import { toPlainText } from '../mp/config/octets.ts';

const INDENT = '   ';

/** Characters that could do something to a terminal. Those below U+0020 are escaped by JSON already. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * A value over several lines, as JSON::XS prints `pretty`, with a line end. Text that stands encoded twice
 * in the file is printed as it was typed.
 */
export function prettyJson(value: Json): string {
  return `${pretty(value, '')}\n`;
}

/** Values on one line, separated by commas: a JSON array without its brackets. */
export function compactJson(values: readonly Json[]): string {
  return escapeUnseen(JSON.stringify(values).slice(1, -1));
}

/** Text of the network for a terminal: nothing in it moves the cursor or changes colours. */
export function terminalText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return escapeUnseen(
    text.replace(/[^\P{Cc}\t]/gu, (character) => JSON.stringify(character).slice(1, -1)),
  );
}

function pretty(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return scalar(value);
  const inner = indent + INDENT;
  if (Array.isArray(value)) {
    return block(
      '[',
      value.map((item) => inner + pretty(item, inner)),
      `${indent}]`,
    );
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${inner}${scalar(key)} : ${pretty(member, inner)}`,
  );
  return block('{', members, `${indent}}`);
}

function block(open: string, lines: readonly string[], close: string): string {
  return lines.length === 0 ? open + close.trim() : `${open}\n${lines.join(',\n')}\n${close}`;
}

function scalar(value: null | boolean | number | string): string {
  return escapeUnseen(JSON.stringify(typeof value === 'string' ? toPlainText(value) : value));
}

function escapeUnseen(text: string): string {
  return text.replace(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
