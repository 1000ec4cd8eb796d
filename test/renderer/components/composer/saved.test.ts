import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PortId } from '../../../../shared/ids.ts';
import Composer from '../../../../renderer/components/composer/Composer.svelte';
import { composer } from '../../../../renderer/state/composer.svelte.ts';
import { drawer } from '../../../../renderer/state/drawer.svelte.ts';
import { applyHand } from '../../../../renderer/state/hand.ts';
import { library } from '../../../../renderer/state/library.svelte.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { installBridge } from '../../fake-bridge.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { handHandlers } from '../../hand-answers.ts';
import { JOBS, LIBRARY, SAVED } from '../../hand-samples.ts';
import { syntheticMesh } from '../../synthetic-mesh.ts';

vi.mock('../../../../renderer/components/json/editor.ts', () => {
  throw new Error('not here');
});

const TO = { kind: 'port', port: 'lon-07#worker.a' as PortId } as const;
let bridge: FakeBridge;

beforeEach(() => {
  bridge = installBridge(handHandlers({ variables: LIBRARY.variables }));
  network.apply(syntheticMesh(9));
  applyHand({ jobs: JOBS, library: LIBRARY });
  composer.open(TO);
  composer.edit({ tag: 'new', arguments: '9' });
  drawer.show('saved');
  render(Composer);
});

afterEach(cleanup);

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const press = (name: string) => fireEvent.click(button(name));
const write = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const row = (name: string) =>
  within(screen.getByRole('tree', { name: 'Saved messages' })).getByRole('treeitem', {
    name: new RegExp(name),
  });
const ping = () => library.view.messages.find(({ id }) => id === 'm1');

test('what was replaced comes back', async () => {
  await fireEvent.click(row('Ping'));
  await press('Replace');
  await screen.findByText('Replaced Ping.');
  expect(ping()).toEqual({ ...SAVED[0], tag: 'new', arguments: '9' });
  await press('Undo');
  await waitFor(() => expect(ping()).toEqual(SAVED[0]));
});

test('a name that is taken takes the place of that one, says so before, and can be undone', async () => {
  await press('Save as…');
  await write('Name', ' Ping ');
  const form = screen.getByRole('group', { name: 'Save' });
  expect(form.textContent).toContain('There is one of this name in this folder.');
  await write('Folder', 'elsewhere');
  expect(form.textContent).not.toContain('There is one');
  await write('Folder', '/');
  await fireEvent.click(within(form).getByRole('button', { name: 'Replace' }));
  await screen.findByText('Replaced Ping.');
  expect(library.view.messages).toHaveLength(SAVED.length);
  expect(ping()).toEqual({ ...SAVED[0], tag: 'new', arguments: '9' });
  await press('Undo');
  await waitFor(() => expect(ping()).toEqual(SAVED[0]));
});

test('renaming may not take the place of another one', async () => {
  await fireEvent.click(row('Ping'));
  await press('Rename or move…');
  expect(screen.queryByText(/There is one/)).toBeNull();
  await write('Name', 'Start a job');
  await write('Folder', 'workers');
  expect(screen.getByText(/There is one of this name in this folder/)).toBeTruthy();
  expect(button('Rename').disabled).toBe(true);
  await fireEvent.keyDown(screen.getByLabelText('Name'), { key: 'Enter' });
  expect(bridge.argsOf('library.change')).toEqual([]);
});

test('import and export say all that a file holds', () => {
  for (const name of ['Import…', 'Export…']) {
    expect(button(name).title.toLowerCase()).toContain(
      'messages, sequences, variables and filters',
    );
  }
});
