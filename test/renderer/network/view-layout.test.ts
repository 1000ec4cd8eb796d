import { cleanup, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import { NO_CHANGE } from '../../../renderer/state/mesh-data.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { nodeFilter } from '../../../renderer/state/node-filter.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { session } from '../../../renderer/state/session.svelte.ts';
import { newLooks, SESSION_LOOKS } from '../../../renderer/views/network/looks.ts';
import { sampleMesh } from './sample-mesh.ts';
import { giveSize, RUNNING, show } from './show-view.ts';

beforeEach(() => {
  giveSize(900, 700);
  session.apply(RUNNING);
});

afterEach(() => {
  cleanup();
  nodeFilter.clear();
  past.show(null);
  network.clear();
  Object.assign(SESSION_LOOKS, newLooks());
  vi.restoreAllMocks();
});

describe('what comes and goes above the picture', () => {
  it('moves the picture only, not the panel beside it', async () => {
    await show({ nodes: 8 });
    const panel = screen.getByRole('complementary', { name: 'State, groups and filter' });
    const column = screen.getByRole('application').parentElement!.parentElement!;
    expect(column.contains(panel)).toBe(false);
    const around = [...column.parentElement!.parentElement!.children];
    nodeFilter.toggle('states', 'up');
    past.show({ at: 1, network: sampleMesh({ nodes: 8 }), causes: [] });
    await tick();
    expect(column.contains(screen.getByRole('group', { name: 'Active filters' }))).toBe(true);
    expect(column.textContent).toContain('as it was at');
    // Nothing came above the two, where it would push both down.
    expect([...column.parentElement!.parentElement!.children]).toEqual(around);
    expect(column.previousElementSibling).toBe(panel);
  });
});

describe('the number at the name of a group', () => {
  it('is that of the nodes that stand there, not of ports or of nodes that stand elsewhere', async () => {
    network.apply(sampleMesh({ nodes: 4, groups: 1 }));
    const [first, second, third] = [...network.nodes.keys()] as [NodeId, NodeId, NodeId];
    const port = (node: NodeId, name: string) => `${node}#${name}` as PortId;
    const alpha = [port(first, 'a'), port(first, 'b'), port(second, 'a')];
    const omega = [port(second, 'c'), port(third, 'c'), port(third, 'd')];
    network.apply({
      ...NO_CHANGE,
      goneGroups: [...network.groups.keys()],
      groups: [
        { name: 'alpha', ports: alpha },
        { name: 'omega', ports: omega },
      ],
    });
    await show(null);
    const texts = [...document.querySelectorAll('text.group')].map((text) => text.textContent);
    expect(texts.sort()).toEqual(['alpha · 2', 'omega · 1']);
  });
});
