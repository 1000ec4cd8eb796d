import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NodeId } from '../../../../shared/ids.ts';
import Frame from '../../../../renderer/Frame.svelte';
import { app } from '../../../../renderer/state/app.svelte.ts';
import { composer } from '../../../../renderer/state/composer.svelte.ts';
import { messageFiles } from '../../../../renderer/state/message-files.svelte.ts';
import { messages } from '../../../../renderer/state/messages.svelte.ts';
import { selection } from '../../../../renderer/state/selection.svelte.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { installBridge } from '../../fake-bridge.ts';
import { FakeMessages } from '../../fake-messages.ts';
import { NOW, syntheticMesh, syntheticMessages } from '../../synthetic-mesh.ts';

const PEERS = ['lon-07', '<b>bold</b>'] as NodeId[];
/** Twenty rows and the header. */
const HEIGHT = 504;
const OPENED = {
  ...{ recording: 7, name: 'night.jsonl', messages: 40, from: NOW, to: NOW + 5_000 },
  ...{ node: 'fra-01' as NodeId, notes: ['Its end is missing.'] },
};

let kept: FakeMessages;
let bridge: FakeBridge;

// The test page lays nothing out: the scroller gets the sizes that a browser would give it.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000);
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockImplementation(function (this: Element) {
    return 24 + parseInt(this.querySelector<HTMLElement>('.all')?.style.height ?? '0', 10);
  });
  messages.setFilter('');
  messages.setSystem(true);
  app.apply({ session: { phase: 'first-start', rc: '/rc' } });
  app.apply({
    session: {
      ...{ phase: 'running', nodeId: 'desk' as NodeId, profile: 'office', rc: '/rc', demo: null },
      ...{ listeners: [], seeds: [], since: NOW, warnings: [] },
    },
    network: syntheticMesh(9),
  });
  app.show('messages');
  composer.close();
  selection.select(null);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const push = (count: number, first: number) =>
  app.apply({ messageLists: kept.add(syntheticMessages(count, PEERS, first)) });
const grid = () => screen.getByRole('grid');
const drawn = () => [...document.querySelectorAll<HTMLElement>('.row')];
const rowAt = (position: number) => drawn().find((row) => row.dataset['at'] === String(position))!;
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const key = (name: string) => fireEvent.keyDown(grid(), { key: name });

async function open(count: number, handlers: Parameters<typeof installBridge>[0] = {}) {
  kept = new FakeMessages(syntheticMessages(count, PEERS));
  bridge = installBridge({ ...kept.handlers(), ...handlers });
  render(Frame);
  await settled();
}

async function scrollTo(top: number) {
  grid().scrollTop = top;
  await fireEvent.scroll(grid());
  await settled();
}

test('rows come in live and hold text only', async () => {
  await open(0);
  expect(screen.getByText('No messages yet')).toBeTruthy();
  push(9, 1);
  expect(await screen.findAllByText('<b>bold</b>')).toHaveLength(5);
  expect(grid().querySelector('b')).toBeNull();
  expect(screen.getByText('9 messages')).toBeTruthy();
  expect(rowAt(2).textContent).toContain('answers↩ 2 · 3.40 ms'.replace('3.40', '3.4'));
  expect(rowAt(1).textContent).toContain('answered by↪ 3 · 3.4 ms');
});

test('it says that a node sees only its own traffic', async () => {
  await open(0);
  expect(screen.getByText(/Messages between other nodes can.t be seen from here/)).toBeTruthy();
});

test('of 200,000 rows only those on the screen exist', async () => {
  await open(200_000);
  expect(drawn().length).toBeLessThan(45);
  expect(grid().getAttribute('aria-rowcount')).toBe('200001');
  expect(document.querySelector<HTMLElement>('.all')?.style.height).toBe('4800000px');
  await scrollTo(2_400_000);
  expect(rowAt(-100_000).textContent).toContain(PEERS[1]);
  expect(bridge.argsOf('list.rows').every(({ count }) => count < 50)).toBe(true);
});

test('rows that are awaited leave their place empty', async () => {
  let answer = () => {};
  const wait = new Promise<void>((resolve) => (answer = resolve));
  const rows = async () => {
    await wait;
    return { from: -300, rows: syntheticMessages(300, PEERS) };
  };
  await open(300, { 'list.rows': rows });
  expect(rowAt(-1).querySelector('.bar')).toBeTruthy();
  answer();
  await settled();
  expect(rowAt(-1).querySelector('.bar')).toBeNull();
});

test('follows the end until somebody scrolls up, then counts what is new', async () => {
  await open(100);
  expect(grid().scrollTop).toBe(100 * 24 + 24 - HEIGHT);
  await scrollTo(480);
  push(3, 101);
  await settled();
  expect(grid().scrollTop).toBe(480);
  await press('3 new');
  await settled();
  expect(grid().scrollTop).toBe(103 * 24 + 24 - HEIGHT);
  expect(rowAt(2)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /new/ })).toBeNull();
});

