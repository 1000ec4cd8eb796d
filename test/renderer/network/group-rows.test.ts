import { expect, test } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import type { GroupView } from '../../../shared/mesh.ts';
import { groupRows, rowKey } from '../../../renderer/views/network/group-rows.ts';

const group = (name: string, ports: number): [string, GroupView] => [
  name,
  { name, ports: Array.from({ length: ports }, (_, index) => `n${index}#p` as PortId) },
];

const lines = (groups: Map<string, GroupView>, toggled: string[] = []) =>
  groupRows(groups, new Set(toggled)).map((row) => (row.kind === 'group' ? row.name : row.port));

test('small lists begin unfolded, and fold', () => {
  const groups = new Map([group('b10', 1), group('b2', 2)]);
  expect(lines(groups)).toEqual(['b2', 'n0#p', 'n1#p', 'b10', 'n0#p']);
  expect(lines(groups, ['b2'])).toEqual(['b2', 'b10', 'n0#p']);
});

test('long lists begin folded, and unfold', () => {
  const groups = new Map(Array.from({ length: 300 }, (_, index) => group(`g${index}`, 1)));
  expect(lines(groups)).toHaveLength(300);
  expect(lines(groups, ['g0']).slice(0, 3)).toEqual(['g0', 'n0#p', 'g1']);
});

test('every line has a key of its own, though a port is in several groups', () => {
  const groups = new Map([group('a', 2), group('a ', 2), group('n', 2)]);
  const keys = groupRows(groups, new Set()).map(rowKey);
  expect(new Set(keys).size).toBe(keys.length);
});
