import { MeshError } from '../../shared/errors.ts';
import { andFilter, filterForPath } from '../../shared/filter.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { MAX_DATA_OCTETS } from '../../shared/messages.ts';
import type { TreeEntry } from '../../shared/messages.ts';
import { app } from './app.svelte.ts';
import { request } from './client.ts';
import { composer } from './composer.svelte.ts';
import { draftOf, draftOfData } from './drafts.ts';
import { size } from './format.ts';
import { sameMessage } from './message-compare.svelte.ts';
import type { MessageKey, TreeLine } from './message-tree.svelte.ts';
import { messages } from './messages.svelte.ts';

/** Characters of a text that decide on a filter for it: of longer ones the beginning is searched for. */
const FILTER_TEXT = 400;

/**
 * A message as data.
 * @throws MeshError `ipc-too-large` when it is too long for the clipboard and the composer, `not-open` when
 *   it is no longer kept
 */
export async function dataOf(key: MessageKey, octets: number): Promise<readonly Json[]> {
  const data = await request('message.data', key);
  if (data) return data.message;
  if (octets > MAX_DATA_OCTETS) {
    const most = size(MAX_DATA_OCTETS);
    throw new MeshError(
      'ipc-too-large',
      `This message has ${size(octets)}; up to ${most} can be copied or sent again.`,
      { next: 'Export it to a file.' },
    );
  }
  throw new MeshError('not-open', 'This message is no longer kept.', {
    next: 'Choose another one.',
  });
}

/**
 * Puts a message into the composer, to change it and send it again.
 * @param replyPort of our own call, `null` of other messages: nobody hears what comes there any more, and
 *   the next call appends its own
 */
export async function sendAgain(
  key: MessageKey,
  octets: number,
  to: PortId,
  replyPort: PortId | null,
): Promise<void> {
  const message = await dataOf(key, octets);
  const called = replyPort !== null && message.at(-1) === replyPort;
  const again = called ? message.slice(0, -1) : message;
  composer.replace(draftOf(draftOfData({ kind: 'port', port: to }, again)));
  composer.open();
}

/** Opens the composer for an answer to a request. */
export function answer(replyPort: PortId): void {
  composer.replace(
    draftOf({ destination: { kind: 'port', port: replyPort }, tag: '', arguments: '' }),
  );
  composer.open();
}

/** The bookmarked messages of the list next to one. */
export interface BookmarksAround {
  previous: MessageKey | null;
  next: MessageKey | null;
}

/** Whether the list is open, and of the messages that one comes from. */
export function isListed(key: MessageKey): boolean {
  return messages.list.view !== null && sameMessage(key, { ...key, source: messages.source });
}

/** The bookmarks next to a message, which itself needn't be in the list. */
export async function bookmarksAround(key: MessageKey): Promise<BookmarksAround> {
  const { list } = messages;
  const place = await list.find(key.seq);
  // The first that is not older: the message, or the one that would stand behind it.
  const at = place?.position ?? list.view?.end ?? 0;
  const [previous, next] = await Promise.all([
    list.findMarked(at, 'previous'),
    list.findMarked(place?.seq === key.seq ? at : at - 1, 'next'),
  ]);
  const keyOf = (found: typeof place) => found && { ...key, seq: found.seq };
  return { previous: keyOf(previous), next: keyOf(next) };
}

/** Narrows the list down with another condition, and shows it. */
export function addFilter(filter: string): void {
  messages.setFilter(andFilter(messages.filter, filter));
  app.show('messages');
}

/**
 * The filter for the value of a line of the tree.
 * @param tagged whether the first element of the message is its tag
 * @returns `null` when there is none
 */
export async function filterForLine(
  key: MessageKey,
  { path, entry }: TreeLine,
  tagged: boolean,
): Promise<string | null> {
  if (!entry) return null;
  const value = await valueOf(key, path, entry);
  return value === undefined ? null : filterForPath(path, value, tagged);
}

/** The value itself; of arrays and objects an empty one, of long texts the beginning. */
async function valueOf(
  key: MessageKey,
  path: TreeLine['path'],
  entry: TreeEntry,
): Promise<Json | undefined> {
  switch (entry.type) {
    case 'array':
      return [];
    case 'object':
      return {};
    case 'null':
      return null;
    case 'boolean':
    case 'number':
      return JSON.parse(entry.preview) as Json;
    case 'string': {
      const part = { from: 0, length: FILTER_TEXT };
      return (await request('message.text', { ...key, path, ...part }))?.text;
    }
  }
}
