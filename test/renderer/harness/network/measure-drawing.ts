import { createCanvasRenderer } from '../../../../renderer/graph/canvas.ts';
import { circleLayout } from '../../../../renderer/graph/circle.ts';
import { assignTints } from '../../../../renderer/graph/colours.ts';
import { buildMatrix, matrixLayout } from '../../../../renderer/graph/matrix.ts';
import { readPalette } from '../../../../renderer/graph/palette.ts';
import { measure, tripScale } from '../../../../renderer/graph/measured.ts';
import { NodeColouring } from '../../../../renderer/graph/node-colours.ts';
import { NO_EMPHASIS } from '../../../../renderer/graph/renderer.ts';
import { buildScene, linesOfNode } from '../../../../renderer/graph/scene.ts';
import { primaryGroups, sectorsOf } from '../../../../renderer/graph/sectors.ts';
import { buildTable } from '../../../../renderer/graph/table.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';

const ROUNDS = 40;

/** Draws the mesh of the store many times and writes the medians into the page's title. */
export function measureDrawing(nodes: number): void {
  const canvas = document.createElement('canvas');
  const renderer = createCanvasRenderer(canvas);
  if (!renderer) throw new Error('This browser has no 2D canvas');
  renderer.resize(1000, 800, 1);
  const primary = primaryGroups(new Set(network.nodes.keys()), network.groups);
  const sectors = sectorsOf(network.nodes.keys(), primary);
  const measured = measure(network.nodes.values(), network.latencies, primary);
  const { nodes: views, links } = network;
  const tableInput = { nodes: views, links, sectors, measured };
  const table = buildTable(tableInput);
  const scale = tripScale(measured.trips.times);
  const tints = assignTints(network.groups.keys());
  const input = {
    nodes: views,
    sectors,
    table,
    tints,
    scale,
    colouring: new NodeColouring('group', views.values(), scale),
    layout: circleLayout(sectors),
    pinned: new Map(),
  };
  const scene = buildScene(input);
  const palette = readPalette(() => '');
  const frame = {
    scene,
    view: { k: 1, x: 500, y: 400 },
    palette,
    emphasis: { ...NO_EMPHASIS, own: network.self },
    focus: [],
    density: null,
    // Without this only a copy of the first picture would be measured.
    moving: true,
    moves: 0,
    pulses: null,
  };
  const focus = network.self === null ? [] : linesOfNode(table, network.self);
  const matrix = buildMatrix(matrixLayout(sectors), table, scale, tints);
  const none = { row: -1, column: -1 };
  // Reading a pixel back waits until everything was really drawn.
  const flushed = (draw: () => void) => () => {
    draw();
    canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
  };
  const result = {
    nodes,
    links: network.links.completeness.expected,
    lines: scene.lines.length,
    ribbons: scene.ribbons.length,
    measure: median(() => measure(views.values(), network.latencies, primary)),
    buildTable: median(() => buildTable(tableInput)),
    buildScene: median(() => buildScene(input)),
    buildMatrix: median(() => buildMatrix(matrix.layout, table, scale, tints)),
    copied: median(flushed(() => renderer.drawMesh({ ...frame, moving: false }))),
    readBack: median(flushed(() => renderer.clear())),
    drawMesh: median(flushed(() => renderer.drawMesh(frame))),
    ribbonsOnly: median(
      flushed(() => renderer.drawMesh({ ...frame, scene: { ...scene, lines: [], nodes: [] } })),
    ),
    withoutRibbons: median(
      flushed(() => renderer.drawMesh({ ...frame, scene: { ...scene, ribbons: [] } })),
    ),
    nodesOnly: median(
      flushed(() => renderer.drawMesh({ ...frame, scene: { ...scene, ribbons: [], lines: [] } })),
    ),
    drawMeshWithFocus: median(flushed(() => renderer.drawMesh({ ...frame, focus }))),
    drawMatrix: median(
      flushed(() => {
        const small = { k: 0.37, x: 100, y: 40 };
        const still = { palette, hovered: none, selected: none, emphasis: NO_EMPHASIS };
        renderer.drawMatrix({ scene: matrix, view: small, ...still });
      }),
    ),
  };
  document.body.textContent = JSON.stringify(result, null, 1);
}

/** Median of the milliseconds that a step takes. */
function median(step: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    step();
    return performance.now() - startedAt;
  });
  return Number(times.sort((a, b) => a - b)[ROUNDS / 2]?.toFixed(2));
}
