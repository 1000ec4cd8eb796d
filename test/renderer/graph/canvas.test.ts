import { describe, expect, it } from 'vitest';
import { createCanvasRenderer } from '../../../renderer/graph/canvas.ts';
import { CODE } from '../../../renderer/graph/codes.ts';
import { assignTints } from '../../../renderer/graph/colours.ts';
import { buildMatrix, matrixLayout } from '../../../renderer/graph/matrix.ts';
import { readPalette } from '../../../renderer/graph/palette.ts';
import { PulseField } from '../../../renderer/graph/pulses.ts';
import { NO_EMPHASIS } from '../../../renderer/graph/renderer.ts';
import { linesOfNode } from '../../../renderer/graph/scene.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { frameOf, sceneOf, scenery } from './scenery.ts';

/** A 2D context that only remembers what it was told. */
class RecordingContext {
  readonly calls: { name: string; args: unknown[]; stroke: unknown; fill: unknown }[] = [];
  strokeStyle: unknown;
  fillStyle: unknown;
  globalAlpha = 1;
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
  imageSmoothingEnabled = true;
  #ratio = 1;

  static create(): RecordingContext & CanvasRenderingContext2D {
    const context = new RecordingContext();
    return new Proxy(context, {
      get(target, name: string) {
        if (name in target) {
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return (...args: unknown[]) => target.note(name, args);
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    }) as RecordingContext & CanvasRenderingContext2D;
  }

  note(name: string, args: unknown[]): void {
    this.calls.push({ name, args, stroke: this.strokeStyle, fill: this.fillStyle });
  }
  setTransform(ratio: number): void {
    this.#ratio = ratio;
  }
  getTransform(): { a: number } {
    return { a: this.#ratio };
  }
  /** How often something was done, in one colour or any. */
  count(name: string, colour?: string): number {
    return this.calls.filter(
      (call) =>
        call.name === name &&
        (colour === undefined || (name.startsWith('fill') ? call.fill : call.stroke) === colour),
    ).length;
  }
}

const PALETTE = readPalette(() => '');

function setUp() {
  const context = RecordingContext.create();
  const canvas = { width: 0, height: 0, getContext: () => context };
  const renderer = createCanvasRenderer(canvas as unknown as HTMLCanvasElement, () => 1_000)!;
  renderer.resize(800, 600, 2);
  return { context, canvas, renderer };
}

describe('the canvas', () => {
  it('has as many pixels as the screen, within reason', () => {
    const { canvas, renderer } = setUp();
    expect([canvas.width, canvas.height]).toEqual([1600, 1200]);
    renderer.resize(800, 600, 4);
    expect([canvas.width, canvas.height]).toEqual([1600, 1200]);
  });

  it('is not there without a 2D context', () => {
    const canvas = { getContext: () => null } as unknown as HTMLCanvasElement;
    expect(createCanvasRenderer(canvas)).toBeNull();
  });

  it('strokes all healthy links of a small mesh at once', () => {
    const { context, renderer } = setUp();
    renderer.drawMesh(frameOf(scenery({ nodes: 9 })));
    expect(context.count('quadraticCurveTo', PALETTE.links.up)).toBe(36);
    expect(context.count('stroke', PALETTE.links.up)).toBe(1);
  });

  it('draws none of 19,900 healthy links one by one', () => {
    const { context, renderer } = setUp();
    renderer.drawMesh(frameOf(scenery({ nodes: 200, groups: 6 })));
    expect(context.count('quadraticCurveTo')).toBeLessThan(100);
    // Six groups and the own node: ribbons within and between them.
    expect(context.count('fill', PALETTE.links.up)).toBeGreaterThan(20);
  });

  it('dashes missing links and gives one-sided ones an arrow', () => {
    const { context, renderer } = setUp();
    renderer.drawMesh(frameOf(scenery({ nodes: 9, missing: [[1, 2]], half: [[3, 4]] })));
    const dashes = context.calls.filter(
      (call) => call.name === 'setLineDash' && (call.args[0] as number[]).length > 0,
    );
    expect(dashes.map((call) => call.stroke)).toEqual(
      expect.arrayContaining([PALETTE.links.missing, PALETTE.links.half]),
    );
    expect(context.count('stroke', PALETTE.links.missing)).toBe(1);
    expect(context.count('fill', PALETTE.links.half)).toBe(1);
  });

  it('points the arrow at the node that denies the link', () => {
    const tip = (half: readonly [number, number]) => {
      const { context, renderer } = setUp();
      const frame = frameOf(scenery({ nodes: 9, half: [half] }));
      renderer.drawMesh(frame);
      const [start, left] = ['moveTo', 'lineTo'].map((name) =>
        context.calls.find((call) => call.name === name && call.fill === PALETTE.links.half),
      );
      const ids = [...scenery({ nodes: 9 }).nodes.keys()];
      const denier = frame.scene.nodes[frame.scene.places.get(ids[half[1]]!)!]!;
      const [x, y] = start!.args as [number, number];
      const [leftX, leftY] = left!.args as [number, number];
      const towards = { x: denier.x + 400 - x, y: denier.y + 300 - y };
      return (x - leftX) * towards.x + (y - leftY) * towards.y;
    };
    expect(tip([3, 6])).toBeGreaterThan(0);
    expect(tip([6, 3])).toBeGreaterThan(0);
  });

  it('draws the links of the node that is looked at above the aggregate', () => {
    const sample = scenery({ nodes: 200, groups: 6 });
    const scene = sceneOf(sample);
    const id = scene.nodes[7]!.id;
    const focus = linesOfNode(sample.table, id);
    const { context, renderer } = setUp();
    renderer.drawMesh(
      frameOf(sample, { scene, focus, emphasis: { ...NO_EMPHASIS, selected: id } }),
    );
    expect(context.count('quadraticCurveTo', PALETTE.selected)).toBe(199);
    expect(context.count('stroke', PALETTE.selected)).toBe(2);
  });

  it('gives every state and role of a node its own shape', () => {
    const shapeOf = (options: object) => {
      const { context, renderer } = setUp();
      const sample = scenery({ nodes: 5, ...options });
      const scene = sceneOf(sample);
      const node = scene.nodes[scene.places.get([...sample.nodes.keys()][4]!)!]!;
      renderer.drawMesh(frameOf(sample, { scene: { ...scene, nodes: [node], lines: [] } }));
      return context.calls.map((call) => call.name).join(' ');
    };
    const states = [{}, { down: [4] }, { heard: [4] }, { unbound: [4] }, { absent: [4] }];
    const shapes = [...states, { silent: [4] }].map(shapeOf);
    expect(new Set(shapes).size).toBe(6);
  });

  it('draws slow links apart from those that are missing', () => {
    const { context, renderer } = setUp();
    renderer.drawMesh(frameOf(scenery({ nodes: 24, cities: { slow: [7] } })));
    expect(context.count('quadraticCurveTo', PALETTE.links.slow)).toBeGreaterThan(5);
    expect(context.count('stroke', PALETTE.links.missing)).toBe(0);
  });

  it('leaves out dashes while nodes move', () => {
    const { context, renderer } = setUp();
    renderer.drawMesh(frameOf(scenery({ nodes: 9, missing: [[1, 2]] }), { moving: true }));
    expect(context.count('stroke', PALETTE.links.missing)).toBe(1);
    const dashes = context.calls.filter(
      ({ name, args, stroke }) =>
        name === 'setLineDash' &&
        (args[0] as number[]).length > 0 &&
        stroke === PALETTE.links.missing,
    );
    expect(dashes).toEqual([]);
  });

  it('lets everything step back but the marks of a cause', () => {
    const { context, renderer } = setUp();
    const sample = scenery({
      nodes: 9,
      missing: [
        [1, 2],
        [3, 4],
      ],
    });
    const ids = [...sample.nodes.keys()];
    const [a, b] = [ids[1]!, ids[2]!].sort() as [NodeId, NodeId];
    const cause = { nodes: new Set([a, b]), links: [[a, b]] as [NodeId, NodeId][] };
    const strengths = new Set<number>();
    const plain = context.note.bind(context);
    context.note = (name, args) => {
      if (name === 'fill' || name === 'stroke') strengths.add(context.globalAlpha);
      plain(name, args);
    };
    renderer.drawMesh(frameOf(sample, { emphasis: { ...NO_EMPHASIS, cause } }));
    expect(Math.min(...strengths)).toBeLessThan(0.25);
    expect(strengths.has(1)).toBe(true);
  });

  it('draws a message on its way between its peer and us', () => {
    const { context, renderer } = setUp();
    const sample = scenery({ nodes: 9 });
    const scene = sceneOf(sample);
    const [own, peer] = [...sample.nodes.keys()] as [NodeId, NodeId];
    const pulses = new PulseField();
    pulses.add(peer, 'in', 1_000);
    renderer.drawMesh(frameOf(sample, { scene, pulses, emphasis: { ...NO_EMPHASIS, own } }));
    const squares = context.calls.filter(({ name, args }) => name === 'fillRect' && args[2] === 4);
    const start = scene.nodes[scene.places.get(peer)!]!;
    expect(squares).toHaveLength(1);
    const [x, y] = squares[0]!.args as [number, number];
    expect(Math.hypot(x + 2 - 400 - start.x, y + 2 - 300 - start.y)).toBeLessThan(2);
  });

  it('paints a matrix in runs where it has no image, with every fault', () => {
    const sample = scenery({ nodes: 60, groups: 6, missing: [[1, 2]] });
    const layout = matrixLayout(sample.sectors);
    const scene = buildMatrix(layout, sample.table, sample.scale, assignTints([]));
    const { context, renderer } = setUp();
    const none = { row: -1, column: -1 };
    const view = { k: 0.4, x: 50, y: 50 };
    const emphasis = NO_EMPHASIS;
    renderer.drawMatrix({ scene, view, palette: PALETTE, hovered: none, selected: none, emphasis });
    expect(context.count('fillRect', PALETTE.links.missing)).toBe(2);
    expect(context.count('fillRect')).toBeLessThan(700);
    expect(scene.table.states.filter((code) => code === CODE.missing)).toHaveLength(2);
  });
});
