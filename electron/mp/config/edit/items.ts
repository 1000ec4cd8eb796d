/** Adding and removing single items of an array or object, comments and commas of the others kept. */

import { endOf, skipBlank } from './scan.ts';
import type { Container, Item } from './scan.ts';
import { indentOf, isLineEnd, lineIndent, lineStart } from './style.ts';
import type { Style } from './style.ts';

/** Puts `text` in the place of a range. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

const SAME_LINE_REST = /[ \t]*(?:#[^\r\n]*)?/y;
const BLANKS = /[ \t]*/y;

/** Carries out splices that don't overlap, in any order. */
export function splice(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.start - a.start)
    .reduce((now, { start, end, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

/**
 * Adds an item.
 *
 * @param index where it will be among the items; up to their number
 * @param itemText makes its text, given the blanks at the beginning of its line
 */
export function insertItem(
  text: string,
  container: Container,
  index: number,
  style: Style,
  itemText: (indent: string) => string,
): string {
  const before = container.items[index - 1];
  if (container.items.length === 0) return fillEmpty(text, container, style, itemText);
  const lines = container.items.some((other) => indentOf(text, other) !== undefined);
  const indent = lines ? itemIndent(text, container, style) : lineIndent(text, container.start);
  const item = itemText(indent);
  if (!before) {
    return insertFirst(text, container, lines ? style.lineEnd + indent : '', item, style);
  }
  return insertAfter(text, before, lines ? style.lineEnd + indent : style.gap, item);
}

/** Removes an item with its comma, and its line when nothing else stands there. */
export function removeItem(text: string, container: Container, index: number): string {
  const item = container.items[index];
  if (!item) return text;
  const previous = container.items[index - 1];
  const removed = splice(text, [...removal(text, item, previous)]);
  return container.items.length === 1 ? closeEmpty(removed, container.start) : removed;
}

function removal(text: string, item: Item, previous: Item | undefined): Splice[] {
  const cuts: Splice[] = [];
  let end = item.end;
  const { comma } = item;
  if (comma !== undefined) {
    if (/^[ \t]*$/.test(text.slice(item.end, comma))) end = comma + 1;
    else cuts.push({ start: comma, end: comma + 1, text: '' });
  } else if (previous?.comma !== undefined) {
    // What was the last but one becomes the last, and had no comma to be so.
    cuts.push({ start: previous.comma, end: previous.comma + 1, text: '' });
  }
  return [...cuts, wholeLines(text, item.start, end, (previous?.comma ?? -1) + 1)];
}

/** Cuts a range and the blanks that only it needed. */
function wholeLines(text: string, start: number, end: number, from: number): Splice {
  const after = endOf(BLANKS, text, end);
  const endsLine = after === text.length || isLineEnd(text[after]);
  const alone = indentOf(text, { start, end }) !== undefined;
  if (alone && endsLine && after < text.length) {
    const next = after + (text.startsWith('\r\n', after) ? 2 : 1);
    return { start: lineStart(text, start), end: next, text: '' };
  }
  if (!endsLine && !/[\]}]/.test(text[after] ?? '')) return { start, end: after, text: '' };
  let first = start;
  while (!alone && first > from && /[ \t]/.test(text[first - 1] ?? '')) first -= 1;
  return { start: first, end, text: '' };
}

/** An empty container has nothing between its brackets, as in the reference's files, but comments. */
function closeEmpty(text: string, start: number): string {
  const close = skipBlank(text, start + 1);
  const inside = text.slice(start + 1, close);
  return inside.includes('#') ? text : splice(text, [{ start: start + 1, end: close, text: '' }]);
}

function fillEmpty(
  text: string,
  container: Container,
  style: Style,
  itemText: (indent: string) => string,
): string {
  const { start, end } = container;
  const outer = lineIndent(text, start);
  const inside = text.slice(start + 1, end - 1);
  const spread = container.bracket === '[' ? style.spreadArrays : style.spread;
  if (inside.includes('#')) return fillCommented(text, container, style, itemText);
  const indent = spread ? outer + style.indent : outer;
  const item = itemText(indent);
  const put = spread ? `${style.lineEnd}${indent}${item}${style.lineEnd}${outer}` : item;
  return splice(text, [{ start: start + 1, end: end - 1, text: put }]);
}

/** After the comments, on a line of its own: a comment reaches to the end of its line. */
function fillCommented(
  text: string,
  { start, end }: Container,
  style: Style,
  itemText: (indent: string) => string,
): string {
  const indent = lineIndent(text, start) + style.indent;
  const at = lineStart(text, end - 1);
  const item = `${indent}${itemText(indent)}${style.lineEnd}`;
  return splice(text, [{ start: at, end: at, text: item }]);
}

function insertFirst(
  text: string,
  container: Container,
  lineBreak: string,
  item: string,
  style: Style,
): string {
  const first = container.items[0]?.start ?? container.start + 1;
  const opened = container.start + 1;
  if (lineBreak === '') {
    return splice(text, [{ start: first, end: first, text: `${item},${style.gap}` }]);
  }
  const rest = endOf(SAME_LINE_REST, text, opened);
  // With the first item on the line of the bracket, that must follow on a new line.
  const sharesLine = !isLineEnd(text[rest]);
  const at = sharesLine ? first : rest;
  const put = sharesLine ? `${item},${lineBreak}` : `${lineBreak}${item},`;
  return splice(text, [{ start: at, end: at, text: put }]);
}

function insertAfter(text: string, before: Item, gap: string, item: string): string {
  const { comma } = before;
  const ended = comma === undefined ? before.end : comma + 1;
  const rest = endOf(SAME_LINE_REST, text, ended);
  // A comment at the end of the line belongs to what stands before it.
  const at = /[\r\n]/.test(gap) && isLineEnd(text[rest]) ? rest : ended;
  const put = `${gap}${item}${comma === undefined ? '' : ','}`;
  const inserted = { start: at, end: at, text: put };
  if (comma !== undefined) return splice(text, [inserted]);
  if (at === ended) return splice(text, [{ ...inserted, text: `,${put}` }]);
  return splice(text, [{ start: ended, end: ended, text: ',' }, inserted]);
}

function itemIndent(text: string, container: Container, style: Style): string {
  const indents = container.items.map((item) => indentOf(text, item));
  return (
    indents.findLast((indent) => indent !== undefined) ??
    lineIndent(text, container.start) + style.indent
  );
}
