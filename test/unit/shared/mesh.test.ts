import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import {
  completeness,
  linksBetween,
  type LinkState,
  type NodeView,
  type ReportView,
} from '../../../shared/mesh.ts';

const id = (text: string) => text as NodeId;

function node(name: string, state: NodeView['state'], addresses: string[] | null = ['h:1']) {
  return { id: id(name), state, addresses, seed: false, provider: null, since: 1 } as NodeView;
}

function reports(claims: Record<string, string[]>): Map<NodeId, ReportView> {
  return new Map(
    Object.entries(claims).map(([name, peers]) => [
      id(name),
      { node: id(name), peers: peers.map(id), at: 1, flaws: null },
    ]),
  );
}

/** What A says of B: yes, no, or nothing as it was not asked. */
const CLAIM = { yes: ['b'], no: [], unasked: undefined } as const;

describe('linksBetween', () => {
  const expected: [keyof typeof CLAIM, keyof typeof CLAIM, LinkState][] = [
    ['yes', 'yes', 'up'],
    ['yes', 'unasked', 'up'],
    ['unasked', 'yes', 'up'],
    ['yes', 'no', 'half'],
    ['no', 'yes', 'half'],
    ['no', 'no', 'missing'],
    ['no', 'unasked', 'unknown'],
    ['unasked', 'no', 'unknown'],
    ['unasked', 'unasked', 'unknown'],
  ];

  function stateOf(
    fromA: keyof typeof CLAIM,
    fromB: keyof typeof CLAIM,
    addresses: [string[] | null, string[] | null],
  ): LinkState | undefined {
    const claims: Record<string, string[]> = {};
    if (fromA !== 'unasked') claims.a = [...CLAIM[fromA]];
    if (fromB !== 'unasked') claims.b = fromB === 'yes' ? ['a'] : [];
    const nodes = [node('b', 'up', addresses[1]), node('a', 'self', addresses[0])];
    const links = linksBetween(nodes, reports(claims));
    expect(links).toHaveLength(1);
    expect(links[0]).toMatchObject({ a: 'a', b: 'b' });
    return links[0]?.state;
  }

  it.each(expected)('A says %s, B says %s: %s', (fromA, fromB, state) => {
    expect(stateOf(fromA, fromB, [['h:1'], ['h:2']])).toBe(state);
    expect(stateOf(fromA, fromB, [[], ['h:2']])).toBe(state);
    expect(stateOf(fromA, fromB, [null, []])).toBe(state);
  });

  it('is impossible when neither listens and none claims it', () => {
    expect(stateOf('no', 'no', [[], []])).toBe('impossible');
    expect(stateOf('no', 'unasked', [[], []])).toBe('impossible');
    expect(stateOf('yes', 'yes', [[], []])).toBe('up');
    expect(stateOf('yes', 'no', [[], []])).toBe('half');
  });

  it('takes only nodes that are up, and each pair once', () => {
    const nodes = [
      node('d', 'down'),
      node('c', 'up'),
      node('h', 'heard'),
      node('a', 'self'),
      node('b', 'up'),
    ];
    const links = linksBetween(nodes.values(), reports({}));
    expect(links.map(({ a, b }) => `${a}-${b}`)).toEqual(['a-b', 'a-c', 'b-c']);
  });

  it('makes 19,900 links of 200 nodes', () => {
    const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
    const claims = Object.fromEntries(names.map((name) => [name, names]));
    const links = linksBetween(
      names.map((name) => node(name, 'up')),
      reports(claims),
    );
    expect(links).toHaveLength(19_900);
    expect(completeness(links)).toEqual({ up: 19_900, expected: 19_900 });
  });
});

describe('completeness', () => {
  it('counts what is up against all that could be', () => {
    const states: LinkState[] = ['up', 'up', 'half', 'missing', 'unknown', 'impossible'];
    const links = states.map((state, i) => ({ a: id(`a${i}`), b: id(`b${i}`), state }));
    expect(completeness(links)).toEqual({ up: 2, expected: 5 });
  });

  it('is nothing of nothing for a node alone', () => {
    expect(completeness(linksBetween([node('a', 'self')], new Map()))).toEqual({
      up: 0,
      expected: 0,
    });
  });
});
