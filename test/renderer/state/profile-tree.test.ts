import { expect, test } from 'vitest';
import { filterRows, treeRows, withDescendants } from '../../../renderer/state/profile-tree.ts';
import { foldDiff } from '../../../renderer/state/fold-diff.ts';
import { FakeConfig } from '../config/fake-config.ts';
import { officeConfig } from '../config/samples.ts';

const drawn = (file: FakeConfig) =>
  treeRows(file.view()).map(({ label, depth }) => `${'.'.repeat(depth)}${label}`);

test('each below its parent, by name; the lost ones at the root', () => {
  expect(drawn(officeConfig())).toEqual([
    'Global',
    '.base',
    '..desk',
    '..server',
    '.laptop',
    '.stray',
  ]);
});

test('profiles on a cycle are not lost', () => {
  const file = new FakeConfig({}, { b: { parent: 'a' }, a: { parent: 'b' }, c: { parent: 'c' } });
  expect(drawn(file)).toEqual(['Global', '.a', '..b', '.c']);
});

test('a filter keeps what is above', () => {
  const rows = treeRows(officeConfig().view());
  expect(filterRows(rows, 'SERV').map(({ label }) => label)).toEqual(['Global', 'base', 'server']);
  expect(filterRows(rows, ' ')).toHaveLength(rows.length);
  expect(filterRows(rows, 'nothing')).toEqual([]);
});

test('what inherits from a profile', () => {
  expect([...withDescendants(officeConfig().view(), 'base')].sort()).toEqual([
    'base',
    'desk',
    'server',
  ]);
});

test('unchanged lines far from a change are folded', () => {
  const same = Array.from({ length: 10 }, (_, at) => ({ kind: 'same' as const, text: `${at}` }));
  expect(foldDiff(same)).toEqual([]);
  const rows = foldDiff([...same, { kind: 'added', text: 'new' }, ...same]);
  expect(rows[0]).toEqual({ kind: 'fold', count: 7 });
  expect(rows.at(-1)).toEqual({ kind: 'fold', count: 7 });
  expect(rows).toHaveLength(9);
});
