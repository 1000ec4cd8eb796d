import { describe, expect, it } from 'vitest';
import { findCauses } from '../../../shared/causes.ts';
import { CLAIM_LIFETIME, SETTLING } from '../../../shared/faults/evidence.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { MeshModel, NOW } from '../../helpers/mesh-model.ts';

const SITES = ['fra', 'lon', 'nyc', 'sfo', 'sgp', 'syd'];

function mesh(nodes = 50): MeshModel {
  return new MeshModel({ nodes, groups: SITES });
}

const causesOf = (model: MeshModel) => findCauses(model.snapshot());
const idsOf = (model: MeshModel) => causesOf(model).map(({ id }) => id);

describe('findCauses: what is no fault', () => {
  it('nodes without listeners have no link to each other', () => {
    const model = mesh(20);
    model.unbound(3, 7, 11);
    expect(causesOf(model)).toEqual([]);
    model.down(7);
    expect(causesOf(model)).toMatchObject([{ id: 'node-down:lon-07', linkCount: 19 }]);
  });

  it('two nodes, whatever the other says', () => {
    const model = mesh(2);
    expect(causesOf(model)).toEqual([]);
    model.deny(1, 0);
    expect(causesOf(model)).toMatchObject([{ kind: 'link-half' }]);
  });

  it('a node that has just come up', () => {
    const model = mesh(20);
    model.since(9, NOW - 2_000);
    for (let other = 1; other < 20; other++) model.cut(9, other);
    expect(causesOf(model)).toEqual([]);
    // Reports that came after it had time deny its links indeed.
    model.since(9, NOW - 1_000 - SETTLING);
    expect(idsOf(model)).toEqual(['node-cut-off:sfo-09']);
  });

  it('claims that are out of date', () => {
    const model = mesh(20);
    model.deny(4, 9);
    model.reportedAt(4, NOW - CLAIM_LIFETIME - 1);
    expect(causesOf(model)).toEqual([]);
    model.reportedAt(4, NOW - CLAIM_LIFETIME);
    expect(causesOf(model)).toHaveLength(1);
  });

  it('nodes that were not asked yet', () => {
    const model = mesh(20);
    model.cut(4, 9);
    const { reports, ...snapshot } = model.snapshot();
    const asked = new Map([...reports].filter(([node]) => node !== model.ids[9]));
    expect(findCauses({ ...snapshot, reports: asked })).toEqual([]);
  });

  it('a network over the world, with places of any distance', () => {
    const distance = [1, 12, 80, 150, 250, 300];
    const place = (index: number) => distance[index % SITES.length] as number;
    const roundTrip = (one: number, other: number) =>
      0.5 + Math.abs(place(one) - place(other)) * (1 + ((one * 7 + other * 13) % 10) / 40);
    expect(causesOf(new MeshModel({ nodes: 60, groups: SITES, roundTrip }))).toEqual([]);
    // Neither with groups that have nothing to do with places, nor without any.
    expect(
      causesOf(new MeshModel({ nodes: 60, groups: ['a', 'b', 'c', 'd', 'e'], roundTrip })),
    ).toEqual([]);
    expect(causesOf(new MeshModel({ nodes: 60, groups: [], roundTrip }))).toEqual([]);
  });

  it('that we look from far away', () => {
    const roundTrip = (one: number) => (one === 0 ? 180 : 0.4);
    const model = new MeshModel({ nodes: 20, groups: SITES, roundTrip });
    expect(causesOf(model)).toEqual([]);
    model.slow(0, 5, 400);
    expect(idsOf(model)).toEqual(['link-slow:me;syd-05']);
  });
});

