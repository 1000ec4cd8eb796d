/** How a configuration file is laid out, so that what is added looks like the rest. */

import type { Json } from '../../../../shared/json.ts';
import { documentRange, scanContainer, skipBlank } from './scan.ts';
import type { Container, Item, Range } from './scan.ts';

/** Everything that a layout needs to know. */
export interface Style {
  /** One step of indentation. */
  indent: string;
  /** Between a key and its value. */
  colon: string;
  lineEnd: string;
  /** Whether new objects are spread over lines. */
  spread: boolean;
  /** The same for arrays, which some people keep on one line. */
  spreadArrays: boolean;
  /** After a comma within a line. */
  gap: string;
}

/** What JSON::XS calls pretty: the style of the reference's utility. */
export const REFERENCE_STYLE: Style = {
  indent: '   ',
  colon: ' : ',
  lineEnd: '\n',
  spread: true,
  spreadArrays: true,
  gap: ' ',
};

/** Arrays of values stand at most this deep: root, `profile`, its name. */
const ARRAY_DEPTH = 3;
const BLANK_LINE_START = /^[ \t]*$/;

/** The style of a document; where it shows none, that of the reference. */
export function styleOf(text: string): Style {
  const root = scanContainer(text, documentRange(text));
  const first = root?.items[0];
  if (!root || !first) return { ...REFERENCE_STYLE, lineEnd: lineEndOf(text) };
  const spread = isSpread(text, root);
  return {
    indent: (spread && indentOf(text, first)) || REFERENCE_STYLE.indent,
    colon: colonOf(text, root) ?? REFERENCE_STYLE.colon,
    lineEnd: lineEndOf(text),
    spread,
    spreadArrays: spread && (arraysAreSpread(text, root) ?? true),
    gap: gapOf(text, root) ?? (colonOf(text, root) === ':' ? '' : ' '),
  };
}

/** The style of one container: its own where it shows one, else `around`. */
export function styleWithin(text: string, container: Container, around: Style): Style {
  return {
    ...around,
    colon: colonOf(text, container) ?? around.colon,
    gap: gapOf(text, container) ?? around.gap,
  };
}

/** The blanks before a place, when nothing else stands before it on its line; else `undefined`. */
export function indentOf(text: string, range: Range): string | undefined {
  const before = text.slice(lineStart(text, range.start), range.start);
  return BLANK_LINE_START.test(before) ? before : undefined;
}

/** The blanks at the beginning of the line of a place. */
export function lineIndent(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? '';
}

export function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isLineEnd(text[start - 1])) start -= 1;
  return start;
}

export function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

/**
 * The text of a value.
 *
 * @param indent the blanks at the beginning of the line that the value begins on
 */
export function layout(value: Json, style: Style, indent: string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = indent + style.indent;
  const parts = Array.isArray(value)
    ? value.map((item) => layout(item, style, inner))
    : Object.entries(value).map(([key, item]) =>
        memberText(key, layout(item, style, inner), style),
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (parts.length === 0) return `${open}${close}`;
  const spread = Array.isArray(value) ? style.spreadArrays : style.spread;
  if (!spread) return `${open}${parts.join(`,${style.gap}`)}${close}`;
  const lines = parts.join(`,${style.lineEnd}${inner}`);
  return `${open}${style.lineEnd}${inner}${lines}${style.lineEnd}${indent}${close}`;
}

/** The text of a member, its value laid out already. */
export function memberText(key: string, value: string, style: Style): string {
  return `${JSON.stringify(key)}${style.colon}${value}`;
}

/** Whether the items stand on lines of their own. */
export function isSpread(text: string, container: Container): boolean {
  const last = container.items.at(-1);
  return last !== undefined && indentOf(text, last) !== undefined;
}

/** Whether the first array with something in it is; `undefined` when there is none. */
function arraysAreSpread(text: string, container: Container, depth = 0): boolean | undefined {
  for (const { value } of depth < ARRAY_DEPTH ? container.items : []) {
    const inner = scanContainer(text, value);
    const first = inner?.items.length ? inner : undefined;
    if (first?.bracket === '[') return isSpread(text, first);
    const found = first && arraysAreSpread(text, first, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function colonOf(text: string, container: Container): string | undefined {
  const between = ({ keyEnd, value }: Item): string =>
    keyEnd === undefined ? '' : text.slice(keyEnd, value.start);
  return container.items.map(between).findLast((colon) => /^[ \t]*:[ \t]*$/.test(colon));
}

function gapOf(text: string, container: Container): string | undefined {
  const gaps = container.items.flatMap(({ comma }) =>
    comma === undefined ? [] : [text.slice(comma + 1, skipBlank(text, comma + 1))],
  );
  return gaps.find((gap) => /^[ \t]*$/.test(gap));
}

function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
