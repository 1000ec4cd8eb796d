import { describe, expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { NodeView } from '../../../shared/mesh.ts';
import { filterChoices } from '../../../renderer/state/filter-choices.ts';
import { isFiltering, matchingNodes, NO_FILTER } from '../../../renderer/state/node-match.ts';
import type { NodeFilter } from '../../../renderer/state/node-match.ts';
import { sampleCause } from '../network/samples-watched.ts';
import { scenery } from '../graph/scenery.ts';

const sample = scenery({ nodes: 12, down: [11], heard: [10], absent: [9], silent: [8] });
const nodes = new Map(sample.nodes);
weaken('lon-04', { authAccepted: ['cleartext'] });
weaken('lon-07', { encrypted: true, authAccepted: ['tls_anon'] });
weaken('nyc-05', { untrusted: true });

const mesh = {
  nodes,
  groups: sample.groups,
  causes: [sampleCause({ kind: 'node-slow', nodes: ['fra-03' as NodeId] })],
};

function weaken(name: string, posture: object): void {
  const node = nodes.get(name as NodeId) as Extract<NodeView, { state: 'up' }>;
  nodes.set(node.id, { ...node, link: { ...node.link, ...posture } });
}

const found = (filter: Partial<NodeFilter>) =>
  [...matchingNodes({ ...NO_FILTER, ...filter }, mesh)].sort();

describe('a filter', () => {
  test('that is empty lets all pass, and is none', () => {
    expect(found({})).toHaveLength(12);
    expect(isFiltering(NO_FILTER)).toBe(false);
    expect(isFiltering({ ...NO_FILTER, text: ' ' })).toBe(false);
    expect(isFiltering({ ...NO_FILTER, providers: new Set(['x']) })).toBe(true);
  });

  test.each([
    ['silent', ['nyc-08']],
    ['slow', ['fra-03']],
    ['down', ['nyc-11']],
    ['absent', ['fra-09']],
    ['heard', ['lon-10']],
  ] as const)('finds nodes that are %s', (state, names) => {
    expect(found({ states: new Set([state]) })).toEqual(names);
  });

  test('counts our own node as up', () => {
    expect(found({ states: new Set(['up']) })).toContain('meshdeck');
  });

  test('finds weaknesses of our links only', () => {
    expect(found({ postures: new Set(['cleartext']) })).toEqual(['lon-04']);
    expect(found({ postures: new Set(['tls-anon']) })).toEqual(['lon-07', 'nyc-05']);
    const open = found({ postures: new Set(['unencrypted']) });
    expect(open).toHaveLength(7);
    expect(open).not.toContain('lon-07');
    expect(open).not.toContain('meshdeck');
  });

  test('takes any choice of a kind, and needs every kind', () => {
    const states = new Set(['silent', 'down'] as const);
    expect(found({ states })).toEqual(['nyc-08', 'nyc-11']);
    expect(found({ states, text: '-11' })).toEqual(['nyc-11']);
    expect(found({ states, groups: new Set(['lon']) })).toEqual([]);
    expect(found({ groups: new Set(['gone']) })).toEqual([]);
    expect(found({ providers: new Set(['AE-1.30']), text: 'FRA' })).toHaveLength(3);
  });
});

test('choices say how many nodes they would show', () => {
  const choices = filterChoices(mesh);
  const numbers = Object.fromEntries(choices.states.map(({ value, nodes }) => [value, nodes]));
  expect(numbers).toEqual({ up: 9, silent: 1, slow: 1, down: 1, absent: 1, heard: 1 });
  expect(choices.providers).toEqual([{ value: 'AE-1.30', label: 'AE-1.30', nodes: 12 }]);
});