describe('findCauses: a node alone at its place', () => {
  const perth = 7;
  const far = (ms: number) => (one: number, other: number) =>
    one === perth || other === perth ? ms : 0.4;
  const called = (model: MeshModel, ms: number) => {
    const { nodes, ...snapshot } = model.snapshot();
    const told = [...nodes].map((node) =>
      node.id === model.ids[perth] ? { ...node, far: ms } : node,
    );
    return findCauses({ ...snapshot, nodes: told });
  };

  it('is called slow until a person says that it is far away', () => {
    const model = new MeshModel({ nodes: 20, groups: SITES, roundTrip: far(250) });
    expect(causesOf(model)).toMatchObject([{ kind: 'node-slow', nodes: [model.ids[perth]] }]);
    expect(called(model, 250)).toEqual([]);
  });

  it('is called slow again when it gets slower yet, or one of its links', () => {
    const slower = new MeshModel({ nodes: 20, groups: SITES, roundTrip: far(600) });
    expect(called(slower, 250)).toMatchObject([
      {
        kind: 'node-slow',
        nodes: [slower.ids[perth]],
        detail: expect.stringContaining('2× the expected time'),
      },
    ]);
    const model = new MeshModel({ nodes: 20, groups: SITES, roundTrip: far(250) });
    model.slow(3, perth, 800);
    expect(called(model, 250)).toMatchObject([{ kind: 'link-slow' }]);
  });
});

describe('findCauses: claims', () => {
  it('a node that denies all its links is named alone, as the one who says so', () => {
    const model = mesh(200);
    for (let other = 0; other < 200; other++) if (other !== 66) model.deny(66, other);
    expect(causesOf(model)).toMatchObject([
      {
        kind: 'node-cut-off',
        nodes: ['fra-66'],
        linkCount: 199,
        title: 'fra-66 denies its links',
        detail: '199 of 199 links: the other side reports them',
      },
    ]);
  });

  it('a node that claims nodes nobody knows brings none to life', () => {
    const model = mesh(10);
    model.heard(9);
    for (let other = 1; other < 9; other++) if (other !== 4) model.deny(other, 9);
    expect(causesOf(model)).toEqual([]);
  });

  it('a node that most others see lives, though we lost it', () => {
    const model = mesh(10);
    model.heard(9);
    expect(causesOf(model)).toMatchObject([
      {
        id: 'link-missing:me;sfo-09',
        title: 'me and sfo-09 are not connected',
        detail: 'most others see sfo-09',
      },
    ]);
    model.down(9);
    expect(idsOf(model)).toEqual(['node-down:sfo-09']);
    for (let other = 1; other < 9; other++) model.claim(other, 9);
    expect(idsOf(model)).toEqual(['link-missing:me;sfo-09']);
    // What they said before it went down proves nothing.
    for (let other = 1; other < 9; other++) model.reportedAt(other, NOW - 10_000 + SETTLING - 1);
    expect(idsOf(model)).toEqual(['node-down:sfo-09']);
  });

  it('we and our group are cut off from another group, which the rest sees', () => {
    const model = mesh(30);
    const lost = model.members('syd');
    const ours = model.members('fra');
    for (const node of lost) model.heard(node);
    for (const one of ours) for (const other of lost) model.cut(one, other);
    expect(causesOf(model)).toMatchObject([
      { kind: 'groups-cut', groups: ['fra', 'syd'], linkCount: ours.length * lost.length },
      { kind: 'node-cut-off', nodes: ['me'], linkCount: lost.length },
    ]);
  });

  it('bounds names in sentences', () => {
    const model = mesh(5);
    const long = '𝒳'.repeat(60) as NodeId;
    const snapshot = model.snapshot();
    const nodes = [...snapshot.nodes].map((node) =>
      node.id === 'sgp-04'
        ? { ...node, id: long, state: 'down' as const, since: NOW, reason: 'y'.repeat(5_000) }
        : node,
    );
    const [cause] = findCauses({ ...snapshot, nodes: nodes as never });
    expect(cause?.nodes).toEqual([long]);
    expect([...(cause?.title ?? '')].length).toBeLessThan(60);
    expect(cause?.title.isWellFormed()).toBe(true);
    expect(cause?.detail.length).toBeLessThan(100);
  });
});
