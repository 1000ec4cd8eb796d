import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { circleLayout } from '../../../renderer/graph/circle.ts';
import { egoLayout } from '../../../renderer/graph/ego.ts';
import { assignTints } from '../../../renderer/graph/colours.ts';
import { fitText } from '../../../renderer/graph/fit-text.ts';
import { groupLabels } from '../../../renderer/graph/group-labels.ts';
import { buildMatrix, CELL, LEAST_NAMED, matrixLayout } from '../../../renderer/graph/matrix.ts';
import { overlaps } from '../../../renderer/graph/points.ts';
import type { Box } from '../../../renderer/graph/points.ts';
import { NO_EMPHASIS } from '../../../renderer/graph/renderer.ts';
import { buttonsBox, fitView, groupRoom, labelRoom } from '../../../renderer/graph/sizes.ts';
import type { Stage } from '../../../renderer/graph/sizes.ts';
import { matrixOverlay } from '../../../renderer/views/network/matrix-overlay.ts';
import { matrixPlaces } from '../../../renderer/views/network/matrix-places.ts';
import { fitOf } from '../../../renderer/views/network/mesh-places.ts';
import { sceneOf, scenery } from '../graph/scenery.ts';
import type { SceneryOptions } from '../graph/scenery.ts';

const measure = (text: string) => text.length * 6;

/** The stage at the usual window, at a wide one, and at the smallest one with the details open. */
const STAGES: Stage[] = [
  { width: 636, height: 630 },
  { width: 1_250, height: 640 },
  { width: 384, height: 426 },
];
const LONG = 'data-center-europe-west-rack-17-';

function within(box: Box, { width, height }: Stage): void {
  expect(box.x0).toBeGreaterThanOrEqual(0);
  expect(box.y0).toBeGreaterThanOrEqual(0);
  expect(box.x1).toBeLessThanOrEqual(width);
  expect(box.y1).toBeLessThanOrEqual(height);
}

describe.each(STAGES)('on a stage of $width × $height', (stage) => {
  it.each([
    ['circle', '', 'eg_workers'],
    ['circle', LONG, 'eg_workers'],
    ['circle', LONG, 'a-group-with-a-very-long-name'],
    ['ego', '', 'eg_workers'],
    ['ego', LONG, 'a-group-with-a-very-long-name'],
  ] as const)('%s names its groups: nodes %s…, groups %s', (kind, prefix, name) => {
    const sample = scenery({ nodes: 40, groups: 5 });
    const circle = circleLayout(sample.sectors);
    const layout =
      kind === 'circle' ? circle : egoLayout(sample.sectors, sample.table, sample.table.order[0]!);
    const scene = sceneOf(sample, layout);
    const textOf = (group: string, width: number) =>
      fitText(`${name}-${group}`, width, measure, ' · 8');
    const widestName = measure(`${prefix}nyc-39`);
    const widest = groupRoom(stage, kind, widestName);
    const names = circle.arcs.map(({ group, from, to }) => ({
      angle: (from + to) / 2,
      width: measure(textOf(group!, widest)),
    }));
    const room = labelRoom(widestName, stage, scene.slot || undefined, names);
    const { bounds, margin } = fitOf(layout, stage, room, names);
    const view = fitView(bounds, stage, margin);
    const labels = groupLabels({ scene, view, room, stage, widest, taken: [], textOf, measure });
    expect(labels).toHaveLength(5);
    for (const { box, text } of labels) {
      // The box is a little larger than the text.
      within({ ...box, x0: box.x0 + 4, x1: box.x1 - 4 }, stage);
      expect(text).toMatch(/ · 8$/);
    }
    expect(view.k).toBeGreaterThan(0.2);
  });
});

