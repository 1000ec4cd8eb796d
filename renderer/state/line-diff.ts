import { diffArrays } from 'diff';
import type { DiffLine } from '../../shared/diff-line.ts';

/** Changes looked for: the search takes time in proportion to its square. */
const MAX_CHANGES = 1_000;

/**
 * The difference of two texts, line by line, as short as can be. Texts with more than
 * {@link MAX_CHANGES} changes are told as all removed and all added between their equal beginnings and
 * ends.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const head = commonLength(old, fresh, 0);
  const tail = commonLength([...old].reverse(), [...fresh].reverse(), head);
  return [
    ...toLines('same', old.slice(0, head)),
    ...middle(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...toLines('same', old.slice(old.length - tail)),
  ];
}

/** Lines that are equal at the beginning; `taken` of them are spoken for at the other end. */
function commonLength(old: readonly string[], fresh: readonly string[], taken: number): number {
  const most = Math.min(old.length, fresh.length) - taken;
  let length = 0;
  while (length < most && old[length] === fresh[length]) length++;
  return length;
}

function middle(old: string[], fresh: string[]): DiffLine[] {
  const changes = diffArrays(old, fresh, { maxEditLength: MAX_CHANGES });
  if (!changes) return [...toLines('removed', old), ...toLines('added', fresh)];
  return changes.flatMap(({ added, removed, value }) =>
    toLines(added ? 'added' : removed ? 'removed' : 'same', value),
  );
}

function toLines(kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ kind, text }));
}
