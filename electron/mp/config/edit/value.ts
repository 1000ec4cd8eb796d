/** Giving a value in a text another content, touching only what differs. */

import type { Json } from '../../../../shared/json.ts';
import { sameValue } from '../equal.ts';
import { insertItem, removeItem, splice } from './items.ts';
import { memberOf, scanContainer, valueIn, valueRange } from './scan.ts';
import type { Container, Range } from './scan.ts';
import { isSpread, layout, lineIndent, memberText, styleWithin } from './style.ts';
import type { Style } from './style.ts';

type Tree = { [key: string]: Json };

/** More pairs of elements aren't compared: an array of that size is written anew. */
const MAX_PAIRS = 250_000;

/**
 * Makes the value at `range.start` another one. Elements and members that stay the same keep their
 * text: comments, odd numbers, layout.
 */
export function replaceValue(text: string, range: Range, value: Json, style: Style): string {
  const old = valueIn(text, range);
  if (sameValue(old, value)) return text;
  const container = scanContainer(text, range);
  if (container && container.items.length > 0 && value !== null && typeof value === 'object') {
    const spread = isSpread(text, container);
    const kind = container.bracket === '[' ? { spreadArrays: spread } : { spread };
    const own = { ...styleWithin(text, container, style), ...kind };
    if (Array.isArray(value) && Array.isArray(old)) {
      if (value.length === 0) return rewrite(text, range, value, style);
      if (value.length * old.length <= MAX_PAIRS) return editArray(text, range, old, value, own);
    } else if (!Array.isArray(value) && !Array.isArray(old)) {
      return editObject(text, range, value, own);
    }
  }
  return rewrite(text, range, value, style);
}

/** Adds a member to an object, at its end, or before the member called `before`. */
export function addMember(
  text: string,
  object: Container,
  key: string,
  value: (style: Style, indent: string) => string,
  style: Style,
  before?: string,
): string {
  const own = styleWithin(text, object, style);
  const found = object.items.findIndex((item) => item.key === before && before !== undefined);
  const index = found < 0 ? object.items.length : found;
  return insertItem(text, object, index, own, (indent) => memberText(key, value(own, indent), own));
}

/** Removes all members called `key`: an earlier one would count again without the last. */
export function removeMember(text: string, start: number, key: string): string {
  let now = text;
  for (;;) {
    const object = containerAt(now, start);
    const index = object.items.findLastIndex((item) => item.key === key);
    if (index < 0) return now;
    now = removeItem(now, object, index);
  }
}

/** The container that begins at a place, scanned anew after an edit. */
export function containerAt(text: string, start: number): Container {
  const container = scanContainer(text, valueRange(text, start));
  if (!container) throw new TypeError('no array or object stands at this place');
  return container;
}

function rewrite(text: string, { start, end }: Range, value: Json, style: Style): string {
  return splice(text, [{ start, end, text: layout(value, style, lineIndent(text, start)) }]);
}

function editObject(text: string, { start }: Range, value: Tree, style: Style): string {
  let now = text;
  for (const { key = '' } of containerAt(now, start).items) {
    if (!Object.hasOwn(value, key)) now = removeMember(now, start, key);
  }
  for (const [key, item] of Object.entries(value)) {
    const object = containerAt(now, start);
    const member = memberOf(object, key);
    now = member
      ? replaceValue(now, member.value, item, style)
      : addMember(now, object, key, (own, indent) => layout(item, own, indent), style);
  }
  return now;
}

/** Removes and adds elements so that as many as possible stay; what is replaced in place is edited. */
function editArray(
  text: string,
  { start }: Range,
  old: Json[],
  value: Json[],
  style: Style,
): string {
  let now = text;
  let index = 0;
  for (const step of editScript(old, value)) {
    const container = containerAt(now, start);
    const item = container.items[index];
    if (step.do === 'keep') {
      index += 1;
    } else if (step.do === 'replace' && item) {
      now = replaceValue(now, item.value, step.value, style);
      index += 1;
    } else if (step.do === 'add') {
      now = insertItem(now, container, index, style, (indent) => layout(step.value, style, indent));
      index += 1;
    } else {
      now = removeItem(now, container, index);
    }
  }
  return now;
}

type ArrayStep = { do: 'keep' } | { do: 'remove' } | { do: 'add' | 'replace'; value: Json };

/** The fewest steps from one array to the other, in order of elements. */
function editScript(old: readonly Json[], value: readonly Json[]): ArrayStep[] {
  const common = commonLengths(old, value);
  const steps: ArrayStep[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < value.length) {
    const next = value[j];
    const lengthAt = (a: number, b: number): number => common[a]?.[b] ?? 0;
    if (i < old.length && next !== undefined && sameValue(old[i], next)) {
      steps.push({ do: 'keep' });
      [i, j] = [i + 1, j + 1];
    } else if (i < old.length && next !== undefined && lengthAt(i + 1, j + 1) === lengthAt(i, j)) {
      steps.push({ do: 'replace', value: next });
      [i, j] = [i + 1, j + 1];
    } else if (next !== undefined && (i === old.length || lengthAt(i, j + 1) === lengthAt(i, j))) {
      steps.push({ do: 'add', value: next });
      j += 1;
    } else {
      steps.push({ do: 'remove' });
      i += 1;
    }
  }
  return steps;
}

/** Entry [i][j]: how many elements the two arrays have in common from there on, in the same order. */
function commonLengths(old: readonly Json[], value: readonly Json[]): number[][] {
  const rows = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(value.length + 1).fill(0),
  );
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = value.length - 1; j >= 0; j -= 1) {
      const [row = [], below = []] = [rows[i], rows[i + 1]];
      const same = sameValue(old[i], value[j]);
      row[j] = same ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}
