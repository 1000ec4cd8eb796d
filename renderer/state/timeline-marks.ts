import type { TimelineEntry, TimelineKind } from '../../shared/timeline.ts';

/** A stretch of time, Unix ms. */
export interface Stretch {
  start: number;
  end: number;
}

/** What happened in one column of the timeline. */
export interface TimeColumn {
  /** Its number, 0 at the left. */
  column: number;
  counts: Readonly<Record<TimelineKind, number>>;
  /** Its entries: from `first` up to, not including, `end`. */
  first: number;
  end: number;
}

/** Shorter than this nothing could be told apart. */
const MIN_STRETCH = 10_000;

/**
 * The time that the strip shows.
 * @param range ms, or `null` for all that is kept
 * @param kept since when anything is kept
 * @param now its right end; Unix ms
 * @param cursor what is looked at and must be in sight; `null` = now
 */
export function stretchOf(
  range: number | null,
  kept: number,
  now: number,
  cursor: number | null,
): Stretch {
  const span = Math.max(MIN_STRETCH, range ?? now - kept);
  const end = Math.max(now, kept + MIN_STRETCH);
  if (cursor === null || cursor >= end - span) return { start: end - span, end };
  const start = Math.max(kept, cursor - span / 2);
  return { start, end: start + span };
}

/** Index of the first entry that is later than `at`; the number of entries when none is. */
export function firstAfter(entries: readonly TimelineEntry[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as TimelineEntry).at > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The entries of a stretch, counted in columns of the same length; empty columns are left out.
 * @param entries oldest first
 * @param columns how many fit on the screen
 */
export function columnsOf(
  entries: readonly TimelineEntry[],
  { start, end }: Stretch,
  columns: number,
): TimeColumn[] {
  const found: (TimeColumn & { counts: Record<TimelineKind, number> })[] = [];
  const share = columns / (end - start);
  // An entry of just that moment belongs to it.
  for (let i = firstAfter(entries, start - 1); i < entries.length; i++) {
    const { at, kind } = entries[i] as TimelineEntry;
    if (at > end) break;
    const column = Math.min(columns - 1, Math.max(0, Math.floor((at - start) * share)));
    let last = found.at(-1);
    if (last?.column !== column) found.push((last = newColumn(column, i)));
    last.counts[kind] += 1;
    last.end = i + 1;
  }
  return found;
}

function newColumn(column: number, first: number) {
  return { column, counts: { up: 0, down: 0, group: 0, cause: 0, repair: 0 }, first, end: first };
}

/**
 * When anything was wrong: the times that causes lasted, joined where they touch.
 * @param entries oldest first
 */
export function troubledTimes(
  entries: readonly TimelineEntry[],
  { start, end }: Stretch,
): Stretch[] {
  const lasting = new Set<string>();
  const found: Stretch[] = [];
  let since = start;
  for (const { at, kind, subject } of entries) {
    if (at > end) break;
    if (kind === 'cause') {
      if (lasting.size === 0) since = at;
      lasting.add(subject);
    } else if (kind === 'repair' && lasting.delete(subject) && lasting.size === 0 && at >= start) {
      found.push({ start: Math.max(start, since), end: at });
    }
  }
  if (lasting.size > 0) found.push({ start: Math.max(start, since), end });
  return found;
}
