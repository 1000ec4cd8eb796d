import { describe, expect, it } from 'vitest';
import { bendToCentre, circleLayout, RING_RADIUS } from '../../../renderer/graph/circle.ts';
import { FULL_TURN } from '../../../renderer/graph/points.ts';
import { closest, sector } from './scenery.ts';

const SIX = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => sector(name, name, 33));

describe('the circle', () => {
  it('puts every node on the ring, evenly, without overlap', () => {
    const { points, slot } = circleLayout([...SIX, sector(null, 'z', 2)]);
    expect(points.size).toBe(200);
    for (const { x, y } of points.values()) expect(Math.hypot(x, y)).toBeCloseTo(RING_RADIUS, 6);
    // A chord is a little shorter than its arc.
    expect(closest(points.values())).toBeGreaterThan(0.99 * slot * RING_RADIUS);
  });

  it('keeps groups together in arcs that do not touch, clockwise, the ungrouped last', () => {
    const { arcs, angles } = circleLayout([...SIX, sector(null, 'z', 2)]);
    expect(arcs.map((arc) => arc.group)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', null]);
    arcs.forEach((arc, index) => {
      const next = arcs[index + 1]?.from ?? FULL_TURN + arcs[0]!.from;
      expect(arc.to).toBeLessThan(next);
      for (const id of arc.members) {
        expect(angles.get(id)).toBeGreaterThanOrEqual(arc.from);
        expect(angles.get(id)).toBeLessThanOrEqual(arc.to);
      }
    });
  });

  it('is the same every time', () => {
    expect([...circleLayout(SIX).points]).toEqual([...circleLayout(SIX).points]);
  });

  it('moves the others by little when a node comes or goes, and never changes their order', () => {
    const before = circleLayout(SIX);
    const smaller = SIX.map((one, index) =>
      index === 2 ? { ...one, members: one.members.slice(1) } : one,
    );
    const after = circleLayout(smaller);
    const gone = SIX[2]!.members[0];
    const order = [...before.angles.keys()].filter((id) => id !== gone);
    expect([...after.angles.keys()]).toEqual(order);
    for (const id of order) {
      expect(Math.abs(after.angles.get(id)! - before.angles.get(id)!)).toBeLessThan(before.slot);
    }
  });

  it('puts a single node in the middle, and draws nothing of none', () => {
    expect([...circleLayout([sector(null, 'own', 1)]).points.values()]).toEqual([{ x: 0, y: 0 }]);
    expect(circleLayout([]).points.size).toBe(0);
  });

  it('leaves most of the circle to nodes when there are many groups', () => {
    const many = Array.from({ length: 300 }, (_, index) => sector(`g${index}`, `g${index}-`, 1));
    const { slot } = circleLayout(many);
    expect(slot * 300).toBeGreaterThan(0.7 * FULL_TURN);
  });
});

describe('bending', () => {
  it('pulls far pairs more than near ones, always towards the middle', () => {
    const far = bendToCentre(RING_RADIUS, 0, -RING_RADIUS * 0.8, RING_RADIUS * 0.6);
    const near = bendToCentre(RING_RADIUS, 0, RING_RADIUS * 0.995, RING_RADIUS * 0.0998);
    expect(Math.hypot(far.x, far.y)).toBeLessThan(RING_RADIUS * 0.2);
    expect(Math.hypot(near.x, near.y)).toBeLessThan(RING_RADIUS * 0.75);
    expect(Math.hypot(near.x, near.y)).toBeGreaterThan(RING_RADIUS * 0.6);
  });
});
