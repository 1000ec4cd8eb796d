import { describe, expect, it } from 'vitest';
import { paintDensity } from '../../../renderer/graph/density.ts';
import { alignTo } from '../../../renderer/graph/procrustes.ts';
import { PulseField, MOST_PER_SECOND, PULSE_MS } from '../../../renderer/graph/pulses.ts';
import { seededRandom } from '../../../renderer/graph/random.ts';
import { separate } from '../../../renderer/graph/separate.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { sceneOf, scenery } from './scenery.ts';

const random = seededRandom(7);
const CLOUD = Float32Array.from({ length: 40 }, () => random() * 400 - 200);

/** Turned by an angle, mirrored or not, and shifted. */
function turned(points: Float32Array, angle: number, side: number, shift: number): Float32Array {
  const result = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]! * side, points[i + 1]!];
    result[i] = x * Math.cos(angle) - y * Math.sin(angle) + shift;
    result[i + 1] = x * Math.sin(angle) + y * Math.cos(angle) - shift;
  }
  return result;
}

function farthest(one: Float32Array, other: Float32Array): number {
  return Math.max(...one.map((value, index) => Math.abs(value - other[index]!)));
}

describe('aligning', () => {
  it.each([
    [0.3, 1, 50],
    [2.5, 1, -80],
    [-1.2, -1, 10],
    [3.1, -1, 0],
  ])('undoes a turn by %f, side %d, shift %d', (angle, side, shift) => {
    const points = turned(CLOUD, angle, side, shift);
    alignTo(points, CLOUD);
    expect(farthest(points, CLOUD)).toBeLessThan(0.01);
  });

  it('goes by the points that were there before', () => {
    const former = CLOUD.map((value, index) => (index < 8 ? value : NaN));
    const points = turned(CLOUD, 1, 1, 5);
    alignTo(points, former);
    expect(farthest(points, CLOUD)).toBeLessThan(0.05);
  });

  it('does nothing without any', () => {
    const points = CLOUD.slice();
    alignTo(points, new Float32Array(points.length).fill(NaN));
    expect([...points]).toEqual([...CLOUD]);
  });
});

describe('parting', () => {
  it('gives every point its room, and leaves pinned ones', () => {
    const points = new Float32Array(100).fill(3);
    const pinned = new Uint8Array(50);
    pinned[4] = 1;
    for (let round = 0; round < 20; round++) separate(points, 10, pinned);
    let least = Infinity;
    for (let i = 0; i < 50; i++) {
      for (let j = 0; j < i; j++) {
        const dx = points[2 * i]! - points[2 * j]!;
        least = Math.min(least, Math.hypot(dx, points[2 * i + 1]! - points[2 * j + 1]!));
      }
    }
    expect(least).toBeGreaterThan(8);
    expect([points[8], points[9]]).toEqual([3, 3]);
  });
});

describe('the haze of links', () => {
  const task = {
    width: 60,
    height: 40,
    points: Float32Array.from([5, 20, 55, 20, 30, 4]),
    links: Uint16Array.from([0, 1]),
    colour: [10, 200, 150] as const,
    strength: 0.5,
    mostSteps: 10_000,
  };
  const alphaAt = (pixels: Uint8ClampedArray, x: number, y: number) =>
    pixels[4 * (y * 60 + x) + 3]!;

  it('is where links are, in their colour, and nowhere else', () => {
    const pixels = paintDensity(task);
    expect(alphaAt(pixels, 30, 20)).toBeGreaterThan(10);
    expect(alphaAt(pixels, 30, 10)).toBe(0);
    expect([...pixels.slice(0, 3)]).toEqual([10, 200, 150]);
  });

  it('is stronger where more links pass, never stronger than it may be', () => {
    const links = Uint16Array.from([0, 1, 0, 1, 0, 1, 0, 1, 0, 2]);
    const pixels = paintDensity({ ...task, links });
    expect(alphaAt(pixels, 50, 20)).toBeGreaterThan(alphaAt(pixels, 18, 12));
    expect(Math.max(...pixels.filter((_, at) => at % 4 === 3))).toBeLessThanOrEqual(128);
  });

  it('paints some of many links when it may not take long', () => {
    const links = new Uint16Array(4_000).map((_, at) => at % 2);
    const pixels = paintDensity({ ...task, links, mostSteps: 500 });
    expect(alphaAt(pixels, 30, 20)).toBeGreaterThan(10);
  });

  it('takes nonsense for nothing', () => {
    const points = Float32Array.from([NaN, 20, 1e9, -1e9, 30, 4]);
    expect(Math.max(...paintDensity({ ...task, points }).filter((_, at) => at % 4 === 3))).toBe(0);
  });
});

describe('messages on their way', () => {
  const scene = sceneOf(scenery({ nodes: 9 }));
  const [own, peer] = [...scene.places.keys()] as [NodeId, NodeId];

  it('go from the sender to the receiver, and are gone after that', () => {
    const field = new PulseField();
    field.add(peer, 'out', 0);
    const at = (now: number) => {
      const seen: { x: number; y: number }[] = [];
      field.each(scene, own, now, (point) => seen.push({ ...point }));
      return seen;
    };
    const [self, other] = [own, peer].map((id) => scene.nodes[scene.places.get(id)!]!);
    expect(at(0)[0]!.x).toBeCloseTo(self!.x);
    expect(at(PULSE_MS - 0.001)[0]!.x).toBeCloseTo(other!.x, 1);
    expect(at(PULSE_MS)).toEqual([]);
    expect(field.active(PULSE_MS - 1)).toBe(true);
    expect(field.active(PULSE_MS)).toBe(false);
  });

  it('are a thousand a second at most', () => {
    const field = new PulseField();
    const taken = Array.from({ length: 1_500 }, () => field.add(peer, 'in', 10)).filter(Boolean);
    expect(taken).toHaveLength(MOST_PER_SECOND);
    expect(field.add(peer, 'in', 1_010)).toBe(true);
  });

  it('of nodes that are not there are not drawn', () => {
    const field = new PulseField();
    field.add('nobody' as NodeId, 'in', 0);
    field.add(own, 'in', 0);
    let count = 0;
    field.each(scene, own, 1, () => (count += 1));
    expect(count).toBe(0);
  });
});
