import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { ForceSettling, NODE_DISTANCE } from '../../../renderer/graph/force.ts';
import type { Point } from '../../../renderer/graph/points.ts';
import type { Sector } from '../../../renderer/graph/sectors.ts';
import { closest, sector } from './scenery.ts';

const SIX = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => sector(name, name, 10));

/** Time that a step of the layout takes, as the layout sees it: no real clock in tests. */
function steppingClock(step: number): () => number {
  let now = 0;
  return () => (now += step);
}

function settled(sectors: readonly Sector[], before?: ReadonlyMap<NodeId, Point>) {
  const settling = new ForceSettling(sectors, before);
  expect(settling.work(Infinity, () => 0)).toBe(true);
  return settling.points();
}

function middle(points: ReadonlyMap<NodeId, Point>, { members }: Sector): Point {
  const sum = members.reduce(
    (at, id) => ({ x: at.x + points.get(id)!.x, y: at.y + points.get(id)!.y }),
    { x: 0, y: 0 },
  );
  return { x: sum.x / members.length, y: sum.y / members.length };
}

describe('the force layout', () => {
  it('comes to the same rest however the work is sliced', () => {
    const whole = settled(SIX);
    const sliced = new ForceSettling(SIX);
    let slices = 0;
    const clock = steppingClock(1);
    while (!sliced.work(3, clock)) slices += 1;
    expect(slices).toBeGreaterThan(20);
    expect([...sliced.points()]).toEqual([...whole]);
  });

  it('stops within its slice', () => {
    const settling = new ForceSettling(SIX);
    expect(settling.work(0, () => 0)).toBe(false);
    expect(settling.settled).toBe(false);
  });

  it('keeps nodes apart', () => {
    expect(closest(settled(SIX).values())).toBeGreaterThan(NODE_DISTANCE * 0.75);
    expect(closest(settled([sector('one', 'n', 200)]).values())).toBeGreaterThan(
      NODE_DISTANCE * 0.6,
    );
  });

  it('gathers each group around its own middle', () => {
    const points = settled(SIX);
    const middles = SIX.map((one) => middle(points, one));
    SIX.forEach((one, index) => {
      for (const id of one.members) {
        const distances = middles.map(({ x, y }) =>
          Math.hypot(points.get(id)!.x - x, points.get(id)!.y - y),
        );
        expect(distances.indexOf(Math.min(...distances))).toBe(index);
      }
    });
  });

  it('hardly moves the others when one node joins', () => {
    const before = settled(SIX);
    const larger = SIX.map((one, index) =>
      index === 3 ? { ...one, members: [...one.members, 'new' as NodeId] } : one,
    );
    const after = settled(larger, before);
    const moves = [...before].map(([id, { x, y }]) =>
      Math.hypot(after.get(id)!.x - x, after.get(id)!.y - y),
    );
    moves.sort((a, b) => a - b);
    expect(moves[moves.length >> 1]).toBeLessThan(NODE_DISTANCE / 2);
    expect(after.has('new' as NodeId)).toBe(true);
  });

  it('puts a single node in the middle at once', () => {
    const settling = new ForceSettling([sector(null, 'own', 1)]);
    expect(settling.settled).toBe(true);
    expect([...settling.points().values()]).toEqual([{ x: 0, y: 0 }]);
  });
});
