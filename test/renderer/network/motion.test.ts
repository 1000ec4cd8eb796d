import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { Motion } from '../../../renderer/views/network/motion.ts';
import { sceneOf, scenery } from '../graph/scenery.ts';

const scene = sceneOf(scenery({ nodes: 2 }));
const id = scene.nodes[0]!.id;
const at = (x: number) =>
  new Map([[id, { x, y: 0 }]]) as ReadonlyMap<NodeId, { x: number; y: number }>;

function placeOf(motion: Motion, now: number): number {
  motion.place(scene, now);
  return scene.nodes[0]!.x;
}

describe('motion', () => {
  it('shows the first layout at once', () => {
    const motion = new Motion();
    motion.aim(at(100), 0, false);
    expect(motion.moving(0)).toBe(false);
    expect(placeOf(motion, 0)).toBe(100);
  });

  it('takes less than 300 ms to the next, and rests there', () => {
    const motion = new Motion();
    motion.aim(at(0), 0, false);
    motion.aim(at(100), 1_000, false);
    expect(placeOf(motion, 1_000)).toBe(0);
    const half = placeOf(motion, 1_100);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(100);
    expect(motion.moving(1_299)).toBe(false);
    expect(placeOf(motion, 1_299)).toBe(100);
  });

  it('goes on from where it is when the goal changes on the way', () => {
    const motion = new Motion();
    motion.aim(at(0), 0, false);
    motion.aim(at(100), 1_000, false);
    const half = placeOf(motion, 1_100);
    motion.aim(at(-50), 1_100, false);
    expect(placeOf(motion, 1_100)).toBeCloseTo(half);
    expect(placeOf(motion, 1_400)).toBe(-50);
  });

  it('does not start over for the goal that it has', () => {
    const motion = new Motion();
    const goal = at(100);
    motion.aim(at(0), 0, false);
    motion.aim(goal, 1_000, false);
    motion.aim(goal, 1_200, false);
    expect(motion.moving(1_290)).toBe(false);
  });

  it('jumps when nothing may move', () => {
    const motion = new Motion();
    motion.aim(at(0), 0, true);
    motion.aim(at(100), 1_000, true);
    expect(placeOf(motion, 1_000)).toBe(100);
  });
});

describe('a node that is held', () => {
  it('stays in the hand, and goes on from there when it gets a new goal', () => {
    const motion = new Motion();
    motion.aim(at(0), 0, false);
    motion.hold({ id, at: { x: 42, y: 0 } });
    expect(placeOf(motion, 10)).toBe(42);
    motion.aim(at(100), 1_000, false);
    expect(placeOf(motion, 1_000)).toBe(42);
    expect(placeOf(motion, 1_400)).toBe(100);
  });
});