describe.each(STAGES)('the matrix on a stage of $width × $height', (stage) => {
  const nameOf = (prefix: string) => (id: NodeId) => `${prefix}${id}`;

  function around(options: SceneryOptions, prefix: string, row = -1) {
    const sample = scenery(options);
    const layout = matrixLayout(sample.sectors);
    const scene = buildMatrix(
      layout,
      sample.table,
      sample.scale,
      assignTints(sample.groups.keys()),
    );
    const widest = Math.max(...layout.order.map((id) => measure(nameOf(prefix)(id))));
    const places = matrixPlaces(layout.size, widest, stage, measure);
    const { bounds, margin, most } = places.fit;
    const view = fitView(bounds, stage, margin, most);
    const at = { row, column: row };
    const overlay = matrixOverlay({
      ...{ scene, view, stage, places, measure, hovered: at, selected: { row: -1, column: -1 } },
      ...{ emphasis: NO_EMPHASIS, nameOf: nameOf(prefix), groupName: (group: string) => group },
    });
    return { layout, overlay, view, places };
  }

  /** What a text of the overlay covers; turned ones stand upright. */
  function boxes({ overlay }: ReturnType<typeof around>): Box[] {
    const { labels, groups, notes } = overlay.texts;
    const lines = labels.map(({ x, y, text, angle, anchor }) => {
      const width = measure(text);
      const start = anchor === 'start' ? 0 : anchor === 'end' ? -width : -width / 2;
      return angle === 0
        ? { x0: x + start, x1: x + start + width, y0: y - 5, y1: y + 5 }
        : { x0: x - 5, x1: x + 5, y0: y - start - width, y1: y - start };
    });
    const heads = groups.map(({ x, y, text }) => {
      const half = measure(text) / 2;
      return { x0: x - half, x1: x + half, y0: y - 6, y1: y + 6 };
    });
    return [...lines, ...heads, ...notes.map(({ box }) => box)];
  }

  it.each([
    [12, ''],
    [20, LONG],
    [45, ''],
    [120, LONG],
  ])('has room for all that stands around %i nodes %s…', (nodes, prefix) => {
    for (const row of [-1, 0, nodes - 1]) {
      const shown = around({ nodes, groups: 5, down: [nodes - 1] }, prefix, row);
      for (const box of boxes(shown)) {
        within(box, stage);
        expect(overlaps(box, buttonsBox(stage))).toBe(false);
      }
      const { size } = shown.layout;
      const { k, x, y } = shown.view;
      const cells = { x0: x, y0: y, x1: x + size * k, y1: y + size * k };
      expect(overlaps(cells, buttonsBox(stage))).toBe(false);
    }
  });

  it('names all rows and columns or none, as its margins were made for', () => {
    for (const nodes of [8, 16, 20, 30, 45, 90]) {
      const shown = around({ nodes, groups: 4 }, '');
      const named = shown.view.k * CELL >= LEAST_NAMED;
      const count = shown.overlay.texts.labels.filter(({ rank }) => rank === 'plain').length;
      expect(count).toBe(named ? 2 * nodes : 0);
      expect(shown.places.fit.margin.left > 46).toBe(named);
    }
  });

  it('tells what is wrong with a row at its name, or beside it', () => {
    for (const nodes of [12, 120]) {
      const { overlay } = around({ nodes, groups: 4, down: [nodes - 1] }, '');
      const wrong = overlay.texts.labels.filter(({ rank }) => rank === 'down');
      expect(wrong.some(({ text }) => text.includes(`-${nodes - 1}`))).toBe(true);
    }
  });
});

describe('names of groups beside the matrix', () => {
  it('say how many nodes they have, also beside a short bar', () => {
    const members = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}` as NodeId);
    const sample = scenery({ nodes: 3 });
    const layout = matrixLayout([
      { group: 'chat', members: members('a', 3) },
      { group: 'metrics', members: members('b', 1) },
      { group: 'workers', members: members('c', 5) },
    ]);
    const scene = {
      ...buildMatrix(matrixLayout(sample.sectors), sample.table, sample.scale, new Map()),
      layout,
      tints: layout.order.map(() => 0),
    };
    const stage = { width: 636, height: 630 };
    const none = { row: -1, column: -1 };
    const places = matrixPlaces(layout.size, 24, stage, measure);
    const textsAt = (k: number) =>
      matrixOverlay({
        ...{ scene, view: { k, x: 100, y: 100 }, stage, places, measure, emphasis: NO_EMPHASIS },
        ...{ hovered: none, selected: none, nameOf: (id) => id, groupName: (group) => group },
      }).texts.groups.map(({ text }) => text);
    expect(textsAt(4)).toEqual(['chat · 3', 'metrics · 1', 'workers · 5']);
    // Then there is room for some only, cut.
    for (const text of textsAt(0.8)) expect(text.length).toBeLessThan(12);
  });
});
