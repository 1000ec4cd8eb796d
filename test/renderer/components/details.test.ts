import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { MessageDetail } from '../../../shared/messages.ts';
import DetailsPanel from '../../../renderer/components/details/DetailsPanel.svelte';
import { composer } from '../../../renderer/state/composer.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { NOW, syntheticMesh, syntheticMessages } from '../synthetic-mesh.ts';

beforeEach(() => {
  network.apply(syntheticMesh(60, true));
  selection.select(null);
  composer.close();
});

afterEach(cleanup);

test('nothing selected', () => {
  render(DetailsPanel);
  expect(screen.getByText('Nothing selected')).toBeTruthy();
});

test('a node: facts, connection, groups, links, actions', async () => {
  const bridge = installBridge({ 'clipboard.write': () => null });
  selection.select({ kind: 'node', id: 'lon-07' as NodeId });
  render(DetailsPanel);
  for (const text of ['Up', 'AE-1.30', 'no, plain TCP', 'hmac_md6_64_256', 'json', 'chat']) {
    expect(screen.getAllByText(text).length).toBeGreaterThan(0);
  }
  await fireEvent.click(screen.getByRole('button', { name: 'Copy node ID' }));
  expect(bridge.argsOf('clipboard.write')).toEqual([{ text: 'lon-07' }]);
  await fireEvent.click(screen.getByRole('button', { name: /Send message/ }));
  expect(composer.draft.destination).toEqual({ kind: 'port', port: 'lon-07' });
});

test('a node that is down says why', () => {
  selection.select({ kind: 'node', id: 'sgp-59' as NodeId });
  render(DetailsPanel);
  expect(screen.getByText('connection reset by peer')).toBeTruthy();
});

test('names are text, whatever they hold', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  selection.select({ kind: 'node', id: hostile as NodeId });
  render(DetailsPanel);
  expect(screen.getAllByText(hostile).length).toBeGreaterThan(0);
  expect(document.querySelector('img')).toBeNull();
});

test('a one-sided link tells what each side says', () => {
  const link = network.links.find(({ state }) => state === 'half')!;
  selection.select({ kind: 'link', a: link.a, b: link.b });
  render(DetailsPanel);
  expect(screen.getByText('reports it')).toBeTruthy();
  expect(screen.getByText('does not report it')).toBeTruthy();
  expect(screen.getByText(/^One-sided/)).toBeTruthy();
});

test('a group leads to its ports, a port to its node', async () => {
  selection.select({ kind: 'group', name: 'metrics' });
  render(DetailsPanel);
  const [first] = screen.getAllByRole('button', { name: 'Hx7Qp3kT.d' });
  await fireEvent.click(first!);
  expect(selection.current).toMatchObject({ kind: 'port' });
  await fireEvent.click(screen.getAllByRole('button', { name: /metrics/ })[0]!);
  expect(selection.current).toEqual({ kind: 'group', name: 'metrics' });
});

test('things that are gone are said to be gone', async () => {
  for (const [gone, text] of [
    [{ kind: 'node', id: 'x' as NodeId }, 'This node is no longer known.'],
    [{ kind: 'group', name: 'x' }, 'This group has no ports any more.'],
    [{ kind: 'port', id: 'x#y' as PortId }, 'In no group that is known. It may have ended.'],
    [{ kind: 'link', a: 'x' as NodeId, b: 'y' as NodeId }, 'No link'],
  ] as const) {
    selection.select(gone);
    render(DetailsPanel);
    expect(screen.getByText(text)).toBeTruthy();
    cleanup();
  }
});

describe('a message', () => {
  const detail: MessageDetail = {
    ...syntheticMessages(1, ['lon-07' as NodeId], 3)[0]!,
    json: '[\n  "job",\n  "\u202e<b>"\n]',
    cut: false,
  };

  test('is shown whole, and can be changed and sent again', async () => {
    installBridge({ 'message.get': () => detail });
    selection.select({ kind: 'message', seq: 3 });
    render(DetailsPanel);
    const json = await screen.findByLabelText('Message as JSON');
    expect(json.textContent).toBe('[\n  "job",\n  "\\u202e<b>"\n]');
    expect(screen.getByRole('button', { name: 'message 2' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /Edit and send/ }));
    expect(composer.isOpen).toBe(true);
    expect(composer.draft).toMatchObject({ tag: 'job', arguments: '"\u202e<b>"' });
  });

  test('that is no longer kept says so', async () => {
    installBridge({ 'message.get': () => null });
    selection.select({ kind: 'message', seq: 12 });
    render(DetailsPanel);
    expect(await screen.findByText(/no longer kept/)).toBeTruthy();
  });

  test('an answer that comes too late does not replace the newer selection', async () => {
    const late: (() => void)[] = [];
    installBridge({
      'message.get': ({ seq }) =>
        new Promise((resolve) => {
          const answer = () => resolve({ ...detail, seq, at: NOW + seq });
          if (seq === 1) late.push(answer);
          else answer();
        }),
    });
    selection.select({ kind: 'message', seq: 1 });
    render(DetailsPanel);
    selection.select({ kind: 'message', seq: 2 });
    expect(await screen.findByText('2')).toBeTruthy();
    late.forEach((answer) => answer());
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.getByText('2')).toBeTruthy();
  });
});
