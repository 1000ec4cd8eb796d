import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NodeId } from '../../../../shared/ids.ts';
import DetailsPanel from '../../../../renderer/components/details/DetailsPanel.svelte';
import { compare } from '../../../../renderer/state/message-compare.svelte.ts';
import { messages } from '../../../../renderer/state/messages.svelte.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { selection } from '../../../../renderer/state/selection.svelte.ts';
import { installBridge } from '../../fake-bridge.ts';
import { FakeMessages } from '../../fake-messages.ts';
import { syntheticMesh, syntheticMessages } from '../../synthetic-mesh.ts';

let kept: FakeMessages;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(440);
  network.apply(syntheticMesh(9));
  kept = new FakeMessages(syntheticMessages(20, ['lon-07'] as NodeId[]));
  installBridge(kept.handlers());
  messages.setFilter('');
  compare.choose(null);
});

afterEach(() => {
  cleanup();
  compare.close();
  messages.detach();
  vi.restoreAllMocks();
});

async function open(seq: number, marked: readonly number[]) {
  for (const each of marked) {
    await kept.handlers()['message.mark']!({ source: 'live', seq: each, marked: true });
  }
  messages.attach();
  await settled();
  // The cursor of the list stands elsewhere.
  await messages.moveCursor(0);
  selection.select({ kind: 'message', seq });
  render(DetailsPanel);
  await screen.findByText('Content');
  await fireEvent.click(screen.getByRole('button', { name: 'Compare' }));
  await settled();
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const item = (words: string) =>
  screen.getByRole<HTMLButtonElement>('button', { name: `With the bookmark ${words} it` });

test('bookmarks are counted from the message that is shown', async () => {
  await open(9, [2, 6, 9, 12, 16]);
  await fireEvent.click(item('before'));
  expect(await screen.findByText('From message 6 to message 9')).toBeTruthy();
  compare.close();
  await fireEvent.click(screen.getByRole('button', { name: 'Compare' }));
  await settled();
  await fireEvent.click(item('after'));
  expect(await screen.findByText('From message 12 to message 9')).toBeTruthy();
});

test('where there is none, none is offered', async () => {
  await open(9, [9, 12]);
  expect(item('before').disabled).toBe(true);
  expect(item('before').title).toBe('The list holds no bookmark before this message.');
  expect(item('after').disabled).toBe(false);
  await fireEvent.click(item('before'));
  expect(screen.queryByText(/Select the message to compare/)).toBeNull();
});

test('a message that the filter hides has its place all the same', async () => {
  messages.setFilter('marked');
  await open(9, [8, 11]);
  await fireEvent.click(item('after'));
  expect(await screen.findByText('From message 11 to message 9')).toBeTruthy();
});

test('without the list there is nothing to choose from', async () => {
  selection.select({ kind: 'message', seq: 9 });
  render(DetailsPanel);
  await screen.findByText('Content');
  await fireEvent.click(screen.getByRole('button', { name: 'Compare' }));
  expect(screen.getByText('With the next one I select')).toBeTruthy();
  expect(screen.queryByText(/With the bookmark/)).toBeNull();
});
