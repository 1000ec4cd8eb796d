/** What changes between two texts, line by line, for people. */

import { diffArrays } from 'diff';
import type { DiffLine } from '../../../shared/diff-line.ts';
import { maskSecrets } from './mask.ts';

/** Lines around a change that are shown with it. */
const CONTEXT = 3;
/** Texts of so many lines are shown whole. */
const WHOLE_UP_TO = 400;
/** Stands for lines that are left out. */
const GAP: DiffLine = { kind: 'same', text: '⋯' };
/** More changes aren't looked for, because it takes their square: then all old lines go, and all new come. */
const MAX_CHANGES = 1_000;

/** The lines of both texts, in order, secrets and private keys masked; of a long text only those near a change. */
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

function compare(before: string[], after: string[]): Numbered[] {
  const changes = diffArrays(before, after, { maxEditLength: MAX_CHANGES });
  if (!changes) {
    return [...numbered('removed', 0, before.length), ...numbered('added', 0, after.length)];
  }
  const next = { old: 0, new: 0 };
  return changes.flatMap(({ added, removed, count }) => {
    const start = added ? next.new : next.old;
    if (!added) next.old += count;
    if (!removed) next.new += count;
    return numbered(added ? 'added' : removed ? 'removed' : 'same', start, count);
  });
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
