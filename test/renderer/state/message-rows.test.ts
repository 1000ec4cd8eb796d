import { expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { MAX_LIST_ROWS } from '../../../shared/messages.ts';
import { RowCache } from '../../../renderer/state/message-rows.ts';
import { syntheticMessages } from '../synthetic-mesh.ts';

const rows = (count: number) => syntheticMessages(count, ['bob'] as NodeId[]);

test('what is missing is asked for in one part, without what is there at both ends', () => {
  const cache = new RowCache();
  cache.put({ from: -10, rows: rows(5) });
  cache.put({ from: 10, rows: rows(5) });
  expect(cache.missing({ from: -10, to: -5 })).toBeNull();
  expect(cache.missing({ from: -8, to: 12 })).toEqual({ from: -5, count: 15 });
  expect(cache.missing({ from: 100, to: 5_000 })).toEqual({ from: 100, count: MAX_LIST_ROWS });
});

test('only rows around those on the screen are kept', () => {
  const cache = new RowCache();
  cache.put({ from: 0, rows: rows(2_000) });
  cache.keepAround({ from: 1_000, to: 1_040 });
  expect(cache.size).toBe(640);
  expect([cache.get(699), cache.get(1_340)]).toEqual([undefined, undefined]);
  expect(cache.get(700)?.seq).toBe(701);
});

test('says whether there was anything new, and changes single rows', () => {
  const cache = new RowCache();
  expect(cache.put({ from: 0, rows: rows(3) })).toBe(true);
  expect(cache.put({ from: 0, rows: rows(3) })).toBe(false);
  expect(cache.patch(2, { marked: true })).toBe(true);
  expect(cache.patch(9, { marked: true })).toBe(false);
  expect(cache.get(1)).toMatchObject({ seq: 2, marked: true });
  cache.dropBefore(2);
  expect(cache.size).toBe(1);
});
