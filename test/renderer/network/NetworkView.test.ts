import { cleanup, fireEvent, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { NO_CHANGE } from '../../../renderer/state/mesh-data.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { session } from '../../../renderer/state/session.svelte.ts';
import { newLooks, SESSION_LOOKS } from '../../../renderer/views/network/looks.ts';
import { eventually } from '../../helpers/eventually.ts';
import { sampleMesh } from './sample-mesh.ts';
import { giveSize, RUNNING, show } from './show-view.ts';
import type { SampleOptions } from './sample-mesh.ts';

const FAULTS: SampleOptions = {
  nodes: 12,
  missing: [[1, 4]],
  half: [
    [2, 5],
    [6, 3],
  ],
  down: [11],
  heard: [10],
};

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const map = () => screen.getByRole('application');
const drawnNames = () =>
  [...document.querySelectorAll('svg.overlay text.node')].map((text) => text.textContent);

beforeEach(() => {
  giveSize(900, 700);
  session.apply(RUNNING);
});

afterEach(() => {
  cleanup();
  network.clear();
  selection.select(null);
  Object.assign(SESSION_LOOKS, newLooks());
  vi.restoreAllMocks();
});

describe('the legend', () => {
  it('counts links and nodes by state', async () => {
    await show(FAULTS);
    const legend = screen.getByRole('region', { name: 'Legend' });
    const numbers = Object.fromEntries(
      [...legend.querySelectorAll<HTMLElement>('li[data-state]')].map((item) => [
        item.dataset['state'],
        within(item).getByRole('status').textContent,
      ]),
    );
    expect(numbers).toEqual({
      up: '42',
      slow: '0',
      half: '2',
      missing: '1',
      // The node that is down would have links to the ten that are up.
      down: '10',
      'node-up': '10',
      'node-down': '1',
      'node-heard': '1',
    });
  });

  it('says what the colours of nodes mean, if not their groups', async () => {
    await show(FAULTS);
    const legend = screen.getByRole('region', { name: 'Legend' });
    expect(within(legend).queryByRole('list', { name: 'Colours of nodes' })).toBeNull();
    const choice = within(legend).getByLabelText('Node colour tells');
    await fireEvent.change(choice, { target: { value: 'posture' } });
    const colours = within(legend).getByRole('list', { name: 'Colours of nodes' });
    expect(colours.textContent).toContain('Not encrypted');
    await fireEvent.change(choice, { target: { value: 'group' } });
  });

  it('is put away with the panel, and comes back', async () => {
    await show(FAULTS);
    await press('State, groups and filter');
    expect(screen.queryByRole('region', { name: 'Legend' })).toBeNull();
    await press('State, groups and filter');
    expect(screen.getByRole('region', { name: 'Legend' })).toBeTruthy();
  });
});

describe('the map', () => {
  it('names every node of a small mesh, and its groups', async () => {
    await show({ nodes: 9 });
    expect(drawnNames().sort()).toEqual([...network.nodes.keys()].sort());
    const groups = [...document.querySelectorAll('svg.overlay text.group')];
    expect(groups.map((text) => text.textContent).sort()).toEqual([
      'fra · 2',
      'lon · 3',
      'nyc · 3',
    ]);
  });

  it('selects with the keys, and says what is selected', async () => {
    await show({ nodes: 9 });
    await fireEvent.keyDown(map(), { key: 'Home' });
    expect(selection.current).toEqual({ kind: 'node', id: 'meshdeck' });
    await fireEvent.keyDown(map(), { key: 'ArrowRight' });
    expect(selection.current).toEqual({ kind: 'node', id: 'fra-03' });
    expect(document.querySelector('[aria-live]')?.textContent).toBe('fra-03, Up');
    await fireEvent.keyDown(map(), { key: 'Escape' });
    expect(selection.current).toBeNull();
  });

  it('selects what is clicked: a node, a link, a group, nothing', async () => {
    await show({ nodes: 9 });
    const label = [...document.querySelectorAll('svg.overlay text.node')].find(
      (text) => text.textContent === 'lon-04',
    );
    // The name stands just outside its node, on the line from the middle of the stage.
    const [x, y] = /translate\(([\d.-]+),([\d.-]+)\)/
      .exec(label?.getAttribute('transform') ?? '')!
      .slice(1)
      .map(Number) as [number, number];
    const away = Math.hypot(x - 450, y - 350);
    const node = { x: x - ((x - 450) / away) * 15, y: y - ((y - 350) / away) * 15 };
    await fireEvent.click(map(), { clientX: node.x, clientY: node.y });
    expect(selection.current).toEqual({ kind: 'node', id: 'lon-04' });

    const inward = { x: node.x - ((x - 450) / away) * 40, y: node.y - ((y - 350) / away) * 40 };
    selection.select(null);
    await fireEvent.click(map(), { clientX: inward.x, clientY: inward.y });
    expect(selection.current).toMatchObject({ kind: 'link' });

    const group = document.querySelector('svg.overlay text.group')!;
    const at = {
      clientX: Number(group.getAttribute('x')),
      clientY: Number(group.getAttribute('y')),
    };
    await fireEvent.click(map(), at);
    expect(selection.current).toMatchObject({ kind: 'group' });

    await fireEvent.click(map(), { clientX: 3, clientY: 3 });
    expect(selection.current).toBeNull();
  });

  it('tells about the node under the pointer', async () => {
    await show({ nodes: 1 });
    await fireEvent.pointerMove(map(), { clientX: 450, clientY: 350, buttons: 0 });
    expect(document.querySelector('.tooltip')?.textContent).toContain('This node');
    await fireEvent.pointerLeave(map());
    expect(document.querySelector('.tooltip')).toBeNull();
  });

  it('zooms by keys and buttons, and fits again', async () => {
    await show({ nodes: 9 });
    const distance = () => {
      const [first] = document.querySelectorAll('svg.overlay path.arc');
      return Number(/A([\d.]+),/.exec(first?.getAttribute('d') ?? '')![1]);
    };
    const fitted = distance();
    await fireEvent.keyDown(map(), { key: '+' });
    expect(distance()).toBeGreaterThan(fitted);
    const fit = screen.getByRole('button', { name: 'Show everything' });
    expect(fit).toHaveProperty('disabled', false);
    await fireEvent.click(fit);
    expect(distance()).toBe(fitted);
    expect(fit).toHaveProperty('disabled', true);
    await press('Zoom out');
    expect(distance()).toBeLessThan(fitted);
    await fireEvent.keyDown(map(), { key: '0' });
    expect(distance()).toBe(fitted);
  });

  it('escapes names and cuts long ones', async () => {
    const names = ['meshdeck', `x${'y'.repeat(254)}`, 'evil\u202Etxt'];
    await show({ nodes: 3, nameOf: (index) => names[index]! });
    const drawn = drawnNames();
    expect(drawn.some((text) => text.includes('\u202e'))).toBe(false);
    expect(drawn.some((text) => text.includes('\\u202e'))).toBe(true);
    expect(Math.max(...drawn.map((text) => text.length))).toBeLessThan(40);
  });

  it('follows the store: nodes come and go', async () => {
    await show({ nodes: 9 });
    const node = network.nodes.get('fra-06' as NodeId)!;
    const change = { ...NO_CHANGE, full: false };
    network.apply({ ...change, goneNodes: [node.id] });
    await tick();
    expect(drawnNames()).not.toContain('fra-06');
    network.apply({ ...change, nodes: [node] });
    await tick();
    expect(drawnNames()).toContain('fra-06');
  });
});

describe('other layouts', () => {
  it('come to rest and show the same nodes', async () => {
    await show({ nodes: 9 });
    await press('Map');
    await eventually(() => expect(document.querySelector('path.arc')).toBeNull());
    expect(drawnNames()).toContain('meshdeck');
  });

  it('has a matrix whose cells select links', async () => {
    await show({ nodes: 9 });
    await press('Matrix');
    expect(map().getAttribute('aria-label')).toContain('Matrix');
    const [first, second] = [...document.querySelectorAll('text.node:not([transform])')];
    const rows = [first!, second!].map((text) => Number(text.getAttribute('y')));
    const left = Number(first!.getAttribute('x')) + 14;
    const cell = rows[1]! - rows[0]!;
    await fireEvent.click(map(), { clientX: left + cell * 1.5, clientY: rows[0] });
    expect(selection.current).toEqual({ kind: 'link', a: 'fra-03', b: 'fra-06' });
  });
});

describe('the matrix by keyboard', () => {
  const key = (name: string) => fireEvent.keyDown(map(), { key: name });
  const said = () => document.querySelector('.stage [aria-live]')?.textContent;

  it('goes from cell to cell, and says what is there', async () => {
    await show({ nodes: 9 });
    await press('Matrix');
    await key('ArrowRight');
    expect(selection.current).toEqual({ kind: 'node', id: 'meshdeck' });
    expect(said()).toBe('meshdeck');
    await key('Home');
    const from = 'meshdeck to fra-03';
    expect(selection.current).toEqual({ kind: 'link', a: 'fra-03', b: 'meshdeck' });
    expect(said()).toContain(`${from}, the link is up`);
    await key('ArrowRight');
    expect(selection.current).toEqual({ kind: 'link', a: 'fra-06', b: 'meshdeck' });
    await key('ArrowUp');
    expect(said()).toMatch(/^\S+ to fra-06, /);
  });

  it('goes to the faults', async () => {
    await show(FAULTS);
    await press('Matrix');
    await key('n');
    expect(selection.current?.kind).toBe('link');
    expect(said()).toMatch(/reports no link, but the other does|missing|slow/);
    const first = said();
    await key('N');
    expect(said()).not.toBe(first);
    await key('n');
    expect(said()).toBe(first);
  });
});

describe('the table', () => {
  const cells = (row: Element) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim().replace(/\s+/g, ' '));

  it('shows the same nodes with their facts', async () => {
    await show(FAULTS);
    await press('Table');
    const rows = [...document.querySelectorAll('tr[data-node]')];
    expect(rows).toHaveLength(12);
    const row = rows.find((one) => one.getAttribute('data-node') === 'lon-01')!;
    expect(cells(row).slice(0, 8)).toEqual([
      'lon-01 seed',
      'Up',
      'lon',
      '4.0 ms',
      '120 ms behind',
      '8 / 9 , 1 faulty',
      'no',
      'AE-1.30',
    ]);
    expect(cells(row).at(-1)).toBe('10.0.0.1:4040');
  });

  it('selects a row and filters by name', async () => {
    await show(FAULTS);
    await press('Table');
    await fireEvent.click(screen.getByRole('button', { name: 'lon-04' }));
    expect(selection.current).toEqual({ kind: 'node', id: 'lon-04' });
    await fireEvent.input(screen.getByLabelText('Find a node'), { target: { value: 'LON' } });
    const ids = [...document.querySelectorAll('tr[data-node]')].map((row) =>
      row.getAttribute('data-node'),
    );
    expect(ids.every((id) => id?.startsWith('lon'))).toBe(true);
    await fireEvent.input(screen.getByLabelText('Find a node'), { target: { value: 'nobody' } });
    expect(document.querySelectorAll('tr[data-node]')).toHaveLength(0);
    expect(screen.getByText(/No node's name contains/)).toBeTruthy();
  });
});

describe('finding a node', () => {
  it('offers matches, takes the one chosen with the keys', async () => {
    await show({ nodes: 9 });
    const field = screen.getByLabelText('Find a node');
    await fireEvent.focusIn(field);
    await fireEvent.input(field, { target: { value: 'fra' } });
    const found = within(screen.getByRole('listbox')).getAllByRole('option');
    expect(found.map((option) => option.textContent.trim())).toEqual(['fra-03', 'fra-06']);
    await fireEvent.keyDown(field, { key: 'ArrowDown' });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(selection.current).toEqual({ kind: 'node', id: 'fra-06' });
    expect(screen.queryByRole('listbox')).toBeNull();
  });
});

describe('the groups', () => {
  it('are listed with their ports and nodes, and can be selected', async () => {
    await show({ nodes: 9 });
    await fireEvent.click(screen.getByRole('tab', { name: /Groups/ }));
    const panel = screen.getByRole('region', { name: 'Groups' });
    await fireEvent.click(within(panel).getByRole('button', { name: /^fra-06/ }));
    expect(selection.current).toEqual({ kind: 'port', id: 'fra-06#p6.a' });
    await fireEvent.click(within(panel).getByRole('button', { name: 'lon 3' }));
    expect(selection.current).toEqual({ kind: 'group', name: 'lon' });
    await fireEvent.click(within(panel).getByRole('button', { name: 'Ports of fra' }));
    expect(within(panel).queryByRole('button', { name: /^fra-06/ })).toBeNull();
  });

  it('stay few on the screen when thousands are claimed', async () => {
    const change = sampleMesh({ nodes: 2 });
    const groups = Array.from({ length: 10_000 }, (_, index) => ({ name: `g${index}`, ports: [] }));
    network.apply({ ...change, groups });
    await show(null);
    await fireEvent.click(screen.getByRole('tab', { name: /Groups/ }));
    const panel = screen.getByRole('region', { name: 'Groups' });
    const items = within(panel).getAllByRole('listitem');
    expect(items.length).toBeLessThan(100);
    expect(items[0]?.getAttribute('aria-setsize')).toBe('10000');
    const list = panel.querySelector('.scroller')!;
    list.scrollTop = 24 * 5_000;
    await fireEvent.scroll(list);
    expect(within(panel).getByRole('button', { name: 'g5000 0' })).toBeTruthy();
  });
});
