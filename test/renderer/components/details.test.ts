import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CauseKind } from '../../../shared/causes.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import DetailsPanel from '../../../renderer/components/details/DetailsPanel.svelte';
import { causeAdvice, CAUSE_KIND_WORDS } from '../../../renderer/state/cause-words.ts';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import { composer } from '../../../renderer/state/composer.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { sampleCause } from '../network/samples-watched.ts';
import { NOW, syntheticMesh } from '../synthetic-mesh.ts';

beforeEach(() => {
  network.apply(syntheticMesh(60, true));
  past.show(null);
  causes.clear();
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

test('a method in use that shows the secret is flagged', () => {
  const mesh = syntheticMesh(9);
  const nodes = mesh.nodes.map((node) =>
    node.state === 'up' ? { ...node, link: { ...node.link, authReceived: 'cleartext' } } : node,
  );
  network.apply({ ...mesh, nodes });
  selection.select({ kind: 'node', id: 'lon-07' as NodeId });
  render(DetailsPanel);
  const used = screen.getByText('Auth').nextElementSibling;
  expect(used?.textContent).toMatch(/cleartext in\s+the bare secret, which whoever listens/);
  expect(used?.className).toContain('weak');
});

test('a node that is down says why', () => {
  selection.select({ kind: 'node', id: 'sgp-59' as NodeId });
  render(DetailsPanel);
  expect(screen.getByText('connection reset by peer')).toBeTruthy();
});

test('what a node would accept is flagged, and the flaws of its claims are told', () => {
  network.live.count([
    { node: 'sfo-15' as NodeId, messagesIn: 3, messagesOut: 1, octetsIn: 2048, octetsOut: 10 },
  ]);
  selection.select({ kind: 'node', id: 'sfo-15' as NodeId });
  render(DetailsPanel);
  const text = document.body.textContent;
  expect(text).toContain('the bare secret, which whoever listens can read');
  expect(text).toContain('encrypted, but nobody proves who they are');
  expect(text).toContain('40.0 ms behind');
  expect(text).toContain('3 messages, 2.0 KiB');
  cleanup();
  selection.select({ kind: 'node', id: '<img src=x onerror=alert(1)>' as NodeId });
  render(DetailsPanel);
  expect(document.body.textContent).toContain('claims 3 names that are no node IDs');
  expect(document.body.textContent).toContain('claims to be connected to itself');
});

test('a silent node says since when', () => {
  selection.select({ kind: 'node', id: 'sfo-09' as NodeId });
  render(DetailsPanel);
  expect(screen.getByText('Up, but silent')).toBeTruthy();
  expect(screen.getByText('Silent since')).toBeTruthy();
});

test('a node can be expected or not, and a ghost dismissed', async () => {
  const bridge = installBridge({ 'expected.set': () => null, 'ghost.dismiss': () => null });
  selection.select({ kind: 'node', id: 'lon-07' as NodeId });
  render(DetailsPanel);
  expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Expect it' }));
  cleanup();
  selection.select({ kind: 'node', id: 'absent-01' as NodeId });
  render(DetailsPanel);
  await fireEvent.click(screen.getByRole('button', { name: 'Expected' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(bridge.argsOf('expected.set')).toEqual([
    { nodes: ['lon-07'], expected: true },
    { nodes: ['absent-01'], expected: false },
  ]);
  expect(bridge.argsOf('ghost.dismiss')).toEqual([{ nodes: ['absent-01'] }]);
});

test('a slow node can be called far away, and compared with the others again', async () => {
  const bridge = installBridge({ 'far.set': () => null });
  const id = 'lon-07' as NodeId;
  selection.select({ kind: 'node', id });
  render(DetailsPanel);
  expect(screen.queryByRole('button', { name: /far away/i })).toBeNull();
  const cause = sampleCause({ id: `node-slow:${id}`, kind: 'node-slow', nodes: [id] });
  causes.apply([cause]);
  await fireEvent.click(await screen.findByRole('button', { name: 'It is far away' }));
  selection.select({ kind: 'cause', id: cause.id });
  await screen.findByText('What to do');
  await fireEvent.click(screen.getByRole('button', { name: 'It is far away' }));
  const mesh = syntheticMesh(60);
  const nodes = mesh.nodes.map((node) => (node.id === id ? { ...node, far: 250 } : node));
  network.apply({ ...mesh, nodes });
  causes.apply([]);
  const pressed = await screen.findByRole('button', { name: 'Far away', pressed: true });
  expect(pressed.title).toContain('250 ms');
  await fireEvent.click(pressed);
  selection.select({ kind: 'node', id });
  expect(await screen.findByText('its links may take 250 ms')).toBeTruthy();
  const [on, off] = [true, false].map((far) => ({ node: id, far }));
  expect(bridge.argsOf('far.set')).toEqual([on, on, off]);
});

test('nothing of the past can be changed', () => {
  past.show({ at: NOW - 5_000, network: syntheticMesh(60), causes: [] });
  selection.select({ kind: 'node', id: 'absent-01' as NodeId });
  render(DetailsPanel);
  expect(screen.queryByRole('button', { name: /Dismiss|Expected/ })).toBeNull();
});

test('a link tells how far it is, and how far it should be', () => {
  selection.select({ kind: 'link', a: 'nyc-20' as NodeId, b: 'sgp-17' as NodeId });
  render(DetailsPanel);
  expect(screen.getByText('Round trip').nextElementSibling?.textContent).toMatch(/ms\s+slow/);
  expect(screen.getByText('Expected').nextElementSibling?.textContent).toMatch(/about \d+\.\d ms/);
});

describe('a cause', () => {
  const cause = sampleCause({
    kind: 'groups-cut',
    id: 'groups-cut chat workers',
    nodes: ['fra-06', 'fra-12'] as NodeId[],
    others: ['lon-07'] as NodeId[],
    groups: ['chat', 'workers'],
    links: [['fra-06', 'lon-07'] as [NodeId, NodeId]],
    linkCount: 1,
    linksPossible: 40,
    title: 'chat and workers are partly cut off',
    detail: '1 of 40 links missing',
  });

  beforeEach(() => causes.apply([cause]));

  test('says what it means, what to do, and leads to what it is about', async () => {
    selection.select({ kind: 'cause', id: cause.id });
    render(DetailsPanel);
    for (const text of ['What it means', 'What to do', 'of 40 it could', '1 of 40 links missing']) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    await fireEvent.click(screen.getByRole('button', { name: 'Link between fra-06 and lon-07' }));
    expect(selection.current).toEqual({ kind: 'link', a: 'fra-06', b: 'lon-07' });
    cleanup();
    render(DetailsPanel);
    await fireEvent.click(screen.getByRole('button', { name: cause.title }));
    expect(selection.current).toEqual({ kind: 'cause', id: cause.id });
  });

  test('stays readable when it is repaired, and is said to be', async () => {
    selection.select({ kind: 'cause', id: cause.id });
    render(DetailsPanel);
    causes.apply([]);
    await tick();
    expect(screen.getByText('This is no longer wrong.')).toBeTruthy();
    expect(screen.getByText('What to do')).toBeTruthy();
    selection.select({ kind: 'cause', id: 'never was' });
    await tick();
    expect(screen.getByText('Repaired')).toBeTruthy();
  });

  test.each(Object.keys(CAUSE_KIND_WORDS) as CauseKind[])('%s is explained', (kind) => {
    causes.apply([{ ...cause, kind }]);
    selection.select({ kind: 'cause', id: cause.id });
    render(DetailsPanel);
    expect(screen.getByRole('img', { name: CAUSE_KIND_WORDS[kind] })).toBeTruthy();
    expect(causeAdvice(kind).next.length).toBeGreaterThan(0);
  });
});

test('names are text, whatever they hold', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  selection.select({ kind: 'node', id: hostile as NodeId });
  render(DetailsPanel);
  expect(screen.getAllByText(hostile).length).toBeGreaterThan(0);
  expect(document.querySelector('img')).toBeNull();
});

test('a one-sided link tells what each side says', () => {
  const link = network.links.views.find(({ state }) => state === 'half')!;
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
    [{ kind: 'link', a: 'x' as NodeId, b: 'y' as NodeId }, /^There is no link:/],
  ] as const) {
    selection.select(gone);
    render(DetailsPanel);
    expect(screen.getByText(text)).toBeTruthy();
    cleanup();
  }
});
