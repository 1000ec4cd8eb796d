import { cleanup, render, screen } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { NetworkChange, NodeView } from '../../../shared/mesh.ts';
import type { Point } from '../../../renderer/graph/points.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { newLooks } from '../../../renderer/views/network/looks.ts';
import { MeshModel } from '../../../renderer/views/network/mesh-model.svelte.ts';
import MeshStage from '../../../renderer/views/network/MeshStage.svelte';
import PastBanner from '../../../renderer/views/network/PastBanner.svelte';
import { StageState } from '../../../renderer/views/network/stage-state.svelte.ts';
import { eventually } from '../../helpers/eventually.ts';
import { inCities } from './cities.ts';
import { sampleMesh } from './sample-mesh.ts';

const children = createRawSnippet(() => ({ render: () => '<span></span>' }));
const cities = (nodes: number) => inCities(sampleMesh({ nodes }), 3);

/** As the main process tells the past: without anything measured. */
function asItWas(mesh: NetworkChange): NetworkChange {
  const nodes = mesh.nodes.map((node): NodeView => {
    return node.state === 'up' ? { ...node, roundTrip: null, clockOffset: null } : node;
  });
  return { ...mesh, nodes, latencies: [] };
}

function mapShown() {
  const model = new MeshModel(newLooks());
  model.layoutName = 'map';
  render(MeshStage, { props: { model, stage: new StageState(), children } });
  return model;
}

/** Lets what was begun come to its end: a map takes a turn of the event loop, and its pause. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 400));

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700);
});

afterEach(() => {
  cleanup();
  past.show(null);
  network.clear();
  vi.restoreAllMocks();
});

describe('the map in the past', () => {
  it('stays where it is, and is the same when the present is back', async () => {
    network.apply(cities(24));
    const model = mapShown();
    await eventually(() => expect(model.map.points.size).toBe(24));
    await settled();
    const before = model.map;
    past.show({ at: 1, network: asItWas(cities(24)), causes: [] });
    await settled();
    expect(model.map).toBe(before);
    expect([...model.layout.points]).toEqual([...before.points]);
    past.show(null);
    await settled();
    expect(model.map).toBe(before);
  });

  it('has nodes that are gone since near their group', async () => {
    network.apply(cities(20));
    const model = mapShown();
    await eventually(() => expect(model.map.points.size).toBe(20));
    await settled();
    past.show({ at: 1, network: asItWas(cities(24)), causes: [] });
    await tick();
    const { points } = model.layout;
    expect(points.size).toBe(24);
    const apart = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);
    const place = points.get('lon-22' as NodeId)!;
    const nearest = [...model.map.points].sort(
      ([, one], [, other]) => apart(one, place) - apart(other, place),
    )[0]!;
    expect(nearest[0]).toMatch(/^lon/);
    await settled();
    expect(model.map.points.size).toBe(20);
  });

  it('is made of the distances of today when there is none yet', async () => {
    network.apply(cities(24));
    past.show({ at: 1, network: asItWas(cities(24)), causes: [] });
    const model = mapShown();
    await eventually(() => expect(model.map.points.size).toBe(24));
    const middle = (prefix: string) => {
      const all = [...model.map.points].filter(([id]) => id.startsWith(prefix));
      return {
        x: all.reduce((sum, [, { x }]) => sum + x / all.length, 0),
        y: all.reduce((sum, [, { y }]) => sum + y / all.length, 0),
      };
    };
    const apart = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);
    // Frankfurt and London are 17 ms apart, New York is 87 away.
    expect(apart(middle('fra'), middle('lon'))).toBeLessThan(
      0.5 * apart(middle('fra'), middle('nyc')),
    );
  });
});

describe('one node in the middle, in the past', () => {
  it('has the others as far away as they are today, and nothing else of today', () => {
    network.apply(cities(24));
    const model = new MeshModel(newLooks());
    model.layoutName = 'ego';
    const before = [...model.layout.points];
    past.show({ at: 1, network: asItWas(cities(24)), causes: [] });
    expect([...model.layout.points]).toEqual(before);
    expect(model.table.trips.every((trip) => Number.isNaN(trip))).toBe(true);
  });

  it('is said to stand by the distances of today', () => {
    past.show({ at: 1, network: asItWas(cities(3)), causes: [] });
    render(PastBanner, { distances: true });
    expect(screen.getByRole('status').textContent).toContain('Distances are today’s');
    cleanup();
    render(PastBanner);
    expect(screen.getByRole('status').textContent).not.toContain('Distances');
  });
});
