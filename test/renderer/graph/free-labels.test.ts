import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { LABEL_HEIGHT } from '../../../renderer/graph/fit-text.ts';
import { groupLabels } from '../../../renderer/graph/group-labels.ts';
import { nodeLabels } from '../../../renderer/graph/labels.ts';
import type { LabelInput, NodeLabel } from '../../../renderer/graph/labels.ts';
import { Occupied } from '../../../renderer/graph/occupied.ts';
import { overlaps } from '../../../renderer/graph/points.ts';
import type { Box, Point } from '../../../renderer/graph/points.ts';
import type { Scene } from '../../../renderer/graph/scene.ts';
import { nodeRadius } from '../../../renderer/graph/sizes.ts';
import { sceneOf, scenery } from './scenery.ts';

const measure = (text: string) => text.length * 6;
const STAGE = { width: 800, height: 600 };

/** A map with the nodes at these places, in the order of the sample. */
function mapOf(places: readonly Point[], groups = 1): Scene {
  const sample = scenery({ nodes: places.length, groups });
  const points = new Map([...sample.nodes.keys()].map((id, index) => [id, places[index]!]));
  return sceneOf(sample, { kind: 'map', points });
}

function labelsOf(scene: Scene, change: Partial<LabelInput> = {}): NodeLabel[] {
  return nodeLabels({
    scene,
    view: { k: 1, x: 400, y: 300 },
    stage: STAGE,
    room: 90,
    nameOf: (id) => id,
    measure,
    rankOf: (node) => (node.state === 'self' ? 'own' : node.seed ? 'seed' : 'plain'),
    taken: [],
    ...change,
  });
}

function boxOf({ x, y, text, anchor }: NodeLabel): Box {
  const width = measure(text);
  const x0 = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { x0, x1: x0 + width, y0: y - LABEL_HEIGHT / 2, y1: y + LABEL_HEIGHT / 2 };
}

/** The marks that a box covers, at zoom 1 in the middle of the stage. */
function covered(scene: Scene, box: Box): NodeId[] {
  const radius = nodeRadius(scene, 1);
  return scene.nodes.flatMap(({ id, x, y }) => {
    const [left, top] = [x + 400 - radius, y + 300 - radius];
    const mark = { x0: left, y0: top, x1: left + 2 * radius, y1: top + 2 * radius };
    return overlaps(box, mark) ? [id] : [];
  });
}

/** Places in rows, so that the place below each node but the last is another's. */
const column = (count: number, apart: number) =>
  Array.from({ length: count }, (_, index) => ({ x: 0, y: index * apart - (count * apart) / 2 }));

describe('names of nodes on a map', () => {
  it('stand above or beside the mark where the place below is taken', () => {
    const scene = mapOf(column(10, 20));
    const labels = labelsOf(scene);
    expect(labels).toHaveLength(10);
    expect(new Set(labels.map(({ anchor }) => anchor)).size).toBeGreaterThan(1);
    for (const label of labels) expect(covered(scene, boxOf(label))).toEqual([]);
  });

  it('of seeds and of the own node cover no mark either', () => {
    const scene = mapOf(column(8, 22));
    for (const rank of ['own', 'seed', 'slow', 'down'] as const) {
      const labels = labelsOf(scene, { rankOf: () => rank });
      expect(labels).toHaveLength(8);
      for (const label of labels) expect(covered(scene, boxOf(label))).toEqual([]);
    }
  });

  it('that matter cover a mark rather than be missing; those of seeds give way', () => {
    const knot = Array.from({ length: 49 }, (_, index) => ({
      x: (index % 7) * 14 - 42,
      y: Math.floor(index / 7) * 14 - 42,
    }));
    const scene = mapOf(knot);
    const middle = scene.nodes.find(({ x, y }) => x === 0 && y === 0)!.id;
    const namesAs = (rank: 'selected' | 'seed') =>
      labelsOf(scene, { rankOf: ({ id }) => (id === middle ? rank : 'plain') }).map(({ id }) => id);
    expect(namesAs('selected')).toContain(middle);
    expect(namesAs('seed')).not.toContain(middle);
  });

  it('are cut where they are long, before none is shown', () => {
    const scene = mapOf(column(30, 40).map(({ y }, index) => ({ x: (index % 5) * 90, y: y / 3 })));
    const labels = labelsOf(scene, { nameOf: (id) => `data-center-europe-west-rack-17-${id}` });
    const plain = labels.filter(({ rank }) => rank === 'plain');
    expect(plain.length).toBeGreaterThan(10);
    for (const { text } of plain) expect(text).toMatch(/^dat.*….*\d$/);
  });

  it('of a handful of nodes are tried at every zoom', () => {
    const scene = mapOf(column(8, 120));
    expect(labelsOf(scene, { view: { k: 0.4, x: 400, y: 300 } })).toHaveLength(8);
  });

  it('stay on the stage where they can, and off what is taken', () => {
    const scene = mapOf([
      { x: 0, y: 295 },
      { x: -398, y: 0 },
      { x: 0, y: 0 },
    ]);
    const taken = [{ x0: 300, x1: 500, y0: 301, y1: 340 }];
    for (const label of labelsOf(scene, { taken })) {
      const box = boxOf(label);
      expect(box.x0).toBeGreaterThanOrEqual(0);
      expect(box.y1).toBeLessThanOrEqual(600);
      expect(overlaps(box, taken[0]!)).toBe(false);
    }
  });
});

describe('names of groups on a map', () => {
  const view = { k: 1, x: 400, y: 300 };
  const namesOf = (scene: Scene, stage = STAGE) =>
    groupLabels({
      ...{ scene, view, stage, room: 90, widest: 150, taken: [], measure },
      textOf: (group) => `${group} · 4`,
    });

  it('stand where they cover no mark', () => {
    // The second group's nodes are right above the first group's: that name finds another place.
    const sample = scenery({ nodes: 8, groups: 2 });
    const [low, high] = sample.sectors;
    const points = new Map<NodeId, Point>();
    low!.members.forEach((id, index) => points.set(id, { x: index * 30, y: 60 }));
    high!.members.forEach((id, index) => points.set(id, { x: index * 30, y: 26 }));
    const scene = sceneOf(sample, { kind: 'map', points });
    const labels = namesOf(scene);
    expect(labels).toHaveLength(2);
    for (const { box } of labels) expect(covered(scene, box)).toEqual([]);
  });

  it('stay on the stage while their nodes are on it', () => {
    const scene = mapOf([
      { x: -390, y: -280 },
      { x: -380, y: -270 },
    ]);
    const [label] = namesOf(scene);
    expect(label!.box.x0).toBeGreaterThanOrEqual(0);
    expect(label!.box.y0).toBeGreaterThanOrEqual(0);
  });
});

describe('what is occupied', () => {
  it('counts each box once, across all of its place', () => {
    const wide = { x0: -200, x1: 300, y0: -10, y1: 10 };
    const occupied = new Occupied([wide, { x0: 40, x1: 60, y0: 40, y1: 60 }]);
    expect(occupied.count({ x0: -150, x1: 250, y0: 0, y1: 5 })).toBe(1);
    expect(occupied.count({ x0: 50, x1: 52, y0: 0, y1: 50 })).toBe(2);
    expect(occupied.count({ x0: 300, x1: 310, y0: 0, y1: 5 })).toBe(0);
  });
});
