import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import Composer from '../../../renderer/components/composer/Composer.svelte';
import { composer } from '../../../renderer/state/composer.svelte.ts';
import { drawer } from '../../../renderer/state/drawer.svelte.ts';
import { applyHand } from '../../../renderer/state/hand.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers } from '../hand-answers.ts';
import { JOBS, LIBRARY } from '../hand-samples.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

// The plain field that takes the editor's place when it can't be loaded: JsonEditor.test.ts has the other.
vi.mock('../../../renderer/components/json/editor.ts', () => {
  throw new Error('not here');
});

beforeEach(() => {
  applyHand({ jobs: JOBS, library: LIBRARY });
  drawer.show('sent');
  network.apply(syntheticMesh(9, true));
  composer.reset();
  composer.edit({ destination: null, destinationText: '', timeout: 5 });
  composer.open();
});

afterEach(cleanup);

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });

test('by hand: find a member of a group, write, send, see what became of it', async () => {
  const bridge = installBridge({
    ...handHandlers(),
    'message.send': () => [{ outcome: 'accepted', latency: 3.25 }],
  });
  render(Composer);
  await type('Destination', 'lon-07#');
  await fireEvent.keyDown(field('Destination'), { key: 'ArrowDown' });
  await fireEvent.keyDown(field('Destination'), { key: 'ArrowUp' });
  await fireEvent.keyDown(field('Destination'), { key: 'Enter' });
  expect(field('Destination').value).toMatch(/^lon-07/);
  await type('Tag', 'test');
  await type('Arguments', '"a", [1]');
  await fireEvent.keyDown(field('Arguments'), { key: 'Enter', ctrlKey: true });
  expect(await screen.findByText('Accepted after 3.3 ms')).toBeTruthy();
  expect(bridge.argsOf('message.send')[0]?.message).toEqual(['test', 'a', [1]]);
  expect(field('Arguments').value).toBe('"a", [1]');
});

test('replies are listed with their time, late ones marked', async () => {
  installBridge(handHandlers());
  render(Composer);
  composer.open({ kind: 'port', port: 'bob#x.a' as PortId });
  await type('Tag', 'test');
  await fireEvent.click(screen.getByRole('button', { name: 'Send with reply port' }));
  expect(await screen.findByText('2 replies')).toBeTruthy();
  const replies = within(screen.getByRole('list', { name: 'Replies' }));
  expect(replies.getByText('["accepted",18]')).toBeTruthy();
  expect(replies.getAllByText('late')).toHaveLength(1);
});

test('a mistake in the arguments is named, marked, and stops the sending', async () => {
  const bridge = installBridge(handHandlers());
  render(Composer);
  composer.open({ kind: 'port', port: 'bob#x.a' as PortId });
  await type('Arguments', '"a",\n{"b": oops}');
  const place = screen.getByRole('button', { name: /Line 2, column 7/ });
  expect(screen.getByText('Text stands in double quotes: "oops".')).toBeTruthy();
  expect(document.querySelector('mark')?.textContent).toBe('o');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true);
  await fireEvent.click(place);
  expect(field('Arguments').selectionStart).toBe(11);
  await fireEvent.keyDown(field('Arguments'), { key: 'Enter', ctrlKey: true });
  expect(bridge.argsOf('draft.resolve')).toEqual([]);
  expect(bridge.argsOf('message.send')).toEqual([]);
});

test('what is missing is pointed at, only after trying', async () => {
  installBridge(handHandlers());
  render(Composer);
  expect(screen.queryByText('Choose where the message goes.')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(screen.getByText('Choose where the message goes.')).toBeTruthy();
  expect(screen.getByText('Write a tag or at least one argument.')).toBeTruthy();
});

test('a group of one is no matter of chance', async () => {
  const mesh = syntheticMesh(9);
  const groups = mesh.groups.map((group) => ({ ...group, ports: group.ports.slice(0, 1) }));
  network.apply({ ...mesh, groups });
  installBridge(handHandlers());
  render(Composer);
  for (const which of ['any', 'all']) {
    await type('Destination', 'workers');
    const list = within(screen.getByRole('listbox'));
    await fireEvent.mouseDown(list.getByText(`${which} of workers`));
    expect(screen.getByText('Goes to the only member: 1 port on 1 node.')).toBeTruthy();
  }
});

test('the list names groups with their fan-out and takes a click', async () => {
  installBridge(handHandlers());
  render(Composer);
  await type('Destination', 'workers');
  const list = within(screen.getByRole('listbox'));
  await fireEvent.mouseDown(list.getByText('all of workers'));
  expect(field('Destination').value).toBe('all of workers');
  expect(screen.getByText('Goes to all 3 ports on 3 nodes.')).toBeTruthy();
  const call = screen.getByRole<HTMLButtonElement>('button', { name: 'Send with reply port' });
  expect(call.disabled).toBe(true);
});

test('kil is asked about, and Esc takes it back before it closes', async () => {
  const bridge = installBridge(handHandlers());
  render(Composer);
  composer.open({ kind: 'port', port: 'lon-07' as PortId });
  await type('Tag', 'kil');
  await type('Arguments', '"x.a"');
  await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect((await screen.findByRole('alertdialog')).textContent).toContain('kills the port');
  await fireEvent.keyDown(field('Tag'), { key: 'Escape' });
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(composer.isOpen).toBe(true);
  await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Send anyway' }));
  expect(await screen.findByText(/Accepted after/)).toBeTruthy();
  expect(bridge.argsOf('message.send')).toHaveLength(1);
  await fireEvent.keyDown(field('Tag'), { key: 'Escape' });
  expect(composer.isOpen).toBe(false);
  expect(composer.draft.tag).toBe('kil');
});
