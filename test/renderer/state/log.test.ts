import { expect, test } from 'vitest';
import type { LogEntry, LogLevel } from '../../../shared/contract.ts';
import { LogState, MAX_ENTRIES } from '../../../renderer/state/log.svelte.ts';

function entry(seq: number, level: LogLevel = 'info', text = 'something'): LogEntry {
  return { seq, at: seq, level, code: null, text, next: null, peer: null };
}

test('entries of the chosen level and above are shown', () => {
  const log = new LogState();
  log.add([entry(1, 'error'), entry(2, 'warning'), entry(3, 'info'), entry(4, 'debug')]);
  expect(log.visible.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  log.setLevel('debug');
  expect(log.visible).toHaveLength(4);
  log.setLevel('error');
  expect(log.visible.map(({ seq }) => seq)).toEqual([1]);
});

test('entries are added once, filtered and bounded', () => {
  const log = new LogState();
  const many = Array.from({ length: MAX_ENTRIES + 5 }, (_, seq) => entry(seq));
  log.add(many);
  log.add(many.slice(-3));
  log.add([entry(MAX_ENTRIES + 5, 'info', 'Lon-07 is down')]);
  expect(log.entries).toHaveLength(MAX_ENTRIES);
  log.setFilter('lon-07');
  expect(log.visible).toHaveLength(1);
});

test('errors count until somebody looks', () => {
  const log = new LogState();
  log.add([entry(1, 'error'), entry(2, 'info'), entry(3, 'error')]);
  expect(log.unseenErrors).toBe(2);
  log.markSeen();
  expect(log.unseenErrors).toBe(0);
  log.add([entry(4, 'error')]);
  expect(log.unseenErrors).toBe(1);
});