test('rows that are dropped do not move what is read, and are counted', async () => {
  await open(100);
  await scrollTo(960);
  app.apply({ messageLists: kept.drop(10) });
  await settled();
  expect(grid().scrollTop).toBe(960 - 240);
  expect(screen.getByText('10 older messages dropped')).toBeTruthy();
});

test('pause and resume', async () => {
  await open(4);
  await press('Pause');
  push(40, 5);
  const resume = await screen.findByRole('button', { name: 'Resume, 40 new' });
  expect(drawn()).toHaveLength(4);
  await fireEvent.click(resume);
  expect(rowAt(39)).toBeTruthy();
});

test('protocol traffic is hidden unless it is asked for', async () => {
  messages.setSystem(false);
  await open(10);
  expect(screen.getByText('8 of 10 messages')).toBeTruthy();
  await fireEvent.click(screen.getByLabelText('Protocol traffic'));
  await settled();
  expect(screen.getByText('10 messages')).toBeTruthy();
});

test('a filter, what it finds, and how far the search is', async () => {
  await open(100);
  kept.slice = 20;
  const field = screen.getByLabelText('Filter messages');
  await fireEvent.focusIn(field);
  await fireEvent.input(field, { target: { value: 'peer = lon-07' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await settled();
  expect(screen.getByText('10 so far of 100 messages')).toBeTruthy();
  expect(screen.getByText('20 of 100 searched')).toBeTruthy();
  app.apply({ messageLists: kept.look() });
  expect(await screen.findByText('50 of 100 messages')).toBeTruthy();
  kept.slice = Infinity;
  messages.setFilter('tag = nothing');
  expect(await screen.findByText('No message fits')).toBeTruthy();
  await press('Take the filter away');
  expect(await screen.findByText('100 messages')).toBeTruthy();
});

test('keys: arrows, pages, ends, details, bookmarks, the filter', async () => {
  await open(100);
  await key('ArrowUp');
  await settled();
  expect(selection.current).toEqual({ kind: 'message', seq: 100 });
  await key('PageUp');
  await settled();
  expect(selection.current).toEqual({ kind: 'message', seq: 81 });
  await key('Home');
  await settled();
  expect([selection.current, grid().scrollTop]).toEqual([{ kind: 'message', seq: 1 }, 0]);
  await key('m');
  await settled();
  expect(bridge.argsOf('message.mark')).toEqual([{ source: 'live', seq: 1, marked: true }]);
  expect(within(rowAt(-100)).getByLabelText('bookmarked')).toBeTruthy();
  await key('n');
  await settled();
  expect(selection.current).toEqual({ kind: 'message', seq: 17 });
  await key('Enter');
  await settled();
  expect(document.activeElement?.id).toBe('details');
  await key('/');
  expect(document.activeElement).toBe(screen.getByLabelText('Filter messages'));
});

test('a click selects, a star marks, a pair leads to its other half', async () => {
  await open(20);
  await fireEvent.click(rowAt(-18));
  await settled();
  expect(selection.current).toEqual({ kind: 'message', seq: 3 });
  expect(grid().getAttribute('aria-activedescendant')).toBe(rowAt(-18).id);
  await fireEvent.click(rowAt(-18).querySelector('[data-act=pair]')!);
  await settled();
  expect(selection.current).toEqual({ kind: 'message', seq: 2 });
  expect(rowAt(-19).getAttribute('aria-selected')).toBe('true');
  await fireEvent.click(rowAt(-15).querySelector('[data-act=mark]')!);
  expect(bridge.argsOf('message.mark')).toEqual([{ source: 'live', seq: 6, marked: true }]);
  expect(selection.current).toEqual({ kind: 'message', seq: 2 });
});

test('columns are chosen', async () => {
  await open(20);
  expect(screen.queryByRole('columnheader', { name: 'Number' })).toBeNull();
  await press('Columns');
  await fireEvent.click(screen.getByLabelText('Number'));
  expect(screen.getByRole('columnheader', { name: 'Number' })).toBeTruthy();
  await fireEvent.click(screen.getByLabelText('Number'));
});

test('rates are asked for only while they are seen; a chart is a filter', async () => {
  const counts = [1, 2, 3];
  await open(20, {
    'message.rates': () => ({ from: NOW, slot: 1_000, series: [{ value: 'lon-07', counts }] }),
  });
  expect(bridge.argsOf('message.rates')).toEqual([]);
  await press('Rates over time');
  await fireEvent.click(await screen.findByTitle('Filter on peer lon-07'));
  expect(messages.filter).toBe('peer = lon-07');
  await press('Rates over time');
  const asked = bridge.argsOf('message.rates').length;
  await settled();
  expect(bridge.argsOf('message.rates')).toHaveLength(asked);
});

test('a recording is started with its limits, runs, and ends', async () => {
  const view = {
    ...{ path: '/x/night.jsonl', since: Date.now(), messages: 5, skipped: 0, octets: 2_048 },
    ...{ maxOctets: 1_048_576, maxDuration: null, ended: null },
  };
  await open(20, {
    'recording.start': () => view,
    'recording.stop': () => ({ ...view, ended: 'stopped' }),
  });
  await press('Record…');
  const size = screen.getByLabelText('At a size of, MiB');
  await fireEvent.input(size, { target: { value: '0' } });
  expect(screen.getByRole('button', { name: 'Choose the file…' }).hasAttribute('disabled')).toBe(
    true,
  );
  await fireEvent.input(size, { target: { value: '1' } });
  await press('Choose the file…');
  const state = await screen.findByRole('region', { name: 'Recording' });
  expect(state.textContent).toContain('5 messages, 2.0 KiB');
  expect(bridge.argsOf('recording.start')).toEqual([
    { filter: '', system: true, maxOctets: 1_048_576, maxDuration: null },
  ]);
  await press('Stop');
  expect(await screen.findByText('Recording stopped.')).toBeTruthy();
  await press('Dismiss');
  expect(screen.queryByRole('region', { name: 'Recording' })).toBeNull();
});

test('an opened recording says what it is, and closes', async () => {
  const series = { from: NOW, slot: 1_000, series: [{ value: 'lon-07', counts: [60, 0] }] };
  const answers = { 'recording.open': () => OPENED, 'recording.close': () => null };
  await open(40, { ...answers, 'message.rates': () => series });
  await press('Recordings and exports');
  await press('Open a recording…');
  const banner = await screen.findByRole('region', { name: 'Opened recording' });
  for (const text of ['night.jsonl', '40 messages', 'fra-01', 'Its end is missing.']) {
    expect(banner.textContent).toContain(text);
  }
  await settled();
  expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
  await fireEvent.click(rowAt(-1));
  await settled();
  expect(selection.current).toEqual({ kind: 'message', seq: 40, recording: 7 });
  await key('m');
  await settled();
  const source = { recording: 7 };
  expect(bridge.argsOf('message.mark')).toEqual([{ source, seq: 40, marked: true }]);
  await press('Rates over time');
  const chart = await screen.findByTitle('Filter on peer lon-07');
  expect(chart.textContent).toContain('30/s');
  expect(screen.queryByRole('group', { name: 'Over the last' })).toBeNull();
  expect(bridge.argsOf('message.rates')).toMatchObject([{ source }]);
  await press('Back to live');
  await settled();
  expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
  expect(bridge.argsOf('recording.close')).toEqual([{ recording: 7 }]);
});

test('an export shows how far it is, and is cancelled', async () => {
  const view = { path: '/x/m.csv', done: 10, of: 20, written: 9, ended: null };
  await open(20, { 'export.start': () => view, 'export.cancel': () => null });
  await press('Recordings and exports');
  await press('Export as CSV…');
  expect(await screen.findByText('10 of 20 looked at')).toBeTruthy();
  const list = messages.list.view!.list;
  expect(bridge.argsOf('export.start')).toEqual([{ list, format: 'csv' }]);
  await press('Cancel');
  expect(bridge.argsOf('export.cancel')).toHaveLength(1);
  app.apply({ export: { ...view, ended: 'cancelled' } });
  expect(await screen.findByText('Export cancelled')).toBeTruthy();
  messageFiles.apply({ export: null });
});

test('how much is kept', async () => {
  const limits = { messages: 200_000, octets: 256 * 1024 * 1024 };
  await open(20, { 'message.limits': (wanted) => wanted ?? limits });
  await press('Recordings and exports');
  await press('How much is kept…');
  const field = await screen.findByLabelText('Messages', { selector: 'input' });
  await fireEvent.input(field, { target: { value: '12' } });
  expect(field.getAttribute('aria-invalid')).toBe('true');
  await fireEvent.input(field, { target: { value: '5000' } });
  await press('Save');
  await settled();
  expect(bridge.argsOf('message.limits').at(-1)).toEqual({ ...limits, messages: 5_000 });
});

test('what fails has its place', async () => {
  await open(20, { 'recording.open': () => Promise.reject(new Error('x')) });
  await press('Recordings and exports');
  await press('Open a recording…');
  expect(await screen.findByRole('alert')).toBeTruthy();
  await press('Dismiss');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('the bookmarks, or what is listed, become a sequence', async () => {
  const sequence = { id: 's', name: 'Recorded', folder: '', steps: [] };
  await open(4, { 'sequence.record': () => sequence });
  for (const seq of [2, 3]) await messages.mark(seq, true);
  for (const which of ['the bookmarked ones', 'these messages']) {
    await press('Recordings and exports');
    await press(`Sequence of ${which}…`);
    await settled();
  }
  expect(bridge.argsOf('sequence.record').map(({ seqs }) => seqs)).toEqual([
    [2, 3],
    [1, 2, 3, 4],
  ]);
});
