import { expect, test } from 'vitest';
import { folderPath, foldersOf, treeRows } from '../../../renderer/state/library-tree.ts';

const ITEMS = [
  { id: '1', name: 'zeta', folder: '' },
  { id: '2', name: 'Alpha', folder: 'chat/tests' },
  { id: '3', name: 'beta', folder: 'chat' },
  { id: '4', name: 'alpha', folder: 'Archive' },
];

const text = (closed: string[] = [], query = '') =>
  treeRows(ITEMS, new Set(closed), query).map((row) =>
    row.kind === 'folder'
      ? `${'  '.repeat(row.depth)}${row.name}/ ${row.count}${row.open ? '' : ' closed'}`
      : `${'  '.repeat(row.depth)}${row.item.name}`,
  );

test('folders first, all by name whatever the case', () => {
  expect(text()).toEqual([
    'Archive/ 1',
    '  alpha',
    'chat/ 2',
    '  tests/ 1',
    '    Alpha',
    '  beta',
    'zeta',
  ]);
});

test('a closed folder counts what it hides', () => {
  expect(text(['chat'])).toEqual(['Archive/ 1', '  alpha', 'chat/ 2 closed', 'zeta']);
});

test('a search opens the folders, and finds them by name', () => {
  expect(text(['chat'], 'TESTS')).toEqual(['chat/ 1', '  tests/ 1', '    Alpha']);
  expect(text([], 'nothing')).toEqual([]);
});

test('folders are listed with those above them', () => {
  expect(foldersOf(ITEMS)).toEqual(['Archive', 'chat', 'chat/tests']);
});

test('a folder is kept without empty parts', () => {
  expect(folderPath(' /a // b/ ')).toBe('a/b');
  expect(folderPath(' / ')).toBe('');
});

test('names that mean something to an object are just names', () => {
  const rows = treeRows([{ id: '1', name: 'x', folder: '__proto__/constructor' }], new Set());
  expect(rows.map(({ key }) => key)).toEqual([
    'folder __proto__',
    'folder __proto__/constructor',
    'item 1',
  ]);
});
