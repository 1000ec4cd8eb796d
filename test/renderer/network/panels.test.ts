import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { app } from '../../../renderer/state/app.svelte.ts';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { nodeFilter } from '../../../renderer/state/node-filter.svelte.ts';
import { probing } from '../../../renderer/state/probing.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { timeline } from '../../../renderer/state/timeline.svelte.ts';
import { MeshModel } from '../../../renderer/views/network/mesh-model.svelte.ts';
import SidePanel from '../../../renderer/views/network/SidePanel.svelte';
import WatchPanel from '../../../renderer/views/network/WatchPanel.svelte';
import FilterChips from '../../../renderer/views/network/FilterChips.svelte';
import { installBridge } from '../fake-bridge.ts';
import { eventually } from '../../helpers/eventually.ts';
import { sampleMesh, SAMPLE_TIME } from './sample-mesh.ts';
import { sampleCause } from './samples-watched.ts';

let model: MeshModel;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(Date, 'now').mockReturnValue(SAMPLE_TIME + 125_000);
  timeline.clear();
  network.apply(sampleMesh({ nodes: 12, down: [1], absent: [11], silent: [5] }));
  causes.clear();
  model = new MeshModel();
});

afterEach(() => {
  cleanup();
  network.clear();
  nodeFilter.clear();
  selection.select(null);
  app.dismiss();
  vi.restoreAllMocks();
});

const showPanel = () => render(SidePanel, { model, alone: false, aggregated: false });
const wrong = () => screen.getByRole('region', { name: 'What is wrong' });
const tab = (name: RegExp) => fireEvent.click(screen.getByRole('tab', { name }));

describe('what is wrong', () => {
  it('says so when nothing was checked, and what was checked when all is well', async () => {
    showPanel();
    expect(wrong().textContent).toContain('Nothing was checked yet');
    causes.apply([]);
    await tick();
    expect(wrong().textContent).toContain('Nothing is wrong');
    expect(wrong().textContent).toContain('10 nodes and 45 links checked.');
    network.apply({
      ...sampleMesh({ nodes: 12, down: [1], absent: [11] }),
      reports: sampleMesh({ nodes: 12, down: [1], absent: [11] }).reports.slice(0, 8),
    });
    await tick();
    expect(wrong().textContent).toContain('2 nodes did not report yet');
  });

  it('lists causes in their order with kind, evidence and how long', () => {
    causes.apply([
      sampleCause(),
      sampleCause({ id: 'x', kind: 'link-half', title: 'a\u202eb', since: SAMPLE_TIME + 65_000 }),
    ]);
    showPanel();
    const items = within(wrong()).getAllByRole('listitem');
    expect(items[0]?.textContent).toMatch(/lon-01 is down.*2 min.*10 links lost/s);
    expect(within(items[0]!).getByRole('img', { name: 'Node down' })).toBeTruthy();
    expect(items[1]?.textContent).toContain('a\\u202eb');
    expect(within(items[1]!).getByRole('img', { name: 'Half-open link' })).toBeTruthy();
    expect(screen.getByRole('tab', { name: /State/ }).textContent).toContain('2');
  });

  it('highlights what is hovered or focused, and keeps what is clicked', async () => {
    const cause = sampleCause();
    causes.apply([cause]);
    const view = showPanel();
    const button = within(wrong()).getByRole('button', { name: /lon-01 is down/ });
    await fireEvent.pointerEnter(button);
    expect(model.hoveredCause).toBe(cause.id);
    expect(model.emphasis.cause?.nodes.has('lon-01' as NodeId)).toBe(true);
    await fireEvent.pointerLeave(button);
    expect(model.emphasis.cause).toBeNull();
    await fireEvent.focus(button);
    expect(model.hoveredCause).toBe(cause.id);
    await fireEvent.blur(button);
    await fireEvent.click(button);
    expect(selection.current).toEqual({ kind: 'cause', id: cause.id });
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(model.emphasis.cause).not.toBeNull();
    await fireEvent.click(button);
    expect(selection.current).toBeNull();
    await fireEvent.focus(button);
    view.unmount();
    expect(model.hoveredCause).toBeNull();
  });

  it('shows the worst of very many, all on demand', async () => {
    causes.apply(
      Array.from({ length: 300 }, (_, index) =>
        sampleCause({ id: `c${index}`, title: `c${index}` }),
      ),
    );
    showPanel();
    expect(within(wrong()).getAllByRole('listitem')).toHaveLength(50);
    await fireEvent.click(within(wrong()).getByRole('button', { name: 'Show all 300' }));
    expect(within(wrong()).getAllByRole('listitem')).toHaveLength(300);
  });
});

