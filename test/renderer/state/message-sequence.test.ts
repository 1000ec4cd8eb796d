import { afterEach, expect, test } from 'vitest';
import { recordSequence } from '../../../renderer/state/message-sequence.ts';
import { messages } from '../../../renderer/state/messages.svelte.ts';
import { sequences } from '../../../renderer/state/sequences.svelte.ts';
import type { MessageListView, MessageView } from '../../../shared/messages.ts';
import { installBridge } from '../fake-bridge.ts';

const VIEW: MessageListView = {
  ...{ list: 1, first: -600, end: 100, scanned: 700, kept: 700, complete: true },
  ...{ survivors: 0, revision: 0, dropped: 0 },
};
/** Positions of bookmarks. */
const MARKS = [-600, -3, 99];
const seqAt = (position: number) => position + 1_000;

/** A main process with a list of so many rows, three of them bookmarked. */
async function openList(view = VIEW) {
  const bridge = installBridge({
    'list.open': () => view,
    'list.rows': ({ from, count }) => ({
      from,
      rows: Array.from({ length: count }, (_, i) => ({ seq: seqAt(from + i) }) as MessageView),
    }),
    'list.find': (wanted) => {
      if (!('marked' in wanted)) return null;
      const position = MARKS.find((mark) => mark > wanted.from);
      return position === undefined ? null : { position, seq: seqAt(position) };
    },
    'list.close': () => null,
    'sequence.record': ({ name }) => ({ id: 's', name, folder: '', steps: [] }),
  });
  messages.attach();
  await expect.poll(() => messages.list.view).not.toBeNull();
  return bridge;
}

afterEach(() => messages.detach());

test('a sequence is made of all messages of the list, fetched in parts', async () => {
  const bridge = await openList();
  await recordSequence('listed');
  const [asked] = bridge.argsOf('sequence.record');
  expect(asked?.seqs).toEqual(Array.from({ length: 700 }, (_, i) => seqAt(-600 + i)));
  expect(sequences.current?.id).toBe('s');
});

test('or of the bookmarked ones, from the first to the last', async () => {
  const bridge = await openList();
  await recordSequence('marked');
  expect(bridge.argsOf('sequence.record')).toEqual([
    { source: 'live', seqs: MARKS.map(seqAt), name: 'Recorded' },
  ]);
});

test('far too many are refused before they are fetched', async () => {
  const bridge = await openList({ ...VIEW, end: 100_000 });
  await expect(recordSequence('listed')).rejects.toMatchObject({ code: 'limit-reached' });
  expect(bridge.argsOf('sequence.record')).toEqual([]);
});
