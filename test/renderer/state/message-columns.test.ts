import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fittingColumns, MessageColumns } from '../../../renderer/state/message-columns.svelte.ts';

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

test('a choice is remembered', () => {
  const columns = new MessageColumns();
  expect(columns.chosen).not.toContain('number');
  columns.set('number', true);
  columns.set('size', false);
  expect(new MessageColumns().chosen).toEqual(columns.chosen);
  expect(columns.chosen[0]).toBe('number');
  expect(columns.chosen).not.toContain('size');
});

test('one column stays', () => {
  const columns = new MessageColumns();
  for (const name of [...columns.chosen]) columns.set(name, false);
  expect(columns.chosen).toEqual(['reply']);
});

test('what was stored by somebody else is no choice', () => {
  for (const stored of ['{', '"x"', '[]', '["x", 5]']) {
    localStorage.setItem('meshdeck.message-columns', stored);
    expect(new MessageColumns().chosen).toHaveLength(8);
  }
});

test('without a store the choice holds in this window', () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new Error('SecurityError');
  });
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('SecurityError');
  });
  const columns = new MessageColumns();
  columns.set('size', false);
  expect(columns.chosen).not.toContain('size');
});

test('where there is little room the least needed give way', () => {
  const { chosen } = new MessageColumns();
  const wide = fittingColumns(chosen, 900);
  expect(wide.shown).toMatchObject({ number: false, port: true, reply: true });
  expect(wide.tracks.split(/ (?![^(]*\))/)).toHaveLength(9);
  expect(fittingColumns(chosen, 545).shown).toMatchObject({ reply: false, port: true, size: true });
  const narrow = fittingColumns(chosen, 320).shown;
  expect(narrow).toMatchObject({ reply: false, port: false, size: false, arguments: true });
});
