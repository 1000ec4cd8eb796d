import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { RESOLUTION } from '../../../shared/resolution.ts';
import { egoLayout } from '../../../renderer/graph/ego.ts';
import { runMap } from '../../../renderer/graph/map-run.ts';
import { mapTask } from '../../../renderer/graph/map-task.ts';
import type { Point } from '../../../renderer/graph/points.ts';
import { NODE_DISTANCE } from '../../../renderer/graph/sizes.ts';
import { stressOf } from '../../../renderer/graph/stress.ts';
import { closest, scenery } from './scenery.ts';
import type { Scenery } from './scenery.ts';

describe('one node in the middle', () => {
  const sample = scenery({
    nodes: 60,
    groups: 6,
    down: [59],
    missing: [[2, 9]],
    half: [[2, 10]],
    cities: {},
  });
  const centre = 'nyc-02' as NodeId;
  const layout = egoLayout(sample.sectors, sample.table, centre);
  const away = (id: NodeId) => Math.hypot(layout.points.get(id)!.x, layout.points.get(id)!.y);
  const last = Math.max(
    ...layout.rings.filter(({ ms }) => ms !== null).map(({ radius }) => radius),
  );

  it('puts the longer round trip farther out', () => {
    const place = sample.table.places.get(centre)!;
    const trip = (id: NodeId) =>
      sample.table.trips[place * sample.table.size + sample.table.places.get(id)!]!;
    const connected = sample.table.order.filter((id) => id !== centre && away(id) <= last);
    expect(connected.length).toBeGreaterThan(50);
    const sorted = [...connected].sort((a, b) => trip(a) - trip(b));
    sorted.slice(1).forEach((id, index) => {
      expect(away(id)).toBeGreaterThanOrEqual(away(sorted[index]!) - 1e-6);
    });
    expect(away(centre)).toBe(0);
  });

  it('puts who has no sound link outside the last ring', () => {
    const outside = sample.table.order.filter((id) => away(id) > last);
    const ids = [...sample.nodes.keys()];
    expect(new Set(outside)).toEqual(new Set([ids[9], ids[10], ids[59]]));
  });

  it('has rings that fit what was measured', () => {
    const values = layout.rings.map(({ ms }) => ms).filter((ms) => ms !== null);
    expect(values.length).toBeGreaterThanOrEqual(4);
    expect(values.at(-1)).toBe(400);
    const near = scenery({ nodes: 10 });
    const lan = egoLayout(near.sectors, near.table, near.table.order[0]!);
    expect(lan.rings.some(({ label }) => label === 'not measured')).toBe(true);
    near.table.trips.fill(RESOLUTION);
    const short = egoLayout(near.sectors, near.table, near.table.order[0]!);
    expect(short.rings.filter(({ ms }) => ms !== null).map(({ ms }) => ms)).toEqual([RESOLUTION]);
  });

  it('has no rings around a node that is alone', () => {
    const one = scenery({ nodes: 1 });
    expect(egoLayout(one.sectors, one.table, one.table.order[0]!).rings).toEqual([]);
  });

  it('survives a centre that is not there', () => {
    const nobody = egoLayout(sample.sectors, sample.table, 'nobody' as NodeId);
    for (const { x, y } of nobody.points.values()) expect(Number.isFinite(x + y)).toBe(true);
  });
});

type Places = ReadonlyMap<NodeId, Point>;

function mapOf(
  { table, sectors }: Scenery,
  before: Places = new Map(),
  pins: Places = new Map(),
  scale: number | null = null,
) {
  const planned = mapTask({ table, sectors, before, pins, scale });
  const points = runMap(planned.task);
  const places = new Map(
    table.order.map((id, place) => [id, { x: points[2 * place]!, y: points[2 * place + 1]! }]),
  );
  return { ...planned, points, places };
}

function moves(before: Places, after: Places): number[] {
  const all = [...before].flatMap(([id, { x, y }]) => {
    const now = after.get(id);
    return now ? [Math.hypot(now.x - x, now.y - y)] : [];
  });
  return all.sort((a, b) => a - b);
}

/** The middle of the nodes whose names begin with `prefix`. */
function middleOf(places: Places, prefix: string): Point {
  const points = [...places].filter(([id]) => id.startsWith(prefix)).map(([, point]) => point);
  const mean = (value: (point: Point) => number) =>
    points.reduce((total, point) => total + value(point), 0) / points.length;
  return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
}

