import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { bundlesOf } from '../../../renderer/graph/aggregates.ts';
import { drawnNodes } from '../../../renderer/graph/bounds.ts';
import { circleLayout } from '../../../renderer/graph/circle.ts';
import { countMesh, tallyLinks } from '../../../renderer/graph/counts.ts';
import { egoLayout } from '../../../renderer/graph/ego.ts';
import { linesOfNode, MAX_LINES, moveNodes } from '../../../renderer/graph/scene.ts';
import { sceneOf, scenery, sector } from './scenery.ts';

const FAULTY = scenery({
  nodes: 12,
  missing: [[1, 4]],
  half: [
    [2, 5],
    [6, 3],
  ],
  down: [11],
  heard: [10],
  unbound: [7, 8],
});

describe('counts', () => {
  it('tells links and nodes by state', () => {
    const counts = countMesh(FAULTY.nodes.values(), FAULTY.links);
    // Ten nodes are up: 45 pairs.
    expect(counts).toEqual({
      links: { up: 41, half: 2, missing: 1, unknown: 0, impossible: 1 },
      alive: 10,
      down: 1,
      heard: 1,
      absent: 0,
      slow: 0,
      // The one that is down would have a link to each of the others.
      toDown: 10,
    });
  });

  it('tallies the links of each node; those that can not be are not expected', () => {
    const tallies = tallyLinks(FAULTY.links);
    const byNumber = (index: number) => tallies.get([...FAULTY.nodes.keys()][index]!);
    expect(byNumber(0)).toEqual({ up: 9, expected: 9, faults: 0 });
    expect(byNumber(1)).toEqual({ up: 8, expected: 9, faults: 1 });
    expect(byNumber(7)).toEqual({ up: 8, expected: 8, faults: 0 });
    expect(byNumber(11)).toBeUndefined();
  });
});

describe('the scene of a small mesh', () => {
  const scene = sceneOf(FAULTY);
  const mark = (index: number) => scene.nodes[scene.places.get([...FAULTY.nodes.keys()][index]!)!]!;

  it('has a mark for every node with its state, role, group and faults', () => {
    expect(scene.nodes).toHaveLength(12);
    expect(mark(0)).toMatchObject({ state: 'self', group: null, tint: -1, faults: 0 });
    expect(mark(1)).toMatchObject({
      state: 'up',
      seed: true,
      listens: true,
      group: 'lon',
      faults: 1,
    });
    expect(mark(7)).toMatchObject({ listens: false, seed: false });
    expect(mark(10).state).toBe('heard');
    expect(mark(11).state).toBe('down');
    expect(mark(3).tint).toBe(mark(6).tint);
    expect(mark(3).tint).not.toBe(mark(4).tint);
  });

  it('draws every link as a line except those that can not be', () => {
    expect(scene.aggregated).toBe(false);
    expect(scene.ribbons).toEqual([]);
    expect(scene.lines).toHaveLength(44);
    expect(scene.lines.some((line) => line.state === 'impossible')).toBe(false);
  });

  it('knows which side of a one-sided link denies it', () => {
    const deniers = scene.lines
      .filter((line) => line.state === 'half')
      .map((line) => scene.nodes[line.denier === 'a' ? line.a : line.b]!.id);
    const ids = [...FAULTY.nodes.keys()];
    expect(new Set(deniers)).toEqual(new Set([ids[5], ids[3]]));
  });
});

describe('the scene of a large mesh', () => {
  const large = scenery({ nodes: 200, groups: 6, missing: [[1, 7]], half: [[2, 8]] });
  const scene = sceneOf(large);

  it('aggregates what is healthy and draws only faults as lines', () => {
    expect(large.links.completeness.expected).toBeGreaterThan(MAX_LINES);
    expect(scene.aggregated).toBe(true);
    expect(scene.lines.map((line) => line.state).sort()).toEqual(['half', 'missing']);
    const counted = scene.ribbons.reduce((sum, ribbon) => sum + ribbon.count, 0);
    expect(counted).toBe(19_900 - 2);
    expect(scene.ribbons.every((ribbon) => ribbon.state === 'up')).toBe(true);
  });

  it('gives ribbons room that they share with no other', () => {
    for (const bundle of bundlesOf(circleLayout(large.sectors).arcs)) {
      const ends = scene.ribbons
        .filter((ribbon) => !ribbon.inner)
        .flatMap(({ source, target }) => [source, target])
        .filter(({ from, to }) => from >= bundle.from - 1e-9 && to <= bundle.to + 1e-9)
        .sort((a, b) => a.from - b.from);
      expect(ends.length).toBeGreaterThan(0);
      ends.slice(1).forEach((end, index) => {
        expect(end.from).toBeGreaterThanOrEqual(ends[index]!.to - 1e-9);
      });
    }
  });

  it('aggregates faults too when there are thousands', () => {
    const pairs: [number, number][] = [];
    for (let a = 1; a < 100; a++) for (let b = 100; b < 130; b++) pairs.push([a, b]);
    const split = sceneOf(scenery({ nodes: 200, groups: 6, missing: pairs }));
    expect(split.lines).toEqual([]);
    expect(split.faultsAggregated).toBe(true);
    const missing = split.ribbons.filter((ribbon) => ribbon.state === 'missing');
    expect(missing.reduce((sum, ribbon) => sum + ribbon.count, 0)).toBe(pairs.length);
  });

  it('knows what runs between two clusters of a map, and how far it is', () => {
    const cut = scenery({
      nodes: 60,
      groups: 3,
      missing: [
        [1, 5],
        [4, 2],
      ],
      cities: {},
    });
    const { points } = circleLayout(cut.sectors);
    const scene = sceneOf(cut, { kind: 'map', points });
    expect(scene.ribbons).toEqual([]);
    // Three groups and the own node: every pair has one.
    expect(scene.trunks).toHaveLength(6);
    const between = (one: string, other: string) =>
      scene.trunks.find(({ from, to }) => {
        const names = [scene.clusters[from]!.group, scene.clusters[to]!.group];
        return names.includes(one) && names.includes(other);
      })!;
    expect(between('lon', 'nyc')).toMatchObject({ count: 400, broken: 2 });
    expect(between('fra', 'nyc').broken).toBe(0);
    expect(between('fra', 'nyc').median!).toBeGreaterThan(60);
    expect(between('fra', 'lon').median!).toBeLessThan(30);
  });

  it('draws only the links of the node in the middle of ego', () => {
    const sample = scenery({ nodes: 60, groups: 3, missing: [[1, 5]], down: [9], cities: {} });
    const id = 'lon-01' as NodeId;
    const scene = sceneOf(sample, egoLayout(sample.sectors, sample.table, id));
    expect(scene.aggregated).toBe(false);
    expect(scene.lines).toHaveLength(59);
    const place = scene.places.get(id);
    expect(scene.lines.every(({ a, b }) => a === place || b === place)).toBe(true);
    const states = scene.lines.map((line) => line.state);
    expect(states.filter((state) => state === 'missing')).toHaveLength(1);
    expect(states.filter((state) => state === 'down')).toHaveLength(1);
  });

  it('stays bounded when every node claims a group of its own', () => {
    const nodes = 300;
    const many = scenery({ nodes, groups: nodes });
    const scene = sceneOf(many);
    expect(scene.ribbons.length).toBeLessThan(400);
    const map = sceneOf(many, { kind: 'map', points: circleLayout(many.sectors).points });
    expect(map.trunks).toEqual([]);
  });
});

