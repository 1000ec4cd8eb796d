import type { ConfigDiffLine } from '../../shared/config-view.ts';

/** Changes looked for: the search takes time in proportion to its square. */
const MAX_CHANGES = 1_000;

/**
 * The difference of two texts, line by line, as short as can be (Myers, "An O(ND) Difference Algorithm",
 * 1986). Texts with more than {@link MAX_CHANGES} changes are told as all removed and all added between
 * their equal beginnings and ends.
 */
export function diffLines(before: string, after: string): ConfigDiffLine[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const head = commonLength(old, fresh, 0);
  const tail = commonLength([...old].reverse(), [...fresh].reverse(), head);
  const oldPart = old.slice(head, old.length - tail);
  const freshPart = fresh.slice(head, fresh.length - tail);
  return [
    ...old.slice(0, head).map(same),
    ...middle(oldPart, freshPart),
    ...old.slice(old.length - tail).map(same),
  ];
}

/** Lines that are equal at the beginning; `taken` of them are spoken for at the other end. */
function commonLength(old: readonly string[], fresh: readonly string[], taken: number): number {
  const most = Math.min(old.length, fresh.length) - taken;
  let length = 0;
  while (length < most && old[length] === fresh[length]) length++;
  return length;
}

function middle(old: readonly string[], fresh: readonly string[]): ConfigDiffLine[] {
  const trace = old.length > 0 && fresh.length > 0 ? search(old, fresh) : null;
  if (trace) return walkBack(trace, old, fresh);
  return [...old.map(removed), ...fresh.map(added)];
}

/**
 * Furthest points by diagonal, after each number of changes; `null` = too many. Entry `d` holds the
 * diagonals -d … d, so that `k` stands at index `k + d`.
 */
function search(old: readonly string[], fresh: readonly string[]): Int32Array[] | null {
  const most = Math.min(MAX_CHANGES, old.length + fresh.length);
  const trace: Int32Array[] = [];
  let before = new Int32Array([0]);
  for (let d = 0; d <= most; d++) {
    const points = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : furthest(before, k, d);
      while (x < old.length && x - k < fresh.length && old[x] === fresh[x - k]) x++;
      points[k + d] = x;
      if (x >= old.length && x - k >= fresh.length) return [...trace, points];
    }
    trace.push(points);
    before = points;
  }
  return null;
}

/** Where diagonal `k` can be reached with one more change: a line added (down) or removed (right). */
function furthest(before: Int32Array, k: number, d: number): number {
  return goesDown(before, k, d) ? at(before, k + 1, d) : at(before, k - 1, d) + 1;
}

function goesDown(before: Int32Array, k: number, d: number): boolean {
  return k === -d || (k !== d && at(before, k - 1, d) < at(before, k + 1, d));
}

/** Point on diagonal `k` after `d - 1` changes. */
function at(before: Int32Array, k: number, d: number): number {
  return before[k + d - 1] ?? 0;
}

function walkBack(
  trace: readonly Int32Array[],
  old: readonly string[],
  fresh: readonly string[],
): ConfigDiffLine[] {
  const lines: ConfigDiffLine[] = [];
  let x = old.length;
  let y = fresh.length;
  for (let d = trace.length - 1; d > 0; d--) {
    const before = trace[d - 1] as Int32Array;
    const k = x - y;
    const down = goesDown(before, k, d);
    const fromX = at(before, down ? k + 1 : k - 1, d);
    const fromY = fromX - (down ? k + 1 : k - 1);
    for (const start = down ? fromX : fromX + 1; x > start; x--) lines.push(same(old[x - 1] ?? ''));
    lines.push(down ? added(fresh[fromY] ?? '') : removed(old[fromX] ?? ''));
    x = fromX;
    y = fromY;
    y = fromY;
  }
  for (; x > 0; x--) lines.push(same(old[x - 1] ?? ''));
  return lines.reverse();
}

function same(text: string): ConfigDiffLine {
  return { kind: 'same', text };
}

function added(text: string): ConfigDiffLine {
  return { kind: 'added', text };
}

function removed(text: string): ConfigDiffLine {
  return { kind: 'removed', text };
}
