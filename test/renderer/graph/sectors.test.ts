import { describe, expect, it } from 'vitest';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { GroupView } from '../../../shared/mesh.ts';
import { primaryGroups, sameSectors, sectorsOf } from '../../../renderer/graph/sectors.ts';

const ids = (...names: string[]) => names as NodeId[];
const groups = (table: Record<string, string[]>): ReadonlyMap<string, GroupView> =>
  new Map(Object.entries(table).map(([name, ports]) => [name, { name, ports: ports as PortId[] }]));

describe('primary groups', () => {
  it('is the first group by name, and none for nodes without ports in groups', () => {
    const primary = primaryGroups(
      new Set(ids('a', 'b', 'c')),
      groups({ zoo: ['a#1', 'b'], chat: ['a#2', 'stranger#1'] }),
    );
    expect([...primary]).toEqual([
      ['a', 'chat'],
      ['b', 'zoo'],
    ]);
  });

  it('stays with a node that joins another group, until it leaves the first', () => {
    const nodes = new Set(ids('a'));
    const before = primaryGroups(nodes, groups({ zoo: ['a#1'] }));
    const joined = primaryGroups(nodes, groups({ chat: ['a#2'], zoo: ['a#1'] }), before);
    expect(joined.get('a' as NodeId)).toBe('zoo');
    const joinedLater = primaryGroups(nodes, groups({ zoo: ['a#1'], chat: ['a#2'] }), before);
    expect(joinedLater.get('a' as NodeId)).toBe('zoo');
    const left = primaryGroups(nodes, groups({ chat: ['a#2'], zoo: [] }), joined);
    expect(left.get('a' as NodeId)).toBe('chat');
  });

  it('stays with a node that is down, though its ports are gone', () => {
    const nodes = new Set(ids('a', 'b'));
    const before = primaryGroups(nodes, groups({ zoo: ['a#1', 'b#1'] }));
    const after = primaryGroups(nodes, groups({ zoo: [] }), before, ids('a', 'stranger'));
    expect([...after]).toEqual([['a', 'zoo']]);
  });
});

describe('sectors', () => {
  const primary = new Map([
    ['n2' as NodeId, 'b'],
    ['n10' as NodeId, 'b'],
    ['x' as NodeId, 'a'],
  ]);

  it('are sorted by group and name, with the ungrouped nodes last', () => {
    expect(sectorsOf(ids('n10', 'own', 'x', 'n2'), primary)).toEqual([
      { group: 'a', members: ['x'] },
      { group: 'b', members: ['n2', 'n10'] },
      { group: null, members: ['own'] },
    ]);
  });

  it('are the same for the same nodes in any order, and differ when one is gone', () => {
    const all = sectorsOf(ids('n10', 'own', 'x', 'n2'), primary);
    expect(sameSectors(all, sectorsOf(ids('x', 'n2', 'own', 'n10'), primary))).toBe(true);
    expect(sameSectors(all, sectorsOf(ids('x', 'n2', 'n10'), primary))).toBe(false);
    expect(sameSectors(all, sectorsOf(ids('x', 'n2', 'own2', 'n10'), primary))).toBe(false);
  });
});
