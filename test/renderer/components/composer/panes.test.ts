import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PortId } from '../../../../shared/ids.ts';
import Composer from '../../../../renderer/components/composer/Composer.svelte';
import { composer } from '../../../../renderer/state/composer.svelte.ts';
import { drawer } from '../../../../renderer/state/drawer.svelte.ts';
import type { ComposePane } from '../../../../renderer/state/drawer.svelte.ts';
import { applyHand } from '../../../../renderer/state/hand.ts';
import { library } from '../../../../renderer/state/library.svelte.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { installBridge } from '../../fake-bridge.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { handHandlers } from '../../hand-answers.ts';
import { JOBS, LIBRARY, SAVED, WATCHES } from '../../hand-samples.ts';
import { syntheticMesh } from '../../synthetic-mesh.ts';

vi.mock('../../../../renderer/components/json/editor.ts', () => {
  throw new Error('not here');
});

const TO = { kind: 'port', port: 'lon-07#worker.a' as PortId } as const;
let bridge: FakeBridge;

beforeEach(() => {
  bridge = installBridge(handHandlers({ variables: LIBRARY.variables }));
  network.apply(syntheticMesh(9));
  applyHand({ jobs: JOBS, library: LIBRARY, watches: WATCHES });
  composer.reset();
  composer.open(TO);
});

afterEach(cleanup);