describe('the map', () => {
  const sample = scenery({ nodes: 90, groups: 6, cities: {} });
  const first = mapOf(sample);

  it('makes distance what was measured', () => {
    expect(stressOf(first.points, first.task.pairs)).toBeLessThan(0.05);
    const apart = (one: string, other: string) => {
      const [a, b] = [middleOf(first.places, one), middleOf(first.places, other)];
      return Math.hypot(a.x - b.x, a.y - b.y);
    };
    // Frankfurt and London are 17 ms apart, New York is 87 away, Sydney 200.
    expect(apart('fra', 'lon')).toBeLessThan(0.4 * apart('fra', 'nyc'));
    expect(apart('fra', 'nyc')).toBeLessThan(0.6 * apart('fra', 'syd'));
  });

  it('is the same every time, and covers no node with another', () => {
    expect([...mapOf(sample).points]).toEqual([...first.points]);
    expect(closest(first.places.values())).toBeGreaterThan(NODE_DISTANCE * 0.4);
  });

  it('stays where it is when it is refined', () => {
    const again = mapOf(sample, first.places, new Map(), first.scale);
    expect(again.task.cold).toBe(false);
    expect(moves(first.places, again.places)[45]).toBeLessThan(NODE_DISTANCE / 2);
  });

  it('hardly moves the others when nodes join', () => {
    const larger = mapOf(
      scenery({ nodes: 96, groups: 6, cities: {} }),
      first.places,
      new Map(),
      first.scale,
    );
    const distances = moves(first.places, larger.places);
    expect(distances).toHaveLength(90);
    expect(distances[45]).toBeLessThan(NODE_DISTANCE / 2);
    expect(larger.places.size).toBe(96);
  });

  it('leaves pinned nodes alone', () => {
    const id = sample.table.order[20]!;
    const place = { x: 500, y: -321 };
    const pinned = mapOf(sample, first.places, new Map([[id, place]]), first.scale);
    expect(pinned.places.get(id)).toEqual(place);
  });

  it('gathers groups before anything was measured', () => {
    const { places } = mapOf(scenery({ nodes: 60, groups: 3 }));
    const middles = ['fra', 'lon', 'nyc'].map((prefix) => middleOf(places, prefix));
    for (const [id, point] of places) {
      const own = ['fra', 'lon', 'nyc'].findIndex((prefix) => id.startsWith(prefix));
      if (own < 0) continue;
      const distances = middles.map(({ x, y }) => Math.hypot(point.x - x, point.y - y));
      expect(distances.indexOf(Math.min(...distances))).toBe(own);
    }
  });

  it('takes only some estimates for each node of a large mesh', () => {
    const large = scenery({ nodes: 400, groups: 6 });
    const { task } = mapTask({ ...large, before: new Map(), pins: new Map(), scale: null });
    expect(task.pairs.a.length).toBeLessThan(400 * 25);
    expect(task.pairs.a.length).toBeGreaterThan(400 * 8);
  });

  it('is no knot where everything is nearer than can be measured', () => {
    const near = scenery({ nodes: 20, groups: 2 });
    // All but a few came out as nothing at all.
    near.table.trips.fill(0).fill(0.2, 30, 60);
    const { places, scale } = mapOf(near);
    expect(closest(places.values())).toBeGreaterThan(NODE_DISTANCE * 0.4);
    const { x, y } = middleOf(places, '');
    const away = [...places.values()].map((point) => Math.hypot(point.x - x, point.y - y));
    const unit = RESOLUTION * scale;
    expect(Math.max(...away)).toBeGreaterThan(unit * 0.3);
    expect(Math.max(...away)).toBeLessThan(unit * 1.5);
  });

  it('works for one node and for none', () => {
    expect(mapOf(scenery({ nodes: 1 })).places.size).toBe(1);
    const nothing = runMap({
      pairs: {
        a: new Uint16Array(),
        b: new Uint16Array(),
        distance: new Float32Array(),
        weight: new Float32Array(),
      },
      start: new Float32Array(),
      former: new Float32Array(),
      pinned: new Uint8Array(),
      cold: true,
      apart: 10,
    });
    expect(nothing).toHaveLength(0);
  });
});