describe('the tabs', () => {
  it('are reached with the arrow keys', async () => {
    showPanel();
    const first = screen.getByRole('tab', { name: /State/ });
    await fireEvent.keyDown(first, { key: 'ArrowLeft' });
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('Filter');
    await fireEvent.keyDown(first, { key: 'ArrowRight' });
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('State');
  });
});

describe('the filter', () => {
  it('says how many fit, and is the one of the picture', async () => {
    showPanel();
    await tab(/Filter/);
    const panel = screen.getByRole('group', { name: 'Filter' });
    expect(panel.textContent).toContain('all nodes are shown');
    await fireEvent.click(within(panel).getByLabelText(/^Silent/));
    expect(within(panel).getByRole('status').textContent).toContain('1 of 12 nodes');
    expect([...(model.filtered ?? [])]).toEqual([...network.nodes.keys()].slice(5, 6));
    await fireEvent.click(within(panel).getByLabelText(/^Down/));
    expect(model.filtered?.size).toBe(2);
    await fireEvent.click(within(panel).getByRole('button', { name: 'Clear' }));
    expect(model.filtered).toBeNull();
  });

  it('chooses groups, software and weaknesses', async () => {
    showPanel();
    await tab(/Filter/);
    await fireEvent.click(screen.getByLabelText(/^lon/));
    expect([...(model.filtered ?? [])]).toEqual(['lon-01', 'lon-04', 'lon-07', 'lon-10']);
    await fireEvent.click(screen.getByLabelText(/^Not encrypted/));
    expect(model.filtered?.has('lon-01' as NodeId)).toBe(false);
    await fireEvent.click(screen.getByLabelText(/^AE-1.30/));
    expect(model.filtered?.size).toBe(3);
    await fireEvent.input(screen.getByLabelText('Name contains'), { target: { value: 'N-07' } });
    expect([...(model.filtered ?? [])]).toEqual(['lon-07']);
  });

  it('is told by chips that take its parts away', async () => {
    nodeFilter.setText('o');
    nodeFilter.toggle('states', 'up');
    nodeFilter.toggle('groups', 'evil\u202egroup');
    render(FilterChips);
    const chips = screen.getByRole('group', { name: 'Active filters' });
    expect(chips.textContent).toContain('in evil\\u202egroup');
    expect(within(chips).getByRole('status').textContent).toBe('0 of 12 nodes');
    for (const name of ['Remove “o”', 'Remove Up', 'Remove in evil\\u202egroup']) {
      await fireEvent.click(within(chips).getByRole('button', { name }));
    }
    expect(nodeFilter.active).toBe(false);
    expect(screen.queryByRole('group', { name: 'Active filters' })).toBeNull();
  });
});

describe('watching', () => {
  it('switches the measuring, and says what it does', async () => {
    const bridge = installBridge({ 'survey.probing': () => null });
    probing.apply(true);
    render(WatchPanel);
    const toggle = screen.getByRole('switch', { name: 'Measure between other nodes' });
    expect(toggle).toHaveProperty('checked', true);
    expect(document.body.textContent).toContain('at most 50 a second');
    await fireEvent.click(toggle);
    expect(bridge.argsOf('survey.probing')).toEqual([{ on: false }]);
    probing.apply(false);
    await tick();
    expect(document.body.textContent).toContain('Off: only the round trips from this node');
  });

  it('expects what is up, and dismisses all ghosts', async () => {
    const bridge = installBridge({ 'expected.fill': () => null, 'ghost.dismiss': () => null });
    render(WatchPanel);
    expect(screen.getByText('Expected nodes · 1')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Expect the 9 nodes up now' }));
    expect(bridge.argsOf('expected.fill')).toEqual([null]);
    await fireEvent.click(screen.getByRole('button', { name: 'Dismiss 2 ghosts' }));
    expect(bridge.argsOf('ghost.dismiss')).toEqual([{ nodes: ['lon-01', 'nyc-11'] }]);
  });

  it('says why something did not work', async () => {
    installBridge({});
    render(WatchPanel);
    await fireEvent.click(screen.getByRole('button', { name: /Dismiss/ }));
    await eventually(() => expect(app.notice?.message).toContain('ghost.dismiss'));
  });
});
