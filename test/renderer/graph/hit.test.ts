import { describe, expect, it } from 'vitest';
import { curvePoint, endsOf, lineAt, nodeAt } from '../../../renderer/graph/hit.ts';
import { polar, toScreen } from '../../../renderer/graph/points.ts';
import { bendOf } from '../../../renderer/graph/scene.ts';
import type { LineMark, Scene } from '../../../renderer/graph/scene.ts';
import { sceneOf, scenery } from './scenery.ts';

const VIEW = { k: 1.25, x: 400, y: 300 };
const scene = sceneOf(scenery({ nodes: 24, groups: 4 }));

/** The place on the screen at a share of a line's length. */
function along(on: Scene, line: LineMark, share: number) {
  const [a, b] = [on.nodes[line.a]!, on.nodes[line.b]!];
  const bend = toScreen(bendOf(on.kind, a, b), VIEW);
  return curvePoint(toScreen(a, VIEW), bend, toScreen(b, VIEW), share);
}

describe('hitting nodes', () => {
  it('takes the nearest one within reach', () => {
    for (const node of scene.nodes) {
      const at = toScreen(node, VIEW);
      expect(nodeAt(scene, VIEW, { x: at.x + 4, y: at.y - 3 }, 6)?.id).toBe(node.id);
    }
  });

  it('takes none in the open', () => {
    const at = toScreen(scene.nodes[0]!, VIEW);
    expect(nodeAt(scene, VIEW, { x: at.x + 40, y: at.y - 40 }, 6)).toBeNull();
  });
});

describe('hitting lines', () => {
  it('finds every line at every place on it, or one that crosses there as closely', () => {
    const exact = scene.lines.map((line) => {
      const found = lineAt(scene, scene.lines, VIEW, along(scene, line, 0.31));
      expect(found).not.toBeNull();
      return found === line;
    });
    expect(exact.filter(Boolean).length).toBeGreaterThan(scene.lines.length * 0.9);
  });

  it('tells lines apart by their angle close to a node, where they are less than reach apart', () => {
    const meeting = scene.lines.filter((line) => line.a === 0 || line.b === 0);
    for (const line of meeting) {
      const fromNode = line.a === 0 ? 0.08 : 0.92;
      expect(lineAt(scene, meeting, VIEW, along(scene, line, fromNode))).toBe(line);
    }
  });

  it('judges by the angle around the nearer end', () => {
    const [a, b] = [scene.nodes[0]!, scene.nodes[12]!];
    const straight: Scene = { ...scene, kind: 'map' };
    const line: LineMark = { a: 0, b: 12, state: 'up', denier: null };
    const start = toScreen(a, VIEW);
    const direction = Math.atan2(b.x - a.x, -(b.y - a.y));
    const beside = (radians: number, distance: number) =>
      lineAt(straight, [line], VIEW, polar(direction + radians, distance, start));
    // The same angle is near enough at 40 px, but 10 px off at 100.
    expect(beside(0.1, 40)).toBe(line);
    expect(beside(0.1, 100)).toBeNull();
    expect(beside(-0.1, 40)).toBe(line);
  });

  it('takes no line beyond its end, nor one that is not drawn', () => {
    const line = scene.lines[0]!;
    const [a, b] = [toScreen(scene.nodes[line.a]!, VIEW), toScreen(scene.nodes[line.b]!, VIEW)];
    const straight: Scene = { ...scene, kind: 'map' };
    const beyond = { x: a.x + (a.x - b.x) * 0.5, y: a.y + (a.y - b.y) * 0.5 };
    expect(lineAt(straight, [line], VIEW, beyond)).toBeNull();
    expect(lineAt(scene, [], VIEW, along(scene, line, 0.5))).toBeNull();
  });

  it('names the ends of a line', () => {
    const line = scene.lines[0]!;
    expect(endsOf(scene, line)).toEqual({
      a: scene.nodes[line.a]!.id,
      b: scene.nodes[line.b]!.id,
    });
  });
});
