import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NodeId } from '../../../../shared/ids.ts';
import type { MessageDetail } from '../../../../shared/messages.ts';
import DetailsPanel from '../../../../renderer/components/details/DetailsPanel.svelte';
import { composer } from '../../../../renderer/state/composer.svelte.ts';
import { compare } from '../../../../renderer/state/message-compare.svelte.ts';
import { messages } from '../../../../renderer/state/messages.svelte.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { selection } from '../../../../renderer/state/selection.svelte.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { installBridge } from '../../fake-bridge.ts';
import { FakeMessages } from '../../fake-messages.ts';
import { NOW, syntheticMesh, syntheticMessages } from '../../synthetic-mesh.ts';

let kept: FakeMessages;
let bridge: FakeBridge;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(440);
  network.apply(syntheticMesh(9));
  kept = new FakeMessages(syntheticMessages(20, ['lon-07'] as NodeId[]));
  bridge = installBridge({ ...kept.handlers(), 'clipboard.write': () => null });
  selection.select(null);
  composer.close();
  messages.setFilter('');
  messages.setSystem(false);
  compare.choose(null);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function show(seq: number, ...content: Parameters<typeof kept.contents.set>[1]) {
  if (content.length > 0) kept.contents.set(seq, content);
  selection.select({ kind: 'message', seq });
  render(DetailsPanel);
  await screen.findByText('Content');
  await settled();
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const lines = () => screen.getAllByRole('treeitem').map((line) => line.textContent?.trim());

test('facts, with what answers what', async () => {
  await show(2, 'job', 1);
  for (const text of ['22 Nov 2025', 'HR30x2o4C.a', 'message 3']) {
    expect(screen.getByText(text, { exact: false })).toBeTruthy();
  }
  await press('message 3');
  expect(selection.current).toEqual({ kind: 'message', seq: 3 });
  expect(await screen.findByText('message 2')).toBeTruthy();
});

test('the clock of the sender is told where it is known', async () => {
  const change = syntheticMesh(9);
  const nodes = change.nodes.map((node) =>
    node.id === 'lon-07' ? { ...node, clockOffset: -1_500 } : node,
  );
  network.apply({ ...change, nodes });
  await show(2);
  expect(screen.getByText('Their clock')).toBeTruthy();
  expect(screen.getByText(/−1.50 s at lon-07/)).toBeTruthy();
});

test('the content is a tree of text, with what can not be seen made visible', async () => {
  await show(2, 'job', { name: '\u202e<b>x</b>', list: [1, 2] }, null);
  expect(lines()).toEqual([
    'tag "job"',
    'arg[0] 2 keys',
    'name "\\u202e<b>x</b>"',
    'list 2 elements [1,2]',
    'arg[1] null',
  ]);
  expect(document.querySelector('b')).toBeNull();
});

test('the tree by keyboard', async () => {
  await show(2, 'job', { name: 'Ada' }, [5]);
  const tree = screen.getByRole('tree');
  const key = (name: string) => fireEvent.keyDown(tree, { key: name });
  await key('End');
  await key('ArrowRight');
  await settled();
  await key('ArrowDown');
  const current = screen.getByRole('treeitem', { selected: true });
  expect(current.textContent).toContain('5');
  expect(tree.getAttribute('aria-activedescendant')).toBe(current.id);
  await key('f');
  await settled();
  expect(messages.filter).toBe('arg[1][0] = 5');
  await key('ArrowLeft');
  await key('ArrowLeft');
  expect(lines()).toHaveLength(3);
});

test('filters on values come together', async () => {
  await show(2, 'job', { name: 'Ada L.' });
  await press('Filter on this node');
  await fireEvent.click(
    within(screen.getAllByRole('treeitem')[2]!).getByLabelText('Filter on this value'),
  );
  await settled();
  expect(messages.filter).toBe('peer = lon-07 and arg[0].name = "Ada L."');
});

test('a long text is read page by page', async () => {
  await show(2, 'job', 'x'.repeat(40_000));
  await fireEvent.click(screen.getByLabelText('Show the whole text, 40,000 characters'));
  await settled();
  expect(screen.getByText('1 – 32,768 of 40,000 characters')).toBeTruthy();
  await press('After');
  expect(await screen.findByText('32,769 – 40,000 of 40,000 characters')).toBeTruthy();
});

test('the JSON is there at once', async () => {
  await show(2, 'job', '\u202e<b>');
  await press('JSON');
  const json = screen.getByLabelText('Message as JSON');
  expect(json.textContent).toBe('[\n  "job",\n  "\\u202e<b>"\n]');
  expect(bridge.argsOf('message.text')).toEqual([]);
});

test('copies in three forms', async () => {
  await show(2, 'job', { a: true });
  for (const form of ['JSON', 'Perl snd line', 'TypeScript snd line']) {
    await press('Copy');
    const menu = within(screen.getByRole('dialog', { name: 'Copy' }));
    await fireEvent.click(menu.getByText(form));
    await screen.findByText(`Copied as ${form}`);
  }
  expect(bridge.argsOf('clipboard.write').map(({ text }) => text)).toEqual([
    '[\n  "job",\n  {\n    "a": true\n  }\n]',
    "snd 'desk#HR30x2o4C.a', job => { a => \\1 };",
    "node.snd('desk#HR30x2o4C.a' as PortId, 'job', { a: true });",
  ]);
});

test('a message that is too long to copy says what to do', async () => {
  const [row] = syntheticMessages(1, ['lon-07'] as NodeId[], 2);
  const detail: MessageDetail = { ...row!, size: 8_000_000, json: '[', cut: true, replyPort: null };
  installBridge({
    ...kept.handlers(),
    'message.get': () => detail,
    'message.data': () => null,
  });
  await show(2);
  await press(/Send again/);
  expect(await screen.findByText(/has 7.6 MiB; up to 1.0 MiB/)).toBeTruthy();
  expect(composer.isOpen).toBe(false);
});

test('a message goes into the composer again', async () => {
  await show(3, 'job', 5, '{{x}}');
  await press(/Send again/);
  await settled();
  expect(composer.isOpen).toBe(true);
  expect(composer.draft.destination).toEqual({ kind: 'port', port: 'lon-07#HR30x2o4C.a' });
  expect(composer.draft.tag).toBe('job');
  expect(composer.draft.arguments).toMatch(/^5, /);
});

test('what was our call is one again, without the reply port of the first', async () => {
  await show(3, 'ask', 5, 'desk#r.1');
  expect(screen.queryByRole('button', { name: /Answer…/ })).toBeNull();
  await press(/Send again/);
  await settled();
  expect(composer.draft).toMatchObject({ tag: 'ask', arguments: '5' });
});

test('the reply port of somebody else is sent again as it is', async () => {
  await show(3, 'ask', 'lon-07#r.1');
  await press(/Send again/);
  await settled();
  expect(composer.draft).toMatchObject({ tag: 'ask', arguments: '"lon-07#r.1"' });
});

test('an answer goes to the reply port', async () => {
  await show(2, 'ask', 'lon-07#r.1');
  await press(/Answer…/);
  expect(composer.draft).toMatchObject({
    destination: { kind: 'port', port: 'lon-07#r.1' },
    tag: '',
  });
});

test('a conversation is a filter', async () => {
  await show(2, 'ask', 'lon-07#r.1');
  await press('Conversation');
  expect(messages.filter).toBe('port = r.1 or "lon-07#r.1"');
});

test('two messages are compared', async () => {
  await show(2, 'job', 1);
  await press('Compare');
  await fireEvent.click(screen.getByText('With the next one I select'));
  expect(screen.getByText('Select the message to compare this one with.')).toBeTruthy();
  kept.contents.set(4, ['job', 2]);
  selection.select({ kind: 'message', seq: 4 });
  await screen.findByText('Compare with message 2?');
  await fireEvent.click(
    within(screen.getByText('Compare with message 2?').parentElement!).getByText('Compare'),
  );
  const diff = await screen.findByRole('region', { name: 'Difference of the two messages' });
  expect(diff.textContent?.replace(/[\s−+]+/g, ' ')).toContain(' removed: 1 added: 2 ');
  expect(screen.getByText('From message 2 to message 4')).toBeTruthy();
  compare.close();
});

test('a bookmark is set', async () => {
  await show(2, 'job');
  await press('Bookmark');
  expect(bridge.argsOf('message.mark')).toEqual([{ source: 'live', seq: 2, marked: true }]);
});

test('a message of a recording is asked for there', async () => {
  selection.select({ kind: 'message', seq: 2, recording: 5 });
  render(DetailsPanel);
  await screen.findByText('Content');
  expect(bridge.argsOf('message.get')).toEqual([{ source: { recording: 5 }, seq: 2 }]);
  await press('Bookmark');
  expect(bridge.argsOf('message.mark')).toEqual([
    { source: { recording: 5 }, seq: 2, marked: true },
  ]);
  expect(screen.queryByRole('button', { name: 'Answer…' })).toBeNull();
});

test('one that is no longer kept says so', async () => {
  selection.select({ kind: 'message', seq: 99 });
  render(DetailsPanel);
  expect(await screen.findByText(/no longer kept/)).toBeTruthy();
});

test('an answer that comes too late does not replace the newer selection', async () => {
  const late: (() => void)[] = [];
  installBridge({
    ...kept.handlers(),
    'message.get': ({ seq }) =>
      new Promise((resolve) => {
        const [row] = syntheticMessages(1, ['lon-07'] as NodeId[], seq);
        const detail = { ...row!, at: NOW, json: '[]', cut: false, replyPort: null };
        const answer = () => resolve(detail);
        if (seq === 11) late.push(answer);
        else answer();
      }),
  });
  selection.select({ kind: 'message', seq: 11 });
  render(DetailsPanel);
  selection.select({ kind: 'message', seq: 13 });
  expect(await screen.findByText('13')).toBeTruthy();
  late.forEach((answer) => answer());
  await settled();
  expect(screen.getByText('13')).toBeTruthy();
});
