import { describe, expect, it } from 'vitest';
import {
  findCauses,
  MAX_ALL_CAUSE_LINKS,
  MAX_CAUSE_LINKS,
  MAX_CAUSES,
} from '../../../shared/causes.ts';
import { SETTLING } from '../../../shared/faults/evidence.ts';
import { MeshModel, NOW } from '../../helpers/mesh-model.ts';

const SITES = ['fra', 'lon', 'nyc', 'sfo', 'sgp', 'syd'];

function mesh(nodes = 50, groups: readonly string[] = SITES): MeshModel {
  return new MeshModel({ nodes, groups });
}

const causesOf = (model: MeshModel) => findCauses(model.snapshot());
const idsOf = (model: MeshModel) => causesOf(model).map(({ id }) => id);

describe('findCauses: one kind alone', () => {
  it('finds nothing wrong with a whole mesh, of any size', () => {
    for (const nodes of [1, 2, 3, 8, 50, 200]) expect(causesOf(mesh(nodes))).toEqual([]);
  });

  it('a node that is down', () => {
    const model = mesh();
    model.down(40);
    expect(causesOf(model)).toMatchObject([
      {
        id: 'node-down:sgp-40',
        kind: 'node-down',
        nodes: ['sgp-40'],
        linkCount: 49,
        linksPossible: 49,
        title: 'sgp-40 is down',
        detail: '49 links lost · connection reset',
      },
    ]);
    const links = causesOf(model)[0]?.links ?? [];
    expect(links).toHaveLength(49);
    expect(links.every(([a, b]) => a < b && (a === 'sgp-40' || b === 'sgp-40'))).toBe(true);
  });

  it('an expected node that never came, once we had time to connect', () => {
    const model = mesh(8);
    model.absent(3);
    expect(causesOf(model)).toMatchObject([
      { id: 'node-absent:sfo-03', title: 'sfo-03 is missing' },
    ]);
    model.since(0, NOW - SETTLING + 1);
    expect(causesOf(model)).toEqual([]);
  });

  it('a node that does not answer, with all that follows from it', () => {
    const model = mesh(12);
    model.silent(5);
    for (const other of [1, 2, 3, 4]) model.deny(other, 5);
    model.slowNode(5, 500);
    expect(causesOf(model)).toMatchObject([
      {
        id: 'node-silent:syd-05',
        kind: 'node-silent',
        linkCount: 11,
        title: 'syd-05 does not answer',
      },
    ]);
  });

  it('a node that is cut off from all others but us', () => {
    const model = mesh();
    for (let other = 1; other < 50; other++) if (other !== 7) model.cut(7, other);
    expect(causesOf(model)).toMatchObject([
      {
        id: 'node-cut-off:lon-07',
        linkCount: 48,
        linksPossible: 49,
        title: 'lon-07 is cut off',
        detail: '48 of its 49 links missing or one-way',
      },
    ]);
  });

  it('a node that is partly cut off, for more than chance', () => {
    const model = mesh();
    for (let other = 10; other < 22; other++) model.cut(7, other);
    expect(causesOf(model)).toMatchObject([
      { id: 'node-cut-off:lon-07', title: 'lon-07 is partly cut off' },
    ]);
  });

  it('a minority that sees itself and us, but not the majority', () => {
    const model = mesh();
    const minority = [3, 14, 25, 36, 47, 48];
    for (const one of minority) {
      for (let other = 1; other < 50; other++) if (!minority.includes(other)) model.cut(one, other);
    }
    const [cause, ...more] = causesOf(model);
    expect(more).toEqual([]);
    expect(cause).toMatchObject({ kind: 'partition', linkCount: 6 * 43, linksPossible: 6 * 43 });
    expect(cause?.nodes).toEqual(minority.map((index) => model.ids[index]).sort());
    expect(cause?.others).toHaveLength(43);
    expect(cause?.title).toMatch(
      /^fra-36, fra-48, lon-25 and 3 more are cut off from the other 43$/,
    );
  });

  it('two nodes that lost the rest, with one link left', () => {
    const model = mesh();
    for (let other = 3; other < 50; other++) {
      model.cut(1, other);
      if (other !== 30) model.cut(2, other);
    }
    expect(causesOf(model)).toMatchObject([
      { kind: 'partition', nodes: ['lon-01', 'nyc-02'], linkCount: 93 },
    ]);
  });

  it('two groups that are partly cut off from each other', () => {
    const model = mesh();
    const sfo = model.members('sfo');
    const sgp = model.members('sgp');
    for (let i = 0; i < 8; i++) model.cut(sfo[i % 4] as number, sgp[(i * 3 + 1) % 8] as number);
    expect(causesOf(model)).toMatchObject([
      {
        kind: 'groups-cut',
        groups: ['sfo', 'sgp'],
        linkCount: 8,
        linksPossible: sfo.length * sgp.length,
        title: 'sfo and sgp are partly cut off from each other',
      },
    ]);
    expect(causesOf(model)[0]?.nodes).toEqual(sfo.map((index) => model.ids[index]));
    expect(causesOf(model)[0]?.others).toEqual(sgp.map((index) => model.ids[index]));
  });

  it('two groups that lost each other altogether', () => {
    const model = mesh();
    for (const one of model.members('sfo')) {
      for (const other of model.members('sgp')) model.cut(one, other);
    }
    expect(causesOf(model)).toMatchObject([
      {
        kind: 'groups-cut',
        groups: ['sfo', 'sgp'],
        title: 'sfo and sgp are cut off from each other',
      },
    ]);
  });

  it('two sides that no group names', () => {
    const model = mesh(30, []);
    for (const one of [1, 2, 3, 4]) for (const other of [10, 11, 12, 13, 14]) model.cut(one, other);
    expect(causesOf(model)).toMatchObject([
      { kind: 'partition', nodes: ['node-01', 'node-02', 'node-03', 'node-04'], linkCount: 20 },
    ]);
  });

  it('a node that is slow to everyone', () => {
    const model = mesh();
    model.slowNode(21, 200);
    expect(causesOf(model)).toMatchObject([
      {
        id: 'node-slow:sfo-21',
        linkCount: 49,
        title: 'sfo-21 is slow to everyone',
        detail: expect.stringMatching(/^49 of 49 measured links slow, \d+× the expected time$/),
      },
    ]);
  });

  it('a node that is slow to many', () => {
    const model = mesh();
    for (let other = 22; other < 50; other++) model.slow(21, other, 200);
    expect(causesOf(model)).toMatchObject([
      { id: 'node-slow:sfo-21', linkCount: 28, linksPossible: 49, title: 'sfo-21 is slow to many' },
    ]);
  });

  it.each([
    ['link-missing', (model: MeshModel) => model.cut(4, 9), 'sfo-09 and sgp-04 are not connected'],
    [
      'link-half',
      (model: MeshModel) => model.deny(4, 9),
      'The link of sfo-09 and sgp-04 is one-way',
    ],
    [
      'link-slow',
      (model: MeshModel) => model.slow(4, 9, 90),
      'The link of sfo-09 and sgp-04 is slow',
    ],
  ] as const)('a single fault: %s', (kind, breakIt, title) => {
    const model = mesh();
    breakIt(model);
    expect(causesOf(model)).toMatchObject([
      {
        id: `${kind}:sfo-09;sgp-04`,
        kind,
        nodes: ['sfo-09', 'sgp-04'],
        links: [['sfo-09', 'sgp-04']],
        title,
      },
    ]);
  });

  it('says who denies a one-way link', () => {
    const model = mesh();
    model.deny(4, 9);
    expect(causesOf(model)[0]?.detail).toBe('sfo-09 reports it, sgp-04 has none');
  });
});

