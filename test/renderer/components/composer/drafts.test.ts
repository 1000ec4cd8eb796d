import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PortId } from '../../../../shared/ids.ts';
import Composer from '../../../../renderer/components/composer/Composer.svelte';
import { composer } from '../../../../renderer/state/composer.svelte.ts';
import { drawer } from '../../../../renderer/state/drawer.svelte.ts';
import { applyHand } from '../../../../renderer/state/hand.ts';
import { answer } from '../../../../renderer/state/message-actions.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { installBridge } from '../../fake-bridge.ts';
import { handHandlers } from '../../hand-answers.ts';
import { JOBS, LIBRARY } from '../../hand-samples.ts';
import { syntheticMesh } from '../../synthetic-mesh.ts';

vi.mock('../../../../renderer/components/json/editor.ts', () => {
  throw new Error('not here');
});

const TO = { kind: 'port', port: 'lon-07#worker.a' as PortId } as const;
const MINE = { destination: TO, tag: 'mine', arguments: '{"half": ' };

beforeEach(() => {
  installBridge(handHandlers());
  network.apply(syntheticMesh(9));
  applyHand({ jobs: JOBS, library: LIBRARY });
  drawer.show('sent');
  composer.open(TO);
  composer.edit({ tag: MINE.tag, arguments: MINE.arguments });
});

afterEach(cleanup);

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const bringBack = () => screen.queryByRole('button', { name: 'Bring it back' });

const REPLACEMENTS: Record<string, () => unknown> = {
  'Answer… in the details': () => answer('lon-07#r.1' as PortId),
  'a message of the history': () =>
    fireEvent.click(
      within(screen.getByRole('list', { name: 'History' })).getAllByRole('button')[0]!,
    ),
  'a saved message': () =>
    fireEvent.dblClick(screen.getByRole('treeitem', { name: /Start a job/ })),
  'a service': () => press(/^time/),
  Clear: () => press('Clear'),
};

test.each([
  ['Answer… in the details', 'sent', 'replaced'],
  ['a message of the history', 'history', 'replaced'],
  ['a saved message', 'saved', 'replaced'],
  ['a service', 'services', 'replaced'],
  ['Clear', 'sent', 'cleared'],
] as const)('%s takes the place of a draft, which can be had back', async (what, pane, loss) => {
  drawer.show(pane);
  render(Composer);
  // The region is there before, else nothing is read out.
  const region = document.querySelector('form [role="status"]')!;
  expect(region.textContent?.trim()).toBe('');
  await REPLACEMENTS[what]!();
  await tick();
  expect(composer.draft.tag).not.toBe('mine');
  expect(region.textContent).toContain(`Your draft was ${loss}.`);
  await press('Bring it back');
  await tick();
  expect(composer.draft).toMatchObject(MINE);
  expect(field('Arguments').value).toBe(MINE.arguments);
  expect(bringBack()).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(field('Tag')));
});

test('going on with the new draft takes the offer away', async () => {
  drawer.show('services');
  render(Composer);
  await press(/^time/);
  expect(bringBack()).toBeTruthy();
  await fireEvent.input(field('Tag'), { target: { value: 'times' } });
  expect(bringBack()).toBeNull();
});

test('the cursor goes to the fields whenever somebody wants to write', async () => {
  render(Composer);
  expect(document.activeElement).toBe(field('Tag'));
  screen.getByRole('button', { name: 'Clear' }).focus();
  answer('lon-07#r.1' as PortId);
  await tick();
  expect(document.activeElement).toBe(field('Tag'));
  composer.edit({ destination: null, destinationText: '' });
  await tick();
  expect(document.activeElement).toBe(field('Tag'));
  composer.open();
  await tick();
  expect(document.activeElement).toBe(field('Destination'));
});

test('what was sent is put back without taking the cursor out of the list', async () => {
  composer.edit({ arguments: '' });
  render(Composer);
  await press('Send');
  const list = within(await screen.findByRole('list', { name: 'Sent from this window' }));
  const item = list.getAllByRole('button')[0]!;
  item.focus();
  await fireEvent.click(item);
  expect(document.activeElement).toBe(item);
});

test('Repeat… brings its bar into sight, and the cursor into it', async () => {
  const scrolled = vi.fn();
  HTMLElement.prototype.scrollIntoView = scrolled;
  composer.edit({ arguments: '' });
  render(Composer);
  await press('Repeat…');
  await tick();
  expect(scrolled.mock.contexts).toEqual([screen.getByRole('group', { name: 'Repeat' })]);
  expect(document.activeElement).toBe(field('Repeat'));
  await press('Repeat…');
  expect(screen.queryByRole('group', { name: 'Repeat' })).toBeNull();
});

test('Save… asks for the name at once', async () => {
  composer.edit({ arguments: '' });
  render(Composer);
  await press('Save…');
  expect(drawer.pane).toBe('saved');
  await waitFor(() => expect(field('Name').value).toBe('mine'));
  drawer.show('sent');
  await tick();
  drawer.show('saved');
  await tick();
  expect(screen.queryByLabelText('Name')).toBeNull();
});

test('Save… says what is missing', () => {
  composer.edit({ destination: null, destinationText: '' });
  render(Composer);
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Save…' });
  expect(button.disabled).toBe(true);
  expect(button.title).toBe('Choose a destination first');
});
