import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { LinkTraffic } from '../../../shared/mesh.ts';
import { tallyLinks } from '../../../renderer/graph/counts.ts';
import { nodeRows, sortedRows } from '../../../renderer/views/network/rows.ts';
import type { SortKey } from '../../../renderer/views/network/rows.ts';
import { scenery } from '../graph/scenery.ts';

const sample = scenery({ nodes: 12, missing: [[1, 4]], half: [[1, 5]], down: [11], heard: [10] });
const traffic = new Map<NodeId, LinkTraffic>(
  (['fra-03', 'lon-04'] as NodeId[]).map((node, index) => [
    node,
    { node, messagesIn: 1, messagesOut: 1, octetsIn: 10 * (index + 1), octetsOut: 5 },
  ]),
);
const ROWS = nodeRows({
  nodes: sample.nodes.values(),
  groups: sample.groups,
  tallies: tallyLinks(sample.links),
  traffic,
});
const sorted = (sort: SortKey, reversed = false) => sortedRows(ROWS, sort, reversed);
const names = (sort: SortKey, reversed = false) =>
  sorted(sort, reversed).map(({ node }) => node.id as string);

describe('rows of the table', () => {
  it('hold every node with its groups, links and traffic', () => {
    expect(ROWS).toHaveLength(12);
    const lon01 = ROWS.find(({ node }) => node.id === 'lon-01')!;
    expect(lon01.groups).toEqual(['lon']);
    expect(lon01.links).toEqual({ up: 7, expected: 9, faults: 2 });
    expect(lon01.traffic).toBeNull();
    expect(ROWS.find(({ node }) => node.state === 'down')!.links).toBeNull();
    expect(names('name')).toEqual([...names('name')].sort());
    expect(names('name', true)).toEqual([...names('name')].reverse());
  });

  it('can begin with the own node, the slowest, or the one with most faults', () => {
    expect(sorted('state').map(({ node }) => node.state)).toEqual([
      'self',
      ...Array<string>(9).fill('up'),
      'down',
      'heard',
    ]);
    const slowest = sorted('roundTrip')[0]!.node;
    const trips = [...sample.nodes.values()].map((node) =>
      node.state === 'up' ? node.roundTrip! : 0,
    );
    expect(slowest.state === 'up' && slowest.roundTrip).toBe(Math.max(...trips));
    expect(names('links')[0]).toBe('lon-01');
    expect(names('traffic').slice(0, 2)).toEqual(['lon-04', 'fra-03']);
  });

  it('keep rows without a value at the end, whichever way round', () => {
    for (const reversed of [false, true]) {
      const last = sorted('roundTrip', reversed).slice(-3);
      expect(last.every(({ node }) => node.state !== 'up')).toBe(true);
      const untold = names('traffic', reversed).slice(2);
      expect(untold).toEqual([...untold].sort());
    }
    expect(names('traffic', true).slice(0, 2)).toEqual(['fra-03', 'lon-04']);
  });
});
