import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { LinkTable } from '../../../shared/link-table.ts';
import { completeness, linksBetween } from '../../../shared/mesh.ts';
import type { NodeView, ReportView } from '../../../shared/mesh.ts';

const nameOf = (index: number) => `n${String(index).padStart(2, '0')}` as NodeId;

function node(index: number, state: NodeView['state'], listens = true): NodeView {
  const facts = { id: nameOf(index), seed: false, provider: null, expected: false, since: 1 };
  return { ...facts, state, addresses: listens ? ['h:1'] : [] } as unknown as NodeView;
}

type Reports = Map<NodeId, ReportView>;

function report(index: number, peers: readonly number[], at = 1): [NodeId, ReportView] {
  const id = nameOf(index);
  return [id, { node: id, peers: peers.map(nameOf), at, flaws: null }];
}

/** A node: its state, whether it listens, and whom it reports, `null` = it was not asked. */
const entry = fc.record({
  state: fc.constantFrom<NodeView['state']>('up', 'up', 'up', 'down', 'heard'),
  listens: fc.boolean(),
  peers: fc.option(fc.uniqueArray(fc.nat(24))),
});
type Entry = typeof entry extends fc.Arbitrary<infer Value> ? Value : never;

function meshOf(entries: readonly Entry[]): { nodes: NodeView[]; reports: Reports } {
  const nodes = entries.map(({ state, listens }, index) => node(index, state, listens));
  const reports = entries.flatMap(({ peers }, index) => (peers ? [report(index, peers)] : []));
  return { nodes: nodes.reverse(), reports: new Map(reports) };
}

describe('LinkTable', () => {
  it('says the same as the list of links', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 24 }), (entries) => {
        const { nodes, reports } = meshOf(entries);
        const table = new LinkTable(nodes, reports);
        const links = linksBetween(nodes, reports);
        expect(table.views).toEqual(links);
        expect(table.completeness).toEqual(completeness(links));
        for (const link of links) {
          expect(table.between(link.b, link.a)).toEqual(link);
          expect(table.counts[link.state]).toBe(
            links.filter(({ state }) => state === link.state).length,
          );
        }
      }),
    );
  });

  it('says the same with a former table to build upon', () => {
    const mesh = fc.array(entry, { maxLength: 24 });
    fc.assert(
      fc.property(mesh, mesh, fc.array(fc.boolean(), { maxLength: 24 }), (one, other, kept) => {
        const before = meshOf(one);
        const after = meshOf(other);
        // Some nodes say the same again: they keep their list.
        kept.forEach((keeps, index) => {
          const same = before.reports.get(nameOf(index));
          if (keeps && same) after.reports.set(nameOf(index), { ...same, at: 2 });
        });
        const former = new LinkTable(before.nodes, before.reports);
        const table = new LinkTable(after.nodes, after.reports, former);
        expect(table.views).toEqual(linksBetween(after.nodes, after.reports));
      }),
    );
  });

  it('knows who denies a half-open link', () => {
    const nodes = [node(1, 'self'), node(2, 'up'), node(3, 'up')];
    const reports = new Map([report(1, [2, 3]), report(2, []), report(3, [1])]);
    const table = new LinkTable(nodes, reports);
    const half = table.between(nameOf(1), nameOf(2));
    expect(half).toEqual({ a: 'n01', b: 'n02', state: 'half' });
    expect(table.denierOf(half!)).toBe('n02');
    expect(table.denierOf(table.between(nameOf(1), nameOf(3))!)).toBeNull();
  });

  it('has the links of one node, and none of what is not up', () => {
    const nodes = [node(1, 'self'), node(2, 'up'), node(3, 'down'), node(4, 'up')];
    const table = new LinkTable(nodes, new Map([report(1, [2])]));
    expect(table.of(nameOf(2)).map(({ a, b }) => `${a}-${b}`)).toEqual(['n01-n02', 'n02-n04']);
    expect(table.of(nameOf(3))).toEqual([]);
    expect(table.between(nameOf(1), nameOf(3))).toBeNull();
    expect(table.between(nameOf(1), nameOf(1))).toBeNull();
  });
});
