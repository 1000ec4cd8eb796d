import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { NetworkChange, NodeView } from '../../../shared/mesh.ts';
import DetailsPanel from '../../../renderer/components/details/DetailsPanel.svelte';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { linkSelection, selection } from '../../../renderer/state/selection.svelte.ts';
import { newLooks } from '../../../renderer/views/network/looks.ts';
import { MeshModel } from '../../../renderer/views/network/mesh-model.svelte.ts';
import MeshTooltip from '../../../renderer/views/network/MeshTooltip.svelte';
import { StageState } from '../../../renderer/views/network/stage-state.svelte.ts';
import { sampleMesh, SAMPLE_TIME } from './sample-mesh.ts';
import { sampleCause } from './samples-watched.ts';

const [DOWN, UP, ABSENT] = ['lon-01', 'nyc-02', 'lon-04'] as [NodeId, NodeId, NodeId];

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(SAMPLE_TIME + 125_000);
  network.apply(sampleMesh({ nodes: 9, down: [1], absent: [4], measured: true }));
});

afterEach(() => {
  cleanup();
  past.show(null);
  network.clear();
  causes.clear();
  selection.select(null);
  vi.restoreAllMocks();
});

function tooltip(a: NodeId, b: NodeId): string {
  const model = new MeshModel(newLooks());
  model.hoveredLink = { a, b };
  render(MeshTooltip, { model, stage: new StageState(), pointer: { x: 0, y: 0 } });
  return document.querySelector('.tooltip')?.textContent.replaceAll(/\s+/g, ' ') ?? '';
}

function details(a: NodeId, b: NodeId): string {
  selection.select(linkSelection(a, b));
  render(DetailsPanel);
  return document.body.textContent.replaceAll(/\s+/g, ' ');
}

/** The mesh with all its round trips changed. */
function withTrips(mesh: NetworkChange, ms: number | null): NetworkChange {
  const nodes = mesh.nodes.map((node): NodeView => {
    return node.state === 'up' ? { ...node, roundTrip: ms } : node;
  });
  const latencies = mesh.latencies.flatMap((each) => (ms ? { ...each, roundTrip: ms } : []));
  return { ...mesh, nodes, latencies };
}

describe('a line to a node that is not there', () => {
  it('says in its tooltip which end it is, since when and why', () => {
    expect(tooltip(DOWN, UP)).toMatch(
      /lon-01 – nyc-02.*lon-01 is down.*for 2 min: connection reset/,
    );
    cleanup();
    expect(tooltip(UP, ABSENT)).toMatch(/lon-04 is expected, but absent/);
  });

  it('says in the details what happened, and leads to the cause', async () => {
    const cause = sampleCause({ id: 'node-down:lon-01', nodes: [DOWN] });
    causes.apply([cause]);
    const text = details(UP, DOWN);
    expect(text).toContain('There is no link: lon-01 is down.');
    expect(text).toMatch(/Down since .*\(2 min\)/);
    expect(text).toMatch(/Reason connection reset/);
    await fireEvent.click(screen.getByRole('button', { name: 'lon-01 is down' }));
    expect(selection.current).toEqual({ kind: 'cause', id: cause.id });
  });

  it('tells of both ends when both are gone', () => {
    expect(details(DOWN, ABSENT)).toContain(
      'There is no link: lon-01 is down, and lon-04 is expected, but absent.',
    );
    cleanup();
    expect(details(UP, 'zoe' as NodeId)).toContain('zoe is no longer known');
  });
});

it('where a node that is down listened last is told', () => {
  selection.select({ kind: 'node', id: DOWN });
  render(DetailsPanel);
  const addresses = screen.getByText('Last listened on').nextElementSibling;
  expect(addresses?.textContent).toContain('10.0.0.1:4040');
});

describe('round trips', () => {
  const [A, B] = ['fra-03', 'nyc-02'] as [NodeId, NodeId];

  it('too short to be measured are said to be so, everywhere alike', () => {
    network.apply(withTrips(sampleMesh({ nodes: 9, measured: true }), 0.5));
    expect(details(A, B)).toMatch(/Round trip < 0.5 ms/);
    cleanup();
    expect(tooltip(A, B)).toContain('Round trip < 0.5 ms');
    cleanup();
    selection.select({ kind: 'node', id: A });
    render(DetailsPanel);
    expect(screen.getByText('Round trip').nextElementSibling?.textContent).toBe('< 0.5 ms');
  });

  it('of the past are not kept, and nothing is expected of them', () => {
    const mesh = withTrips(sampleMesh({ nodes: 9, measured: true }), null);
    past.show({ at: SAMPLE_TIME, network: mesh, causes: [] });
    const text = details(A, B);
    expect(text).toMatch(/Round trip not kept for the past/);
    expect(text).not.toContain('Expected');
    cleanup();
    selection.select({ kind: 'node', id: A });
    render(DetailsPanel);
    expect(screen.getByText('Round trip').nextElementSibling?.textContent).toBe(
      'not kept for the past',
    );
  });
});
