import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPECTED_FLOOR, SLOW_MARGIN } from '../../../shared/expectations.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { Expectations, expectedRoundTrip, roundTrips, slowLinks } from '../../../shared/latency.ts';
import type { PrimaryGroups } from '../../../shared/primary-groups.ts';
import { primaryGroups } from '../../../shared/primary-groups.ts';
import { MeshModel } from '../../helpers/mesh-model.ts';

const SITES = ['fra', 'lon', 'syd'];
const id = (text: string) => text as NodeId;

/** What is measured in a model, and the groups of its nodes. */
function measure(model: MeshModel) {
  const { nodes, groups, latencies } = model.snapshot();
  const primary = primaryGroups(new Set(model.ids), groups);
  return { measured: roundTrips(nodes, latencies), primary };
}

const slowOf = ({
  measured,
  primary,
}: {
  measured: ReturnType<typeof roundTrips>;
  primary: PrimaryGroups;
}) => slowLinks(measured, primary).map(({ a, b }) => `${a} ${b}`);

describe('roundTrips', () => {
  it('knows own links and those of others, in either order', () => {
    const { measured } = measure(
      new MeshModel({ nodes: 4, groups: [], roundTrip: (a, b) => 10 * a + b }),
    );
    expect(measured.size).toBe(6);
    expect(measured.between(id('me'), id('node-03'))).toBe(3);
    expect(measured.between(id('node-02'), id('node-01'))).toBe(12);
    expect(measured.between(id('node-01'), id('node-02'))).toBe(12);
    expect(measured.between(id('node-01'), id('nobody'))).toBeNull();
    expect(measured.pairs).toContainEqual({ a: 'me', b: 'node-03', roundTrip: 3 });
    expect([...measured.linkCounts()]).toEqual([3, 3, 3, 3]);
  });

  it('leaves out who is not up, and what was not measured', () => {
    const model = new MeshModel({
      nodes: 5,
      groups: [],
      roundTrip: (a, b) => (a + b === 4 ? null : 1),
    });
    model.down(2);
    const { measured } = measure(model);
    expect(measured.pairs.map(({ a, b }) => `${a} ${b}`).sort()).toEqual([
      'me node-01',
      'me node-03',
      'node-01 node-04',
      'node-03 node-04',
    ]);
  });

  it('believes nobody else about our own links', () => {
    const { nodes } = new MeshModel({ nodes: 3, groups: [] }).snapshot();
    const told = [{ a: id('me'), b: id('node-01'), roundTrip: 999, at: 0 }];
    expect(roundTrips(nodes, told).between(id('me'), id('node-01'))).toBe(1);
  });
});

describe('expectedRoundTrip', () => {
  const distance = (a: number, b: number) => (a % 3 === b % 3 ? 1 : 10 * ((a % 3) + (b % 3)));

  it('is the median of the same two groups when enough is measured', () => {
    const { measured, primary } = measure(
      new MeshModel({ nodes: 31, groups: SITES, roundTrip: distance }),
    );
    expect(expectedRoundTrip(measured, primary, id('lon-01'), id('syd-02'))).toBe(30);
    expect(expectedRoundTrip(measured, primary, id('syd-02'), id('fra-03'))).toBe(20);
    expect(expectedRoundTrip(measured, primary, id('fra-03'), id('fra-06'))).toBe(EXPECTED_FLOOR);
  });

  it('is the median of all when not, or without groups', () => {
    const model = new MeshModel({ nodes: 5, groups: SITES, roundTrip: () => 40 });
    const { measured, primary } = measure(model);
    expect(expectedRoundTrip(measured, primary, id('lon-01'), id('syd-02'))).toBe(40);
    expect(expectedRoundTrip(measured, new Map(), id('lon-01'), id('syd-02'))).toBe(40);
    expect(expectedRoundTrip(measured, new Map(), id('nobody'), id('syd-02'))).toBe(40);
  });

  it('is unknown when nothing is measured', () => {
    const { measured, primary } = measure(new MeshModel({ nodes: 5, roundTrip: () => null }));
    expect(expectedRoundTrip(measured, primary, id('a'), id('b'))).toBeNull();
    expect(new Expectations(measured, primary).limit(id('a'), id('b'))).toBe(Infinity);
    expect(slowLinks(measured, primary)).toEqual([]);
  });

  it.each([
    ['many nodes', 31, SITES],
    ['few nodes', 7, SITES],
    ['three nodes', 3, []],
    ['no groups', 20, []],
  ])('is not moved by one slow node: %s', (_, nodes, groups) => {
    const before = measure(new MeshModel({ nodes, groups, roundTrip: () => 5 }));
    const model = new MeshModel({ nodes, groups, roundTrip: () => 5 });
    model.slowNode(1, 500);
    const after = measure(model);
    for (const other of model.ids.slice(2)) {
      const ends = [model.ids[1] as NodeId, other] as const;
      const expected = expectedRoundTrip(after.measured, after.primary, ...ends);
      expect(expected).toBe(expectedRoundTrip(before.measured, before.primary, ...ends));
    }
    expect(slowOf(after)).toHaveLength(nodes - 1);
  });
});

describe('slowLinks', () => {
  it('says how slow, and what was expected', () => {
    const model = new MeshModel({ nodes: 31, groups: SITES, roundTrip: () => 20 });
    model.slow(4, 8, 30);
    const { measured, primary } = measure(model);
    expect(slowLinks(measured, primary)).toEqual([
      { a: 'lon-04', b: 'syd-08', roundTrip: 50, expected: 20 },
    ]);
  });

  it('needs twice the expected time, and some ms more', () => {
    const slow = (base: number, more: number) => {
      const model = new MeshModel({ nodes: 31, groups: SITES, roundTrip: () => base });
      model.slow(4, 8, more);
      return slowOf(measure(model)).length;
    };
    expect(slow(0.1, EXPECTED_FLOOR + SLOW_MARGIN - 0.1)).toBe(0);
    expect(slow(0.1, EXPECTED_FLOOR + SLOW_MARGIN)).toBe(1);
    expect(slow(100, 100)).toBe(0);
    expect(slow(100, 101)).toBe(1);
  });

  it('finds nothing in any healthy network, whatever its distances', () => {
    const places = fc.array(fc.nat({ max: 300 }), { minLength: 2, maxLength: 5 });
    const size = fc.integer({ min: 20, max: 45 });
    fc.assert(
      fc.property(
        places,
        size,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (at, nodes, noise) => {
          const sites = at.map((_, index) => `site${index}`);
          const of = (node: number) => at[node % at.length] as number;
          const roundTrip = (a: number, b: number) => {
            const jitter = noise.next().value as number;
            return (0.2 + Math.abs(of(a) - of(b))) * (1 + 0.3 * jitter) + 2 * jitter;
          };
          expect(slowOf(measure(new MeshModel({ nodes, groups: sites, roundTrip })))).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
