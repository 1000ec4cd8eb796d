import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCauses, MAX_CAUSES } from '../../../shared/causes.ts';
import { MeshModel } from '../../helpers/mesh-model.ts';

const ALL_SITES = ['fra', 'lon', 'nyc', 'sfo', 'sgp', 'syd'];

/** A healthy mesh of any size: places at some distance, jitter, nodes without listeners. */
const meshes = fc
  .record({
    nodes: fc.integer({ min: 24, max: 60 }),
    sites: fc.integer({ min: 2, max: 6 }),
    distances: fc.array(fc.nat({ max: 250 }), { minLength: 6, maxLength: 6 }),
    noise: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 50, maxLength: 100 }),
    unbound: fc.uniqueArray(fc.integer({ min: 1, max: 23 }), { maxLength: 3 }),
  })
  .map(({ nodes, sites, distances, noise, unbound }) => () => {
    const place = (node: number) => distances[node % sites] as number;
    const roundTrip = (a: number, b: number) => {
      const jitter = noise[(a * 61 + b * 17) % noise.length] as number;
      return (0.3 + Math.abs(place(a) - place(b))) * (1 + 0.3 * jitter) + 2 * jitter;
    };
    const model = new MeshModel({ nodes, groups: ALL_SITES.slice(0, sites), roundTrip });
    model.unbound(...unbound);
    return { model, bound: (node: number) => !unbound.includes(node) };
  });

/** Two different nodes that listen, none of them ours. */
const pair = fc
  .tuple(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 1, max: 23 }))
  .filter(([a, b]) => a !== b);

type Fault = 'down' | 'silent' | 'cut-off' | 'slow-node' | 'missing' | 'half' | 'slow';

/** Breaks one thing. @returns the kind of the cause that must be found */
function breakOne(model: MeshModel, fault: Fault, a: number, b: number): string {
  const others = model.ids.map((_, index) => index).filter((index) => index > 0 && index !== a);
  if (fault === 'down') model.down(a);
  else if (fault === 'silent') model.silent(a);
  else if (fault === 'cut-off') for (const other of others) model.cut(a, other);
  else if (fault === 'slow-node') model.slowNode(a, 3_000);
  else if (fault === 'missing') model.cut(a, b);
  else if (fault === 'half') model.deny(a, b);
  else model.slow(a, b, 3_000);
  return {
    down: 'node-down',
    silent: 'node-silent',
    'cut-off': 'node-cut-off',
    'slow-node': 'node-slow',
    missing: 'link-missing',
    half: 'link-half',
    slow: 'link-slow',
  }[fault];
}

describe('findCauses, for any mesh', () => {
  it('finds nothing wrong when nothing is', () => {
    fc.assert(
      fc.property(meshes, (make) => {
        expect(findCauses(make().model.snapshot())).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('finds just the one thing that is wrong', () => {
    const faults = fc.constantFrom<Fault>(
      'down',
      'silent',
      'cut-off',
      'slow-node',
      'missing',
      'half',
      'slow',
    );
    fc.assert(
      fc.property(meshes, faults, pair, (make, fault, [a, b]) => {
        const { model, bound } = make();
        // Two nodes without listeners have no link that could break.
        fc.pre(bound(a) && bound(b));
        const kind = breakOne(model, fault, a, b);
        const causes = findCauses(model.snapshot());
        expect(causes.map((cause) => cause.kind)).toEqual([kind]);
        const about = kind.startsWith('link')
          ? [model.ids[a], model.ids[b]].sort()
          : [model.ids[a]];
        expect(causes[0]?.nodes).toEqual(about);
      }),
      { numRuns: 300 },
    );
  });

  it('finds a group that lost another one, as that', () => {
    fc.assert(
      fc.property(meshes, fc.nat({ max: 5 }), fc.nat({ max: 5 }), (make, one, other) => {
        const { model, bound } = make();
        const groups = model.groups;
        const [a, b] = [groups[one % groups.length], groups[other % groups.length]] as [
          string,
          string,
        ];
        // Of two groups only, each is the other's rest: both names are right.
        fc.pre(
          a !== b && groups.length > 2 && [...model.members(a), ...model.members(b)].every(bound),
        );
        for (const x of model.members(a)) for (const y of model.members(b)) model.cut(x, y);
        expect(findCauses(model.snapshot())).toMatchObject([
          {
            kind: 'groups-cut',
            groups: [a, b].sort(),
            linkCount: model.members(a).length * model.members(b).length,
          },
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it('explains every fault once, and stays in bounds, whatever is claimed', () => {
    const claims = fc.array(fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 23 })), { maxLength: 300 });
    fc.assert(
      fc.property(meshes, claims, (make, denials) => {
        const { model } = make();
        for (const [a, b] of denials) if (a !== b && a !== 0) model.deny(a, b);
        const causes = findCauses(model.snapshot());
        const told = causes.flatMap(({ links }) => links.map((link) => link.join(' ')));
        expect(new Set(told).size).toBe(told.length);
        expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
        expect(causes.length).toBeLessThanOrEqual(MAX_CAUSES);
        const damages = causes.map(({ damage }) => damage);
        expect(damages).toEqual([...damages].sort((x, y) => y - x));
      }),
      { numRuns: 150 },
    );
  });
});
