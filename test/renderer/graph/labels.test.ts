import { describe, expect, it } from 'vitest';
import { groupAt, groupLabels, standsTogether } from '../../../renderer/graph/group-labels.ts';
import { notesOf } from '../../../renderer/graph/notes.ts';
import { fitText, LABEL_HEIGHT } from '../../../renderer/graph/fit-text.ts';
import { nodeLabels } from '../../../renderer/graph/labels.ts';
import type { LabelInput } from '../../../renderer/graph/labels.ts';
import { angleOf, overlaps, polar } from '../../../renderer/graph/points.ts';
import type { NodeMark, Scene } from '../../../renderer/graph/scene.ts';
import {
  arcRadius,
  fitView,
  labelRoom,
  nodeRadius,
  ringMargin,
} from '../../../renderer/graph/sizes.ts';
import { circleLayout } from '../../../renderer/graph/circle.ts';
import { sceneOf, scenery } from './scenery.ts';

const measure = (text: string) => text.length * 6;
const STAGE = { width: 800, height: 600 };

function labelsOf(scene: Scene, k: number, rankOf: LabelInput['rankOf'] = plain) {
  return nodeLabels({
    scene,
    view: { k, x: 400, y: 300 },
    stage: STAGE,
    room: 90,
    nameOf: (id) => id,
    measure,
    rankOf,
    taken: [],
  });
}

const plain = (node: NodeMark) => (node.state === 'self' ? 'own' : 'plain');

describe('names on the ring', () => {
  it('are all shown while there is room, turned outwards and never upside down', () => {
    const labels = labelsOf(sceneOf(scenery({ nodes: 40 })), 0.7);
    expect(labels).toHaveLength(40);
    for (const label of labels) {
      expect(Math.abs(label.angle)).toBeLessThanOrEqual(90.001);
      const outwards = angleOf(label.x - 400, label.y - 300);
      expect(label.anchor).toBe(outwards < Math.PI ? 'start' : 'end');
    }
  });

  it('shrink to those that matter when there is no room, without covering each other', () => {
    const scene = sceneOf(scenery({ nodes: 200 }));
    const ranked = (node: NodeMark) =>
      node.state === 'self' ? 'own' : node.seed || node.faults > 0 ? 'seed' : 'plain';
    const labels = labelsOf(scene, 0.7, ranked);
    expect(labels.map((label) => label.rank).sort()).toContain('own');
    expect(labels.length).toBeLessThanOrEqual(3);
    labels.forEach((one, index) => {
      for (const other of labels.slice(index + 1)) {
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(LABEL_HEIGHT * 0.9);
      }
    });
  });

  it('come back when zoomed in, only those on the stage', () => {
    const labels = labelsOf(sceneOf(scenery({ nodes: 200 })), 1.4);
    expect(labels.length).toBeGreaterThan(100);
    // A little beyond the stage, too: panning finds them there.
    expect(labelsOf(sceneOf(scenery({ nodes: 200 })), 6).length).toBeLessThan(40);
  });
});

describe('names on a map', () => {
  const sample = scenery({ nodes: 30 });
  const scene = sceneOf(sample, { kind: 'map', points: circleLayout(sample.sectors).points });
  const box = (label: { x: number; y: number; text: string }) => ({
    x0: label.x - measure(label.text) / 2,
    x1: label.x + measure(label.text) / 2,
    y0: label.y - LABEL_HEIGHT / 2,
    y1: label.y + LABEL_HEIGHT / 2,
  });

  it('never cover each other, nor what is taken', () => {
    const taken = [{ x0: 0, y0: 0, x1: 800, y1: 200 }];
    const labels = nodeLabels({
      scene,
      view: { k: 0.9, x: 400, y: 300 },
      stage: STAGE,
      room: 90,
      nameOf: (id) => id,
      measure,
      rankOf: plain,
      taken,
    });
    expect(labels.length).toBeGreaterThan(5);
    labels.forEach((one, index) => {
      expect(overlaps(box(one), taken[0]!)).toBe(false);
      for (const other of labels.slice(index + 1)) {
        expect(overlaps(box(one), box(other))).toBe(false);
      }
    });
  });

  it('are left to the important nodes when zoomed out', () => {
    expect(labelsOf(scene, 0.3).map((label) => label.rank)).toEqual(['own']);
  });
});

describe('names of groups', () => {
  const scene = sceneOf(scenery({ nodes: 40, groups: 5 }));
  const view = { k: 0.6, x: 400, y: 300 };
  const place = { scene, view, room: 60 };
  const rest = { stage: STAGE, widest: 150, taken: [], measure };
  const labels = groupLabels({ ...place, ...rest, textOf: (group) => `${group} · 8` });

  it('stand beside their arcs and do not cover each other', () => {
    expect(labels.map((label) => label.group).sort()).toEqual(['fra', 'lon', 'nyc', 'sfo', 'sgp']);
    for (const label of labels) {
      const distance = Math.hypot(label.x - view.x, label.y - view.y);
      expect(distance).toBeGreaterThan(arcRadius(scene, view.k, 60));
    }
  });

  it('can be hit, and so can the arcs', () => {
    const label = labels[0]!;
    const { x0, x1, y0, y1 } = label.box;
    expect(groupAt(place, labels, { x: (x0 + x1) / 2, y: (y0 + y1) / 2 })).toBe(label.group);
    const arc = scene.arcs[2]!;
    const on = polar((arc.from + arc.to) / 2, arcRadius(scene, view.k, 60) + 3, view);
    expect(groupAt(place, [], on)).toBe(arc.group);
    expect(groupAt(place, [], { x: view.x, y: view.y })).toBeNull();
  });
});

