import { describe, expect, it } from 'vitest';
import { tallyLinks } from '../../../renderer/graph/counts.ts';
import { nodeRows } from '../../../renderer/views/network/rows.ts';
import type { SortKey } from '../../../renderer/views/network/rows.ts';
import { scenery } from '../graph/scenery.ts';

const sample = scenery({ nodes: 12, missing: [[1, 4]], half: [[1, 5]], down: [11], heard: [10] });
const rows = (sort: SortKey) =>
  nodeRows(sample.nodes.values(), sample.groups, tallyLinks(sample.links), sort);

describe('rows of the table', () => {
  it('hold every node with its groups and links', () => {
    const byName = rows('name');
    expect(byName).toHaveLength(12);
    const lon01 = byName.find(({ node }) => node.id === 'lon-01')!;
    expect(lon01.groups).toEqual(['lon']);
    expect(lon01.links).toEqual({ up: 7, expected: 9, faults: 2 });
    expect(byName.find(({ node }) => node.state === 'down')!.links).toBeNull();
    expect(byName.map(({ node }) => node.id)).toEqual(
      [...byName].map(({ node }) => node.id).sort(),
    );
  });

  it('can begin with the own node, the slowest, or the one with most faults', () => {
    expect(rows('state').map(({ node }) => node.state)).toEqual([
      'self',
      ...Array<string>(9).fill('up'),
      'down',
      'heard',
    ]);
    const slowest = rows('roundTrip')[0]!.node;
    const trips = [...sample.nodes.values()].map((node) =>
      node.state === 'up' ? node.roundTrip! : 0,
    );
    expect(slowest.state === 'up' && slowest.roundTrip).toBe(Math.max(...trips));
    expect(rows('links')[0]!.node.id).toBe('lon-01');
  });
});
