import { beforeEach, expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { MAX_ROWS, MessagesState } from '../../../renderer/state/messages.svelte.ts';
import { syntheticMessages } from '../synthetic-mesh.ts';

const PEERS = ['bob', 'carol'] as NodeId[];
let messages = new MessagesState();

beforeEach(() => {
  messages = new MessagesState();
});

const seqs = () => messages.visible.map((row) => row.seq);

test('protocol traffic is hidden until asked for', () => {
  messages.add(syntheticMessages(10, PEERS));
  expect(messages.total).toBe(10);
  expect(seqs()).toEqual([1, 2, 3, 4, 6, 7, 8, 9]);
  messages.setSystem(true);
  expect(seqs()).toHaveLength(10);
});

test('rows that are there already are not added again', () => {
  const rows = syntheticMessages(8, PEERS);
  messages.add(rows.slice(0, 5));
  messages.add(rows);
  expect(messages.total).toBe(8);
});

test('the filter wants all its words, in any field', () => {
  messages.add(syntheticMessages(100, PEERS));
  messages.setFilter('  CAROL  load ');
  const found = messages.visible;
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((row) => row.peer === 'carol' && row.preview.includes('load'))).toBe(true);
  messages.setFilter('');
  expect(seqs()).toHaveLength(80);
});

test('a pause loses nothing and counts what waits', () => {
  const rows = syntheticMessages(20, PEERS);
  messages.add(rows.slice(0, 9));
  messages.pause();
  messages.add(rows.slice(9));
  expect(seqs()).toEqual([1, 2, 3, 4, 6, 7, 8, 9]);
  expect(messages.pending).toBe(8);
  messages.setFilter('bob');
  expect(Math.max(...seqs())).toBeLessThanOrEqual(9);
  messages.setFilter('');
  messages.resume();
  expect(seqs()).toHaveLength(16);
  expect(messages.pending).toBe(0);
});

test('the number of rows is bounded, and says what is gone', () => {
  const rows = syntheticMessages(MAX_ROWS + 1000, PEERS);
  messages.setSystem(true);
  messages.add(rows.slice(0, MAX_ROWS));
  expect(messages.trimmed).toBe(0);
  messages.add(rows.slice(MAX_ROWS));
  expect(messages.total).toBe(MAX_ROWS);
  expect(messages.trimmed).toBe(1000);
  expect(messages.dropped).toBe(1000);
  expect(messages.visible[0]?.seq).toBe(1001);
});

test('a row is found by its number', () => {
  messages.add(syntheticMessages(7, PEERS, 100));
  expect(messages.row(103)?.seq).toBe(103);
  expect(messages.row(99)).toBeUndefined();
  expect(messages.row(107)).toBeUndefined();
});

test('another session begins with nothing, but keeps what was set', () => {
  messages.setSystem(true);
  messages.add(syntheticMessages(7, PEERS, 100));
  messages.clear();
  messages.add(syntheticMessages(3, PEERS));
  expect(messages.total).toBe(3);
  expect(messages.system).toBe(true);
});