describe('cutting names', () => {
  it('keeps what fits, else both ends', () => {
    expect(fitText('short', 60, measure)).toBe('short');
    const cut = fitText('worker-eu-west-17', 66, measure);
    expect(measure(cut)).toBeLessThanOrEqual(66);
    expect(cut).toMatch(/^work.*….*17$/);
    expect(fitText('x'.repeat(255), 0, measure)).toBe('x…');
  });

  it('keeps a number behind the name', () => {
    expect(fitText('chat', 60, measure, ' · 3')).toBe('chat · 3');
    expect(fitText('worker-eu-west-17', 66, measure, ' · 12')).toBe('wor…17 · 12');
  });

  it('never cuts a character in two', () => {
    expect(fitText('🦀'.repeat(40), 60, measure)).toMatch(/^(🦀)+…(🦀)*$/u);
  });
});

describe('sizes', () => {
  const margin = { left: 100, right: 20, top: 50, bottom: 30 };

  it('fits bounds into what the margins leave, in the middle of it', () => {
    const view = fitView({ x0: -300, y0: -300, x1: 300, y1: 300 }, STAGE, margin);
    expect(view.k).toBeCloseTo(520 / 600);
    expect(-300 * view.k + view.y).toBeCloseTo(50);
    expect(300 * view.k + view.y).toBeCloseTo(570);
    expect(view.x).toBeCloseTo(440);
  });

  it('neither blows up a single node nor turns inside out on a tiny stage', () => {
    const point = { x0: 0, y0: 0, x1: 0, y1: 0 };
    expect(fitView(point, STAGE, margin).k).toBeLessThan(2);
    expect(fitView(point, { width: 10, height: 10 }, margin).k).toBeGreaterThan(0);
  });

  it('keeps nodes apart at 200 and large enough to see', () => {
    const scene = sceneOf(scenery({ nodes: 200, groups: 6 }));
    const radius = nodeRadius(scene, 0.7);
    expect(2 * radius).toBeLessThan(scene.slot * 300 * 0.7);
    expect(radius).toBeGreaterThanOrEqual(1.9);
  });

  it('leaves room for groups beside the ring, where they are and as wide as they are', () => {
    const stage = { width: 1_000, height: 1_000 };
    const free = ringMargin(stage, 60, []);
    expect(ringMargin(stage, 60, [{ angle: 0, width: 150 }]).left).toBeLessThan(free.left + 20);
    const beside = ringMargin(stage, 60, [{ angle: Math.PI / 2, width: 150 }]);
    expect(beside.left).toBeGreaterThan(free.left + 140);
    const tiny = ringMargin({ width: 200, height: 200 }, 60, [{ angle: 1.5, width: 150 }]);
    expect(200 - tiny.left - tiny.right).toBeGreaterThan(60);
  });

  it('gives names less room when only few of them are shown', () => {
    expect(labelRoom(2_000, STAGE, 0.03)).toBeLessThan(labelRoom(2_000, STAGE, 0.2));
  });

  it('gives long names a share of the stage at most', () => {
    expect(labelRoom(40, STAGE)).toBe(40);
    expect(labelRoom(2_000, STAGE)).toBeLessThan(120);
    expect(labelRoom(2_000, { width: 300, height: 300 })).toBeLessThan(60);
  });
});

describe('remarks on a map', () => {
  const missing: [number, number][] = [];
  for (let a = 1; a < 60; a += 3) for (let b = 2; b < 60; b += 9) missing.push([a, b]);
  const sample = scenery({ nodes: 60, groups: 3, missing, cities: {} });
  /** Each group in a place of its own, 300 apart. */
  const points = new Map(
    sample.sectors.flatMap(({ members }, index) =>
      members.map((id, place) => [id, polar(place, 20, polar(index * 2, 250))] as const),
    ),
  );
  const scene = sceneOf(sample, { kind: 'map', points });
  const view = { k: 1, x: 400, y: 300 };

  it('tell cuts and round trips between groups', () => {
    const texts = notesOf({ scene, view, measure, taken: [] }).map(({ text }) => text);
    expect(texts.filter((text) => text.endsWith(' broken'))).toHaveLength(1);
    expect(texts.some((text) => /^\d+ ms$/.test(text))).toBe(true);
    expect(notesOf({ scene, view, measure, taken: [{ x0: 0, x1: 800, y0: 0, y1: 600 }] })).toEqual(
      [],
    );
  });

  it('and hulls are only for groups that stand together', () => {
    expect(scene.clusters.every((_, index) => standsTogether(scene, index))).toBe(true);
    const mixed = new Map(
      sample.table.order.map(
        (id, place) => [id, polar((place % 20) * 0.314, 150 + (place % 3))] as const,
      ),
    );
    const spread = sceneOf(sample, { kind: 'map', points: mixed });
    const large = spread.clusters.findIndex(({ group }) => group === 'lon');
    expect(standsTogether(spread, large)).toBe(false);
    expect(notesOf({ scene: spread, view, measure, taken: [] })).toEqual([]);
  });
});
