import type { DiffLine } from '../../shared/diff-line.ts';

/** Lines around a change that help to find the place. */
const CONTEXT = 3;

export type DiffRow = DiffLine | { kind: 'fold'; count: number };

/** The changed lines with a few around them; longer runs of unchanged ones become one row. */
export function foldDiff(lines: readonly DiffLine[]): DiffRow[] {
  const near = lines.map((_, index) => isNear(lines, index));
  if (!near.includes(true)) return [];
  const rows: DiffRow[] = [];
  lines.forEach((line, index) => {
    const last = rows.at(-1);
    if (near[index]) rows.push(line);
    else if (last?.kind === 'fold') rows[rows.length - 1] = { kind: 'fold', count: last.count + 1 };
    else rows.push({ kind: 'fold', count: 1 });
  });
  return rows;
}

function isNear(lines: readonly DiffLine[], index: number): boolean {
  const around = lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  return around.some((line) => line.kind !== 'same');
}