describe('slow links', () => {
  const sample = scenery({ nodes: 60, groups: 3, cities: { slow: [7] } });
  const scene = sceneOf(sample);

  it('are lines of their own, and counted at their node', () => {
    const slow = scene.lines.filter((line) => line.state === 'slow');
    const place = scene.places.get('lon-07' as NodeId)!;
    expect(slow.length).toBeGreaterThan(50);
    expect(slow.filter(({ a, b }) => a === place || b === place)).toHaveLength(slow.length);
    expect(scene.nodes[place]!.slow).toBe(slow.length);
    expect(countMesh(sample.nodes.values(), sample.links, sample.measured).slow).toBe(slow.length);
  });
});

describe('links of one node', () => {
  it('include those to nodes that are down, which nobody draws otherwise', () => {
    const sample = scenery({ nodes: 12, down: [11], absent: [10] });
    const ghost = sample.table.order.find((id) => sample.nodes.get(id)!.state === 'down')!;
    const lines = linesOfNode(sample.table, ghost);
    expect(lines).toHaveLength(10);
    expect(new Set(lines.map((line) => line.state))).toEqual(new Set(['down']));
    expect(sceneOf(sample).lines.some((line) => line.state === 'down')).toBe(false);
    expect(linesOfNode(sample.table, 'nobody' as NodeId)).toEqual([]);
  });
});

describe('bundles', () => {
  it('splits one large group, joins very many small ones, keeps usual groups whole', () => {
    const count = (sectors: Parameters<typeof circleLayout>[0]) =>
      bundlesOf(circleLayout(sectors).arcs).length;
    expect(count([sector('all', 'n', 200)])).toBe(6);
    expect(count(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => sector(name, name, 20)))).toBe(
      7,
    );
    const many = Array.from({ length: 200 }, (_, index) => sector(`g${index}`, `g${index}-`, 1));
    expect(count(many)).toBeLessThanOrEqual(16);
  });

  it('loses no node', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      sector(`g${index}`, `g${index}-`, 1 + (index % 9)),
    );
    const bundled = bundlesOf(circleLayout(many).arcs).flatMap((bundle) => bundle.members);
    expect(bundled).toEqual(many.flatMap((one) => one.members));
  });
});

describe('moving', () => {
  it('goes from the old to the new places; newcomers appear where they belong', () => {
    const scene = sceneOf(scenery({ nodes: 3 }));
    const [a, b] = [scene.nodes[0]!, scene.nodes[1]!];
    const to = new Map([
      [a.id, { x: 10, y: 20 }],
      [b.id, { x: 5, y: 5 }],
    ]);
    moveNodes(scene, new Map([[a.id, { x: 0, y: 0 }]]), to, 0.5);
    expect(scene.nodes[0]).toMatchObject({ x: 5, y: 10 });
    expect(scene.nodes[1]).toMatchObject({ x: 5, y: 5 });
  });
});

describe('bounds', () => {
  it('drops hearsay first, then what is down, never the own node', () => {
    const { nodes } = scenery({ nodes: 20, heard: [3, 4, 5], down: [6, 7] });
    expect(drawnNodes(nodes, 20)).toBe(nodes);
    const states = [...drawnNodes(nodes, 16).values()].map((node) => node.state);
    expect(states.filter((state) => state === 'up')).toHaveLength(14);
    expect(states).toContain('self');
    expect(states).not.toContain('heard');
    expect(drawnNodes(nodes, 1).values().next().value?.state).toBe('self');
  });
});