describe('findCauses: many things at once', () => {
  it('names each, the most harmful first', () => {
    const model = mesh();
    model.down(40);
    for (let other = 1; other < 50; other++) if (other !== 7) model.cut(7, other);
    for (const one of model.members('nyc').slice(0, 5)) {
      for (const other of model.members('syd').slice(0, 3)) model.cut(one, other);
    }
    model.slowNode(21, 300);
    model.cut(4, 9);
    model.deny(12, 33);
    model.slow(16, 28, 150);
    expect(idsOf(model)).toEqual([
      'node-down:sgp-40',
      'node-cut-off:lon-07',
      'groups-cut:3 nyc 3 syd',
      'node-slow:sfo-21',
      'link-missing:sfo-09;sgp-04',
      'link-half:fra-12;sfo-33',
      'link-slow:sgp-16;sgp-28',
    ]);
  });

  it('puts two cut-off nodes down to each of them, when they lost each other, too', () => {
    const model = mesh();
    for (const node of [7, 8]) {
      for (let other = 1; other < 50; other++) if (other !== node) model.cut(node, other);
    }
    expect(idsOf(model).sort()).toEqual(['node-cut-off:lon-07', 'node-cut-off:nyc-08']);
  });

  it('makes singles of faults that share nothing', () => {
    const model = mesh(200);
    for (let i = 0; i < 90; i++) model.cut(1 + i, 199 - i);
    const kinds = new Set(causesOf(model).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['link-missing']));
    expect(causesOf(model)).toHaveLength(90);
  });

  it('stays within its bounds in a mesh that is in ruins', () => {
    const model = mesh(120, []);
    for (let one = 1; one < 120; one++) {
      for (let other = one + 1; other < 120; other++) {
        if ((one * 31 + other * 17) % 5 < 2) model.cut(one, other);
      }
    }
    const causes = causesOf(model);
    expect(causes.length).toBeLessThanOrEqual(MAX_CAUSES);
    expect(causes.every(({ links }) => links.length <= MAX_CAUSE_LINKS)).toBe(true);
    const total = causes.reduce((sum, { links }) => sum + links.length, 0);
    expect(total).toBeLessThanOrEqual(MAX_ALL_CAUSE_LINKS);
  });

  it('is the same whatever the order', () => {
    const model = mesh();
    model.down(40);
    model.slowNode(21, 300);
    model.cut(4, 9);
    const snapshot = model.snapshot();
    const turned = {
      ...snapshot,
      nodes: [...snapshot.nodes].reverse(),
      latencies: [...snapshot.latencies].reverse(),
    };
    expect(findCauses(turned)).toEqual(findCauses(snapshot));
  });
});