function show(pane: ComposePane) {
  drawer.show(pane);
  render(Composer);
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const tree = () => within(screen.getByRole('tree', { name: 'Saved messages' }));
const row = (name: string) => tree().getByRole('treeitem', { name: new RegExp(name) });
const write = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

test('what is written is saved in a folder, and used again', async () => {
  composer.edit({ tag: 'hello', arguments: '{{now}}' });
  show('saved');
  await press('Save as…');
  await write('Name', 'Greeting');
  await write('Folder', 'a / b');
  await press('Save');
  await waitFor(() => expect(row('Greeting')).toBeTruthy());
  expect(library.view.messages.at(-1)).toMatchObject({
    name: 'Greeting',
    folder: 'a/b',
    tag: 'hello',
    arguments: '{{now}}',
    destination: TO,
  });
  composer.reset();
  await fireEvent.click(await screen.findByRole('button', { name: 'Use' }));
  expect(composer.draft).toMatchObject({ tag: 'hello', arguments: '{{now}}' });
});

test('the tree is gone through with the keyboard', async () => {
  show('saved');
  const first = row('workers');
  first.focus();
  await fireEvent.keyDown(first, { key: 'ArrowDown' });
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(row('Stop all').getAttribute('aria-selected')).toBe('true');
  expect(document.activeElement).toBe(row('Stop all'));
  await fireEvent.keyDown(document.activeElement!, { key: 'Enter' });
  expect(composer.draft.tag).toBe('stop');
  await fireEvent.keyDown(document.activeElement!, { key: 'Home' });
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowLeft' });
  expect(tree().getAllByRole('treeitem')).toHaveLength(2);
});

test('renaming moves to another folder; deleting can be undone', async () => {
  show('saved');
  await fireEvent.click(row('Ping'));
  await fireEvent.keyDown(row('Ping'), { key: 'F2' });
  await write('Name', 'Pong');
  await write('Folder', 'workers');
  await fireEvent.keyDown(screen.getByLabelText('Folder'), { key: 'Enter' });
  await waitFor(() => expect(row('Pong').getAttribute('aria-level')).toBe('2'));
  expect(library.view.messages.find(({ id }) => id === 'm1')).toEqual({
    ...SAVED[0],
    name: 'Pong',
    folder: 'workers',
  });
  await fireEvent.keyDown(row('Pong'), { key: 'Delete' });
  expect(await screen.findByText('Deleted Pong.')).toBeTruthy();
  expect(tree().queryByText('Pong')).toBeNull();
  await press('Undo');
  await waitFor(() => expect(row('Pong')).toBeTruthy());
});

test('names from files are shown with their controls visible', () => {
  const evil = { ...SAVED[0]!, id: 'e', name: '\u202eevil<b>' };
  applyHand({ library: { ...LIBRARY, messages: [evil] } });
  show('saved');
  expect(row('evil').textContent).toContain('\\u202eevil<b>');
});

test('an import tells what came', async () => {
  show('saved');
  await press('Import…');
  expect(await screen.findByText('3 entries came from the file.')).toBeTruthy();
  expect(screen.getByText('Two names were there already.')).toBeTruthy();
});

test('the history is searched, used, and cleared after a question', async () => {
  show('history');
  const list = within(screen.getByRole('list', { name: 'History' }));
  expect(list.getAllByRole('listitem')).toHaveLength(2);
  await write('Search the history', 'hello');
  expect(list.getAllByRole('listitem')).toHaveLength(1);
  await fireEvent.click(list.getByRole('button'));
  expect(composer.draft).toMatchObject({ tag: 'job', arguments: '"hello", {"a": 1}' });
  await press('Clear…');
  expect(bridge.argsOf('library.change')).toEqual([]);
  await press('Clear the history');
  expect(await screen.findByText(/What you send is remembered/)).toBeTruthy();
});

test('a service is written for the node of the destination, and sent by hand', async () => {
  show('services');
  await press(/^time/);
  expect(composer.draft).toMatchObject({
    tag: 'time',
    arguments: '',
    destination: { kind: 'port', port: 'lon-07' },
  });
  expect(bridge.argsOf('call.start')).toEqual([]);
});

test('killing asks first, says what happens, and sends the reason', async () => {
  show('services');
  await press('Kill the port…');
  expect(screen.getByRole('alertdialog').textContent).toContain('This kills lon-07#worker.a');
  expect(document.activeElement?.textContent).toBe('Cancel');
  await press('Cancel');
  expect(bridge.argsOf('port.kill')).toEqual([]);
  await press('Kill the port…');
  await fireEvent.input(screen.getByLabelText('Reason'), { target: { value: '"done", 3' } });
  await press('Kill the port');
  expect(await screen.findByText('The kill was sent.')).toBeTruthy();
  expect(bridge.argsOf('port.kill')).toEqual([{ port: TO.port, reason: ['done', 3] }]);
});

test('the reason of a kill stays with its port when another one is chosen', async () => {
  show('services');
  await press('Kill the port…');
  await fireEvent.input(screen.getByLabelText('Reason'), { target: { value: '"done", ' } });
  composer.open({ kind: 'port', port: 'lon-07#worker.b' as PortId });
  await tick();
  await press('Kill the port…');
  const reason = () => screen.getByLabelText<HTMLInputElement>('Reason').value;
  expect(reason()).toBe('"killed by hand"');
  await press('Cancel');
  await fireEvent.click(screen.getByRole('tab', { name: 'Sent' }));
  await fireEvent.click(screen.getByRole('tab', { name: 'Services' }));
  composer.open(TO);
  await tick();
  await press('Kill the port…');
  expect(reason()).toBe('"done", ');
});

test('variables: a value that is replaced comes back, a new one survives other panes', async () => {
  show('variables');
  await write('Name of a new variable', 'host');
  await write('Value of the new variable', '"oops"');
  expect(screen.queryByRole('button', { name: 'Add the variable' })).toBeNull();
  await fireEvent.click(screen.getByRole('tab', { name: 'Sent' }));
  await fireEvent.click(screen.getByRole('tab', { name: 'Variables' }));
  await press('Replace');
  expect(await screen.findByText('Replaced the value of host.')).toBeTruthy();
  expect(library.view.variables['host']).toBe('"oops"');
  const name = screen.getByLabelText<HTMLInputElement>('Name of a new variable');
  await waitFor(() => expect(name.value).toBe(''));
  await press('Undo');
  await waitFor(() => expect(library.view.variables['host']).toBe('"fra-01"'));
});

test('variables: own ones are set, others can not be named like those that are there', async () => {
  show('variables');
  await write('Name of a new variable', 'now');
  expect(screen.getByText(/A name is a word/)).toBeTruthy();
  await write('Name of a new variable', 'room');
  await write('Value of the new variable', '"attic"');
  await press('Add the variable');
  await waitFor(() => expect(screen.getByLabelText('Value of room')).toBeTruthy());
  expect(library.view.variables['room']).toBe('"attic"');
  await press('room');
  expect(composer.draft.arguments).toBe('{{room}}');
});

test('a variable without value is a mistake until it gets one', async () => {
  composer.edit({ tag: 'x', arguments: '{{room}}' });
  show('variables');
  expect(await screen.findByText(/\{\{room\}\} in the arguments has no value/)).toBeTruthy();
  await library.change({ kind: 'set-variable', name: 'room', value: '7' });
  expect(await screen.findByText('["x",7]')).toBeTruthy();
  expect(composer.mistake).toBeNull();
});

test('a library that is damaged is told once', async () => {
  const problem = { code: 'library-invalid', message: 'Put aside.', next: 'Import.' } as const;
  applyHand({ library: { ...LIBRARY, problem } });
  show('sent');
  expect(screen.getByText('Put aside.')).toBeTruthy();
  await press('Dismiss');
  expect(screen.queryByText('Put aside.')).toBeNull();
});

test('a repetition is set and started', async () => {
  composer.edit({ tag: 'tick' });
  show('sent');
  await press('Repeat…');
  await write('Repeat', '');
  await write('times, every', '0.5');
  await press('Start repeating');
  expect(await screen.findByText('36 of 100 sent, 35 accepted, 1 failed')).toBeTruthy();
  expect(bridge.argsOf('repeat.start')[0]).toMatchObject({ count: null, interval: 500 });
  await press('Stop');
  expect(bridge.argsOf('job.stop')).toEqual([{ job: 3 }]);
});

test('tags are completed from what was used and what goes by', async () => {
  show('sent');
  const field = screen.getByLabelText('Tag');
  await fireEvent.focus(field);
  await waitFor(() => expect(bridge.argsOf('message.rates')).not.toEqual([]));
  await write('Tag', 'ti');
  const list = within(screen.getByRole('listbox', { name: 'Used before' }));
  expect(list.getAllByRole('option').map((option) => option.textContent?.trim())).toEqual(['tick']);
  await fireEvent.keyDown(field, { key: 'ArrowDown' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(composer.draft.tag).toBe('tick');
});
