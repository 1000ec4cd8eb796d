import { describe, expect, it } from 'vitest';
import {
  MAX_ENTRIES_PER_CHANGE,
  TimelineEntries,
} from '../../../electron/observe/timeline-entries.ts';

const entry = (at: number) => ({ at, kind: 'up' as const, subject: 'n', text: 't' });
const seqs = (entries: { seq: number }[]) => entries.map(({ seq }) => seq);

describe('TimelineEntries', () => {
  it('tells each entry once, and all of them anew', () => {
    const entries = new TimelineEntries();
    expect(entries.take()).toEqual([]);
    entries.add(entry(1));
    entries.add(entry(2));
    expect(seqs(entries.take())).toEqual([1, 2]);
    expect(entries.take()).toEqual([]);
    entries.add(entry(3));
    expect(seqs(entries.take())).toEqual([3]);
    entries.rewind();
    expect(seqs(entries.take())).toEqual([1, 2, 3]);
    expect(entries.takeFrom()).toBeNull();
  });

  it('tells many in parts', () => {
    const entries = new TimelineEntries();
    for (let i = 0; i < MAX_ENTRIES_PER_CHANGE + 5; i++) entries.add(entry(i));
    expect(entries.take()).toHaveLength(MAX_ENTRIES_PER_CHANGE);
    expect(seqs(entries.take())).toEqual([1, 2, 3, 4, 5].map((i) => i + MAX_ENTRIES_PER_CHANGE));
  });

  it('keeps the newest, and says from where on', () => {
    const entries = new TimelineEntries(100);
    for (let i = 1; i <= 1_234; i++) {
      entries.add(entry(i));
      expect(entries.from).toBe(Math.max(1, i - 99));
    }
    expect(entries.takeFrom()).toBe(1_135);
    expect(entries.takeFrom()).toBeNull();
    expect(seqs(entries.take())).toEqual(Array.from({ length: 100 }, (_, i) => 1_135 + i));
  });

  it('forgets what happened before a time', () => {
    const entries = new TimelineEntries();
    for (let i = 1; i <= 10; i++) entries.add(entry(i * 10));
    entries.dropBefore(50);
    expect(entries.from).toBe(5);
    expect(seqs(entries.take())).toEqual([5, 6, 7, 8, 9, 10]);
    entries.dropBefore(1_000);
    expect(entries.from).toBe(11);
    expect(entries.takeFrom()).toBe(11);
    entries.add(entry(2_000));
    expect(seqs(entries.take())).toEqual([11]);
  });
});
