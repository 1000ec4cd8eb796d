/** Positions in a text and its decoding, so that an error can say where it is. */

import { MeshError } from '../../../shared/errors.ts';

/** A place in a text as editors count: both from 1, columns in characters. */
export interface TextPosition {
  line: number;
  column: number;
}

const LINE_END = /\r\n|\n|\r/g;
const BYTE_ORDER_MARK = '\ufeff';

/** The position of the UTF-16 index `index` in `text`. */
export function positionAt(text: string, index: number): TextPosition {
  const before = text.slice(0, index).split(LINE_END);
  const lastLine = before.at(-1) ?? '';
  return { line: before.length, column: [...lastLine].length + 1 };
}

/** An error of code `config-broken` at a place in a text; `detail` has `line`, `column`, `problem`. */
export function brokenAt(text: string, index: number, problem: string): MeshError {
  const { line, column } = positionAt(text, index);
  return new MeshError('config-broken', `Line ${line}, column ${column}: ${problem}`, {
    detail: { line, column, problem },
  });
}

/** The text in UTF-8 octets, and whether a byte order mark stood before it (removed). */
export interface DecodedText {
  text: string;
  hadByteOrderMark: boolean;
}

/**
 * Decodes UTF-8 strictly: a later writer must be able to give back what it doesn't touch, octet by octet,
 * and replacement characters would lose it.
 *
 * @throws MeshError `config-broken` that names the place and value of the first invalid octet
 */
export function decodeUtf8(octets: Uint8Array): DecodedText {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw invalidOctet(octets);
  }
  const hadByteOrderMark = text.startsWith(BYTE_ORDER_MARK);
  return { text: hadByteOrderMark ? text.slice(1) : text, hadByteOrderMark };
}

/** Names the octet at which the first sequence begins that is not UTF-8. */
function invalidOctet(octets: Uint8Array): MeshError {
  const valid = longestValidStart(octets);
  const at = new TextEncoder().encode(valid).length;
  const value = `0x${(octets[at] ?? 0).toString(16).padStart(2, '0')}`;
  return brokenAt(valid, valid.length, `the octet ${value} is not UTF-8 text.`);
}

/** Searches it by halving, because the decoder doesn't tell where it stopped. */
function longestValidStart(octets: Uint8Array): string {
  let valid = '';
  let low = 0;
  let high = octets.length;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const text = decodeStart(octets.subarray(0, middle));
    if (text === undefined) {
      high = middle - 1;
    } else {
      valid = text;
      low = middle + 1;
    }
  }
  return valid;
}

/** Decodes octets that may end within a character; `undefined` when they hold something invalid. */
function decodeStart(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets, {
      stream: true,
    });
  } catch {
    return undefined;
  }
}

/** A character for a sentence: itself in quotes when it can be seen, else its number. */
export function quoteCharacter(text: string, index: number): string {
  const point = text.codePointAt(index) ?? 0;
  const character = String.fromCodePoint(point);
  if (character === '"') return `'"'`;
  const isVisible = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character);
  return isVisible ? `"${character}"` : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
