/** What changes between two texts, line by line, for people. */

import { maskSecrets } from './mask.ts';

/** A line of a comparison; secrets and private keys are masked. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;
/** Texts of so many lines are shown whole. */
const WHOLE_UP_TO = 400;
/** Stands for lines that are left out. */
const GAP: DiffLine = { kind: 'same', text: '⋯' };
/** More pairs of lines aren't compared: then all old lines go, and all new ones come. */
const MAX_PAIRS = 4_000_000;

/** The lines of both texts, in order; of a long text only those near a change. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [oldLines, newLines] = [linesOf(before), linesOf(after)];
  const [oldShown, newShown] = [linesOf(maskSecrets(before)), linesOf(maskSecrets(after))];
  const lines = compare(oldLines, newLines).map(({ kind, index }): DiffLine => {
    const text = (kind === 'added' ? newShown : oldShown)[index] ?? '';
    return { kind, text };
  });
  return lines.length <= WHOLE_UP_TO ? lines : nearChanges(lines);
}

/** A line by its number: in the old text, for an added line in the new one. */
interface Numbered {
  kind: DiffLine['kind'];
  index: number;
}

function compare(before: readonly string[], after: readonly string[]): Numbered[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const middle = compareMiddle(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  );
  return [
    ...numbered('same', 0, head),
    ...middle.map(({ kind, index }) => ({ kind, index: index + head })),
    ...numbered('same', before.length - tail, tail),
  ];
}

function compareMiddle(before: readonly string[], after: readonly string[]): Numbered[] {
  const all = [...numbered('removed', 0, before.length), ...numbered('added', 0, after.length)];
  if (before.length * after.length > MAX_PAIRS) return all;
  const common = commonLengths(before, after);
  const width = after.length + 1;
  const lines: Numbered[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const down = common[(i + 1) * width + j] ?? 0;
    const right = common[i * width + j + 1] ?? 0;
    const isSame = before[i] === after[j];
    const isRemoved = !isSame && down >= right;
    if (isSame) lines.push({ kind: 'same', index: i });
    else lines.push(isRemoved ? { kind: 'removed', index: i } : { kind: 'added', index: j });
    if (isSame || isRemoved) i += 1;
    if (!isRemoved) j += 1;
  }
  return [
    ...lines,
    ...numbered('removed', i, before.length - i),
    ...numbered('added', j, after.length - j),
  ];
}

/** Entry i * width + j: how many lines both have in common from there on, in the same order. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      const [down = 0, right = 0, across = 0] = [
        common[at + width],
        common[at + 1],
        common[at + width + 1],
      ];
      common[at] = before[i] === after[j] ? across + 1 : Math.max(down, right);
    }
  }
  return common;
}

function numbered(kind: Numbered['kind'], start: number, count: number): Numbered[] {
  return Array.from({ length: count }, (_, index) => ({ kind, index: start + index }));
}

function nearChanges(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    for (let at = index - CONTEXT; kind !== 'same' && at <= index + CONTEXT; at += 1) near.add(at);
  }
  return lines.flatMap((line, index) => {
    if (near.has(index)) return [line];
    return index === 0 || near.has(index - 1) ? [GAP] : [];
  });
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
