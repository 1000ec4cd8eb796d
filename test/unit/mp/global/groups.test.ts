import { beforeEach, describe, expect, it } from 'vitest';
import { Groups, MAX_MEMBERS } from '../../../../electron/mp/global/groups.ts';
import type { GroupChange } from '../../../../electron/mp/kernel/events.ts';
import type { NodeId, PortId } from '../../../../shared/ids.ts';

let groups: Groups;
let changes: GroupChange[];

beforeEach(() => {
  changes = [];
  groups = new Groups((change) => void changes.push(change));
});

const ports = (...ids: string[]) => ids as PortId[];
const bob = 'bob' as NodeId;
const told = (...entries: [string, string[]][]) =>
  new Map(entries.map(([name, ids]) => [name, ports(...ids)]));

describe('Groups', () => {
  it('tells every change: all ports, those added, those removed', () => {
    groups.change('g', ports('bob#a'), []);
    groups.change('g', ports('bob#b', 'eve#c'), ports('bob#a'));
    expect(changes).toEqual([
      { name: 'g', members: ['bob#a'], added: ['bob#a'], removed: [] },
      { name: 'g', members: ['bob#b', 'eve#c'], added: ['bob#b', 'eve#c'], removed: ['bob#a'] },
    ]);
    expect(groups.members('g')).toEqual(['bob#b', 'eve#c']);
  });

  it('is silent when nothing changes', () => {
    groups.change('g', ports('bob#a'), []);
    groups.change('g', ports('bob#a'), []);
    groups.change('g', [], ports('bob#x'));
    groups.change('other', [], ports('bob#a'));
    expect(changes).toHaveLength(1);
    expect([...groups.all().keys()]).toEqual(['g']);
  });

  it('counts a port that is named twice once', () => {
    groups.change('g', ports('bob#a', 'bob#a'), []);
    expect(changes[0]?.added).toEqual(['bob#a']);
  });

  it('forgets a group without ports', () => {
    groups.change('g', ports('bob#a'), []);
    groups.change('g', [], ports('bob#a'));
    expect(changes.at(-1)).toEqual({ name: 'g', members: [], added: [], removed: ['bob#a'] });
    expect([groups.all().size, groups.members('g')]).toEqual([0, []]);
  });

  it('keeps names that objects have by nature', () => {
    for (const name of ['__proto__', 'constructor', '']) groups.change(name, ports('bob#a'), []);
    expect([...groups.all().keys()]).toEqual(['__proto__', 'constructor', '']);
  });

  it('hands out copies', () => {
    groups.change('g', ports('bob#a'), []);
    groups.members('g').push('x' as PortId);
    (groups.all().get('g') as PortId[]).push('x' as PortId);
    expect(groups.members('g')).toEqual(['bob#a']);
  });

  it('replaces all that a node has registered, with as few changes as can be', () => {
    groups.change('g', ports('bob#a', 'bob#b', 'eve#c'), []);
    groups.change('h', ports('bob#a'), []);
    changes = [];
    groups.replaceNode(bob, told(['g', ['bob#b', 'bob#d']], ['i', ['bob#e']]));
    expect(Object.fromEntries(groups.all())).toEqual({
      g: ['bob#b', 'eve#c', 'bob#d'],
      i: ['bob#e'],
    });
    expect(
      changes.flatMap(({ name, removed }) => removed.map((port) => `${name} ${port}`)),
    ).toEqual(['g bob#a', 'h bob#a']);
  });

  it('says nothing when a node repeats itself', () => {
    groups.replaceNode(bob, told(['g', ['bob#a']]));
    groups.replaceNode(bob, told(['g', ['bob#a']]));
    expect(changes).toHaveLength(1);
  });

  it('removes a node, and only it', () => {
    groups.change('g', ports('bob#a', 'bobby#a', 'bob'), []);
    groups.change('h', ports('bob#a'), []);
    groups.removeNode(bob);
    expect(Object.fromEntries(groups.all())).toEqual({ g: ['bobby#a'] });
  });

  it('limits the members of a group', () => {
    const many = Array.from({ length: MAX_MEMBERS + 5 }, (_, i) => `bob#${i}`);
    groups.change('g', ports(...many), []);
    expect(groups.members('g')).toHaveLength(MAX_MEMBERS);
    expect(changes[0]?.added).toHaveLength(MAX_MEMBERS);
  });

  it('replaces many ports by many others without comparing each with each', () => {
    const list = (tag: string) => Array.from({ length: 20_000 }, (_, i) => `bob#${tag}${i}`);
    groups.replaceNode(bob, told(['g', list('a')]));
    const next = told(['g', list('b')]);
    let looks = 0;

    const { includes } = Array.prototype;
    Array.prototype.includes = function (this: unknown[], ...args: [unknown, number?]) {
      looks += this.length;
      return includes.apply(this, args);
    };
    try {
      groups.replaceNode(bob, next);
    } finally {
      Array.prototype.includes = includes;
    }
    expect(groups.members('g')).toEqual(list('b'));
    expect(looks).toBeLessThan(1_000_000);
  });
});
