import { describe, expect, it } from 'vitest';
import { createCanvasRenderer } from '../../../renderer/graph/canvas.ts';
import { buildMatrix, matrixLayout } from '../../../renderer/graph/matrix.ts';
import { readPalette } from '../../../renderer/graph/palette.ts';
import type { Emphasis, MeshFrame } from '../../../renderer/graph/renderer.ts';
import { linesOf } from '../../../renderer/graph/scene.ts';
import { sceneOf, scenery } from './scenery.ts';
import type { Scenery } from './scenery.ts';

/** A 2D context that only remembers what it was told. */
class RecordingContext {
  readonly calls: { name: string; args: unknown[]; stroke: unknown; fill: unknown }[] = [];
  strokeStyle: unknown;
  fillStyle: unknown;
  globalAlpha = 1;
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
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
const NOTHING: Emphasis = { own: null, selected: null, hovered: null, link: null, members: null };

function setUp() {
  const context = RecordingContext.create();
  const canvas = { width: 0, height: 0, getContext: () => context };
  const renderer = createCanvasRenderer(canvas as unknown as HTMLCanvasElement)!;
  renderer.resize(800, 600, 2);
  return { context, canvas, renderer };
}

function frameOf(sample: Scenery, change: Partial<MeshFrame> = {}): MeshFrame {
  return {
    scene: sceneOf(sample),
    view: { k: 1, x: 400, y: 300 },
    palette: PALETTE,
    emphasis: NOTHING,
    focus: [],
    ...change,
  };
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
    expect(context.count('fill', PALETTE.links.up)).toBeGreaterThan(6);
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
    const links = sample.links.filter(({ a, b }) => a === id || b === id);
    const focus = linesOf(links, scene.places, sample.reports);
    const { context, renderer } = setUp();
    renderer.drawMesh(frameOf(sample, { scene, focus, emphasis: { ...NOTHING, selected: id } }));
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
    const shapes = [{}, { down: [4] }, { heard: [4] }, { unbound: [4] }].map(shapeOf);
    expect(new Set(shapes).size).toBe(4);
  });

  it('paints a matrix as blocks with the exceptions on top', () => {
    const sample = scenery({ nodes: 60, groups: 6, missing: [[1, 2]] });
    const scene = buildMatrix(matrixLayout(sample.sectors), sample.links, sample.reports);
    const { context, renderer } = setUp();
    const none = { row: -1, column: -1 };
    const view = { k: 0.4, x: 50, y: 50 };
    renderer.drawMatrix({ scene, view, palette: PALETTE, hovered: none, selected: none });
    expect(context.count('fillRect', PALETTE.links.missing)).toBe(2);
    expect(context.count('fillRect')).toBeLessThan(200);
  });
});
