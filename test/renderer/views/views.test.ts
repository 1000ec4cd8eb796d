import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import Frame from '../../../renderer/Frame.svelte';
import { app } from '../../../renderer/state/app.svelte.ts';
import { composer } from '../../../renderer/state/composer.svelte.ts';
import { log } from '../../../renderer/state/log.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { NOW, syntheticMesh } from '../synthetic-mesh.ts';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(480);
  installBridge({ 'message.get': () => null, 'session.leave': () => null });
  app.apply({ session: { phase: 'first-start', rc: '/rc' } });
  app.apply({
    session: {
      phase: 'running',
      nodeId: 'desk' as NodeId,
      profile: 'office',
      rc: '/rc',
      listeners: ['10.0.0.5:4040'],
      seeds: [],
      since: NOW,
      demo: null,
      warnings: [],
    },
    network: syntheticMesh(9),
  });
  composer.close();
  selection.select(null);
  app.setDetails(true);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('groups', () => {
  beforeEach(() => app.show('groups'));

  test('group, ports, nodes; sending opens the composer', async () => {
    render(Frame);
    expect(screen.getByText('3 groups, 9 ports on 5 nodes')).toBeTruthy();
    await fireEvent.click(screen.getAllByRole('button', { name: 'Send to all…' })[0]!);
    expect(composer.draft.destination).toEqual({ kind: 'group', name: 'chat', which: 'all' });
  });

  test('changes are live, and the filter finds by port too', async () => {
    render(Frame);
    network.apply({ ...syntheticMesh(9), groups: [] });
    expect(await screen.findByText('No groups yet')).toBeTruthy();
    network.apply(syntheticMesh(9));
    const filter = await screen.findByLabelText('Filter groups and ports');
    await fireEvent.input(filter, { target: { value: 'syd-04' } });
    expect(screen.getByRole('heading', { name: 'workers' })).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'chat' })).toBeNull();
  });
});

test('profiles shows what the session knows, and leaves', async () => {
  const bridge = installBridge({ 'session.leave': () => null });
  app.show('profiles');
  render(Frame);
  expect(screen.getAllByText('office').length).toBeGreaterThan(0);
  expect(screen.getByText(/None: this node waits/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Leave the network' }));
  expect(bridge.argsOf('session.leave')).toHaveLength(1);
});

test('the log filters by level', async () => {
  const plain = { at: NOW, code: null, next: null, peer: null };
  log.add([
    { seq: 1, level: 'error', ...plain, text: 'It broke', next: 'Mend it.' },
    { seq: 2, level: 'debug', ...plain, text: 'Detail' },
  ]);
  app.show('log');
  render(Frame);
  expect(screen.getByText('Mend it.')).toBeTruthy();
  expect(screen.queryByText('Detail')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'debug' }));
  expect(screen.getByText('Detail')).toBeTruthy();
});

describe('the frame', () => {
  beforeEach(() => app.show('log'));

  test('the status bar tells where we stand', () => {
    render(Frame);
    const status = screen.getByLabelText('Status').textContent?.replace(/\s+/g, ' ');
    for (const text of ['desk', '10.0.0.5:4040', '8 up of 8 others', '36/36 links']) {
      expect(status).toContain(text);
    }
    expect(status).toContain('no link encrypted');
  });

  test('Ctrl and a digit changes the view', async () => {
    render(Frame);
    await fireEvent.keyDown(document.body, { key: '2', ctrlKey: true });
    expect(app.view).toBe('groups');
    await fireEvent.keyDown(document.body, { key: '9', ctrlKey: true });
    expect(app.view).toBe('groups');
  });

  test('c opens the composer, but not while somebody types', async () => {
    render(Frame);
    await fireEvent.keyDown(screen.getByLabelText('Filter the log'), { key: 'c' });
    expect(composer.isOpen).toBe(false);
    await fireEvent.keyDown(document.body, { key: 'c' });
    expect(composer.isOpen).toBe(true);
  });

  test('Esc closes one thing after the other', async () => {
    render(Frame);
    composer.open();
    selection.select({ kind: 'group', name: 'chat' });
    const escape = () => fireEvent.keyDown(document.body, { key: 'Escape' });
    await escape();
    expect([composer.isOpen, selection.current?.kind]).toEqual([false, 'group']);
    await escape();
    expect([selection.current, app.detailsOpen]).toEqual([null, true]);
    await escape();
    expect(app.detailsOpen).toBe(false);
  });

  test('a selection opens the details', async () => {
    app.setDetails(false);
    render(Frame);
    expect(screen.queryByRole('complementary')).toBeNull();
    selection.select({ kind: 'group', name: 'chat' });
    expect(await screen.findByRole('complementary')).toBeTruthy();
  });
});
