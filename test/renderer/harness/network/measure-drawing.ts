import { createCanvasRenderer } from '../../../../renderer/graph/canvas.ts';
import { circleLayout } from '../../../../renderer/graph/circle.ts';
import { assignTints } from '../../../../renderer/graph/colours.ts';
import { buildMatrix, matrixLayout } from '../../../../renderer/graph/matrix.ts';
import { readPalette } from '../../../../renderer/graph/palette.ts';
import { buildScene, linesOf } from '../../../../renderer/graph/scene.ts';
import { primaryGroups, sectorsOf } from '../../../../renderer/graph/sectors.ts';
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
  const input = {
    nodes: network.nodes,
    links: network.links,
    reports: network.reports,
    sectors,
    tints: assignTints(network.groups.keys()),
    layout: circleLayout(sectors),
  };
  const scene = buildScene(input);
  const own = network.links.filter(({ a, b }) => a === network.self || b === network.self);
  const palette = readPalette(() => '');
  const view = { k: 1, x: 500, y: 400 };
  const emphasis = { own: network.self, selected: null, hovered: null, link: null, members: null };
  const frame = { scene, view, palette, emphasis, focus: [] };
  const focus = linesOf(own, scene.places, network.reports);
  const matrix = buildMatrix(matrixLayout(sectors), network.links, network.reports);
  const none = { row: -1, column: -1 };
  // Reading a pixel back waits until everything was really drawn.
  const flushed = (draw: () => void) => () => {
    draw();
    canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
  };
  const result = {
    nodes,
    links: network.links.length,
    lines: scene.lines.length,
    ribbons: scene.ribbons.length,
    buildScene: median(() => buildScene(input)),
    buildMatrix: median(() => buildMatrix(matrix.layout, network.links, network.reports)),
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
        renderer.drawMatrix({ scene: matrix, view: small, palette, hovered: none, selected: none });
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
