import { describe, expect, test } from 'vitest';
import type { TimelineEntry, TimelineKind } from '../../../shared/timeline.ts';
import {
  columnsOf,
  firstAfter,
  stretchOf,
  troubledTimes,
} from '../../../renderer/state/timeline-marks.ts';

const MINUTE = 60_000;

let seq = 0;
const entry = (at: number, kind: TimelineKind, subject = 'x'): TimelineEntry => ({
  seq: ++seq,
  at,
  kind,
  subject,
  text: `${kind} ${subject}`,
});

describe('the stretch that is shown', () => {
  test('ends now, and begins a range before or where anything is kept', () => {
    const now = 100 * MINUTE;
    expect(stretchOf(5 * MINUTE, 0, now, null)).toEqual({ start: 95 * MINUTE, end: now });
    expect(stretchOf(null, 40 * MINUTE, now, null)).toEqual({ start: 40 * MINUTE, end: now });
  });

  test('is never so short that nothing could be told apart', () => {
    expect(stretchOf(null, 1_000, 1_000, null)).toEqual({ start: 1_000, end: 11_000 });
  });

  test('moves to an older moment that is looked at', () => {
    const now = 100 * MINUTE;
    const range = 10 * MINUTE;
    expect(stretchOf(range, 0, now, 95 * MINUTE).end).toBe(now);
    expect(stretchOf(range, 0, now, 50 * MINUTE)).toEqual({
      start: 45 * MINUTE,
      end: 55 * MINUTE,
    });
    expect(stretchOf(range, 0, now, MINUTE)).toEqual({ start: 0, end: range });
  });
});

test('the first later entry is found', () => {
  const entries = [10, 20, 20, 30].map((at) => entry(at, 'up'));
  expect([5, 10, 19, 20, 30, 99].map((at) => firstAfter(entries, at))).toEqual([0, 1, 1, 3, 4, 4]);
  expect(firstAfter([], 1)).toBe(0);
});

describe('columns', () => {
  test('count what falls into them, and leave out what lies outside', () => {
    const entries = [
      entry(0, 'up'),
      entry(100, 'up'),
      entry(104, 'down'),
      entry(150, 'group'),
      entry(200, 'cause'),
      entry(201, 'up'),
    ];
    const columns = columnsOf(entries, { start: 100, end: 200 }, 10);
    expect(columns.map(({ column }) => column)).toEqual([0, 5, 9]);
    expect(columns[0]).toMatchObject({ first: 1, end: 3, counts: { up: 1, down: 1, group: 0 } });
    expect(columns[2]).toMatchObject({ first: 4, end: 5, counts: { cause: 1, up: 0 } });
  });

  test('are no more than fit, however much happened', () => {
    const entries = Array.from({ length: 20_000 }, (_, index) => entry(index, 'up'));
    const columns = columnsOf(entries, { start: 0, end: 20_000 }, 150);
    expect(columns).toHaveLength(150);
    expect(columns.reduce((sum, { counts }) => sum + counts.up, 0)).toBe(20_000);
  });
});

describe('the times when anything was wrong', () => {
  const stretch = { start: 100, end: 200 };

  test('join causes that overlap', () => {
    const entries = [
      entry(110, 'cause', 'a'),
      entry(120, 'cause', 'b'),
      entry(130, 'repair', 'a'),
      entry(140, 'repair', 'b'),
      entry(160, 'cause', 'a'),
    ];
    expect(troubledTimes(entries, stretch)).toEqual([
      { start: 110, end: 140 },
      { start: 160, end: 200 },
    ]);
  });

  test('are cut to what is seen', () => {
    const entries = [entry(50, 'cause', 'a'), entry(120, 'repair', 'a')];
    expect(troubledTimes(entries, stretch)).toEqual([{ start: 100, end: 120 }]);
    expect(troubledTimes(entries, { start: 130, end: 200 })).toEqual([]);
  });

  test('a repair of what began before anything was kept ends nothing', () => {
    expect(troubledTimes([entry(120, 'repair', 'a')], stretch)).toEqual([]);
  });
});
