import { expect, test } from 'vitest';
import { MessageTextState, PAGE_LENGTH } from '../../../renderer/state/message-text.svelte.ts';
import { installBridge } from '../fake-bridge.ts';

const KEY = { source: 'live', seq: 1 } as const;
const TEXT = 'x'.repeat(PAGE_LENGTH) + 'y'.repeat(PAGE_LENGTH) + 'end';

function bridgeWith(text: string) {
  return installBridge({
    'message.text': ({ from, length }) => ({
      text: text.slice(from, from + length),
      length: text.length,
    }),
  });
}

test('the beginning is there at once, the rest page by page', async () => {
  bridgeWith(TEXT);
  const state = new MessageTextState({ key: KEY, path: null, first: 'xx', whole: false });
  expect(state.text).toBe('xx');
  await state.start();
  expect([state.pages, state.length, state.text.length]).toEqual([3, TEXT.length, PAGE_LENGTH]);
  await state.go(2);
  expect([state.page, state.from, state.text]).toEqual([2, 2 * PAGE_LENGTH, 'end']);
});

test('what is there whole is not asked for', async () => {
  const bridge = bridgeWith('');
  const state = new MessageTextState({ key: KEY, path: null, first: TEXT, whole: true });
  await state.start();
  await state.go(1);
  expect([state.pages, state.text[0]]).toEqual([3, 'y']);
  expect(bridge.calls).toEqual([]);
});

test('of two pages the one that was asked for last is shown', async () => {
  const waiting: (() => void)[] = [];
  installBridge({
    'message.text': ({ from }) =>
      new Promise((resolve) => {
        waiting.push(() => resolve({ text: String(from), length: TEXT.length }));
      }),
  });
  const state = new MessageTextState({ key: KEY, path: ['a'], length: TEXT.length });
  const both = [state.go(1), state.go(2)];
  await Promise.resolve();
  waiting.reverse().forEach((answer) => answer());
  await Promise.all(both);
  expect([state.page, state.busy]).toEqual([2, false]);
});

test('a failure is said', async () => {
  installBridge({});
  const state = new MessageTextState({ key: KEY, path: null });
  await state.start();
  expect(state.error?.code).toBe('internal');
});
