import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { NO_CHANGE } from '../../../renderer/state/mesh-data.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { newLooks } from '../../../renderer/views/network/looks.ts';
import MatrixStage from '../../../renderer/views/network/MatrixStage.svelte';
import { MeshModel } from '../../../renderer/views/network/mesh-model.svelte.ts';
import MeshStage from '../../../renderer/views/network/MeshStage.svelte';
import { StageState } from '../../../renderer/views/network/stage-state.svelte.ts';
import { eventually } from '../../helpers/eventually.ts';
import { inCities } from './cities.ts';
import { sampleMesh } from './sample-mesh.ts';
import type { SampleOptions } from './sample-mesh.ts';

const children = createRawSnippet(() => ({ render: () => '<span></span>' }));
const OWN = 'meshdeck' as NodeId;

function apply(options: SampleOptions, slow: readonly number[] = []): void {
  network.apply(inCities(sampleMesh(options), options.groups ?? 3, slow));
}

function mesh(looks = newLooks()) {
  const model = new MeshModel(looks);
  const stage = new StageState();
  const { component } = render(MeshStage, { props: { model, stage, children } });
  return { model, stage, looks, component };
}

const surface = () => screen.getByRole('application');
const names = () =>
  [...document.querySelectorAll('svg.overlay text.node')].map((text) => text.textContent);

/** Where a node is on the stage. */
function placeOf(model: MeshModel, stage: StageState, id: NodeId) {
  const { x, y } = model.layout.points.get(id)!;
  return { clientX: x * stage.view.k + stage.view.x, clientY: y * stage.view.k + stage.view.y };
}

async function mapped(options: SampleOptions) {
  apply(options);
  const shown = mesh();
  shown.model.layoutName = 'map';
  await eventually(() => expect(shown.model.layout.kind).toBe('map'));
  // Nodes are on their way for a moment.
  await eventually(() => {
    for (const { id, x } of shown.model.scene.nodes) {
      expect(x).toBe(shown.model.layout.points.get(id)!.x);
    }
  });
  return shown;
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700);
  // Happy-dom doesn't know it.
  HTMLElement.prototype.setPointerCapture = () => undefined;
});

afterEach(() => {
  cleanup();
  network.clear();
  causes.clear();
  selection.select(null);
  vi.restoreAllMocks();
});

describe('the layout', () => {
  it('is the ring for few nodes and the matrix for many, without flickering in between', () => {
    apply({ nodes: 20 });
    const model = new MeshModel(newLooks());
    expect(model.layoutName).toBe('circle');
    apply({ nodes: 58 });
    expect(model.layoutName).toBe('circle');
    apply({ nodes: 61 });
    expect(model.layoutName).toBe('matrix');
    apply({ nodes: 55 });
    expect(model.layoutName).toBe('matrix');
    apply({ nodes: 30 });
    expect(model.layoutName).toBe('circle');
  });

  it('keeps the colours of groups through a look at a past without them', () => {
    apply({ nodes: 20, groups: 3 });
    const model = new MeshModel(newLooks());
    network.apply({ ...NO_CHANGE, groups: [{ name: 'aaa', ports: [] }] });
    const before = new Map(model.tints);
    past.show({ at: 1, network: { ...sampleMesh({ nodes: 2 }), groups: [] }, causes: [] });
    expect(network.groups.size).toBe(0);
    expect(model.tints).toEqual(before);
    past.show(null);
    expect(model.tints).toEqual(before);
  });

  it('is what somebody chose, for as long as the window is open', () => {
    apply({ nodes: 80 });
    const looks = newLooks();
    new MeshModel(looks).layoutName = 'ego';
    expect(new MeshModel(looks).layoutName).toBe('ego');
  });

  it('puts the selected node in the middle, else our own', async () => {
    apply({ nodes: 20 });
    const { model } = mesh();
    model.layoutName = 'ego';
    const inTheMiddle = () =>
      [...model.layout.points].filter(([, { x, y }]) => x === 0 && y === 0).map(([id]) => id);
    expect(inTheMiddle()).toEqual([OWN]);
    selection.select({ kind: 'node', id: 'lon-04' as NodeId });
    expect(inTheMiddle()).toEqual(['lon-04']);
    await tick();
    const notes = [...document.querySelectorAll('text.note')].map((text) => text.textContent);
    expect(notes.filter((text) => text.endsWith(' ms')).length).toBeGreaterThan(2);
    expect(notes).toContain('no link');
  });
});

describe('the map', () => {
  it('keeps nodes where they are when others come and go', async () => {
    const { model } = await mapped({ nodes: 30 });
    const before = model.layout.points;
    apply({ nodes: 32 });
    await eventually(() => expect(model.layout.points.has('nyc-31' as NodeId)).toBe(false));
    await eventually(() => expect(model.map.points.size).toBe(32));
    const moves = [...before].map(([id, { x, y }]) => {
      const now = model.layout.points.get(id)!;
      return Math.hypot(now.x - x, now.y - y);
    });
    expect(moves.sort((a, b) => a - b)[15]).toBeLessThan(30);
  });

  it('pins a node where it is dragged to, and lets go of it on a double click', async () => {
    const { model, stage } = await mapped({ nodes: 12 });
    const id = 'lon-04' as NodeId;
    const from = placeOf(model, stage, id);
    const to = { clientX: from.clientX + 60, clientY: from.clientY - 40 };
    await fireEvent.pointerDown(surface(), { ...from, button: 0, pointerId: 1 });
    expect(stage.holding).toBe(true);
    await fireEvent.pointerMove(surface(), { ...to, buttons: 1 });
    await fireEvent.pointerUp(surface(), to);
    await fireEvent.click(surface(), to);
    expect(stage.holding).toBe(false);
    expect(selection.current).toBeNull();
    expect(placeOf(model, stage, id).clientX).toBeCloseTo(to.clientX);
    expect(placeOf(model, stage, id).clientY).toBeCloseTo(to.clientY);
    expect(model.scene.nodes.find((node) => node.id === id)!.pinned).toBe(true);
    await eventually(() => expect(model.scene.nodes.some((node) => node.pinned)).toBe(true));
    await fireEvent.dblClick(surface(), placeOf(model, stage, id));
    expect(model.pins.size).toBe(0);
  });

  it('takes a click without a drag for a click', async () => {
    const { model, stage } = await mapped({ nodes: 12 });
    const at = placeOf(model, stage, 'lon-04' as NodeId);
    await fireEvent.pointerDown(surface(), { ...at, button: 0, pointerId: 1 });
    await fireEvent.pointerUp(surface(), at);
    await fireEvent.click(surface(), at);
    expect(selection.current).toEqual({ kind: 'node', id: 'lon-04' });
    expect(model.pins.size).toBe(0);
  });

  it('pins the selected node with a key, too', async () => {
    const { model } = await mapped({ nodes: 12 });
    selection.select({ kind: 'node', id: 'lon-04' as NodeId });
    await fireEvent.keyDown(surface(), { key: 'p' });
    expect([...model.pins.keys()]).toEqual(['lon-04']);
    await fireEvent.keyDown(surface(), { key: 'p' });
    expect(model.pins.size).toBe(0);
  });
});

describe('a cause that is looked at', () => {
  it('lets its marks stand out, with the links that it lost', async () => {
    apply({ nodes: 20, down: [7] });
    const down = 'lon-07' as NodeId;
    const links = [...network.nodes.keys()]
      .filter((id) => id !== down)
      .map((id) => [id, down].sort() as [NodeId, NodeId]);
    causes.apply([
      {
        id: 'node-down lon-07',
        kind: 'node-down',
        nodes: [down],
        others: [],
        groups: [],
        links,
        linkCount: 19,
        linksPossible: 19,
        damage: 19,
        title: 'lon-07 is down',
        detail: '19 links lost',
        since: 0,
      },
    ]);
    const { model } = mesh();
    expect(model.emphasis.cause).toBeNull();
    model.hoveredCause = 'node-down lon-07';
    expect(model.focus).toHaveLength(19);
    expect(new Set(model.focus.map((line) => line.state))).toEqual(new Set(['down']));
    model.hoveredCause = 'gone';
    expect(model.emphasis.cause).toBeNull();
    expect(model.focus).toEqual([]);
  });
});

describe('round trips', () => {
  it('that change do not have everything drawn anew', () => {
    apply({ nodes: 20 });
    const { model } = mesh();
    const { scene } = model;
    const node = network.nodes.get('lon-04' as NodeId)!;
    if (node.state !== 'up') throw new Error('The sample has changed');
    const nothing = { full: false, goneNodes: [], reports: [], goneReports: [], groups: [] };
    const change = { ...nothing, goneGroups: [], latencies: [] };
    network.apply({ ...change, nodes: [{ ...node, roundTrip: 5 }] });
    expect(model.scene).toBe(scene);
    network.apply({ ...change, nodes: [{ ...node, silentSince: 1 }] });
    expect(model.scene).not.toBe(scene);
  });
});

describe('a picture file', () => {
  it('has what is seen, with every name', async () => {
    apply({ nodes: 12, missing: [[1, 2]] });
    const { component } = mesh();
    await tick();
    const svg = component.exportSvg();
    for (const name of names()) expect(svg).toContain(`>${name}</text>`);
    expect(svg).toContain('stroke-dasharray');
    const file = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(file.querySelector('parsererror')).toBeNull();
  });

  it('of the matrix has its cells and names', async () => {
    apply({ nodes: 12, missing: [[1, 2]] });
    const model = new MeshModel(newLooks());
    const { component } = render(MatrixStage, {
      props: { model, stage: new StageState(), children },
    });
    await tick();
    const svg = component.exportSvg();
    expect(svg).toContain('>lon-04</text>');
    expect(svg.match(/<rect/g)!.length).toBeGreaterThan(20);
  });
});
