import { MAX_LIST_ROWS } from '../../shared/messages.ts';
import { MAX_STEPS } from '../../shared/hand.ts';
import { MeshError } from '../../shared/errors.ts';
import { request } from './client.ts';
import { counted } from './format.ts';
import { messages } from './messages.svelte.ts';
import { sequences } from './sequences.svelte.ts';

/** Most messages that a sequence is made of: each step is a message and its answer, and some may be others. */
const MAX_MESSAGES = MAX_STEPS * 10;

/**
 * Makes a sequence of the messages that the filter lets pass, or of the bookmarked ones among them,
 * and opens it.
 * @throws MeshError `limit-reached`, or why it can't be made
 */
export async function recordSequence(which: 'listed' | 'marked'): Promise<void> {
  const { source } = messages;
  const { view } = messages.list;
  if (!view) return;
  const seqs = which === 'marked' ? await marked(view.first) : await listed(view);
  await sequences.recordFrom(source, seqs);
}

async function listed(view: { list: number; first: number; end: number }): Promise<number[]> {
  assertFew(view.end - view.first);
  const seqs: number[] = [];
  for (let from = view.first; from < view.end; from += MAX_LIST_ROWS) {
    const count = Math.min(MAX_LIST_ROWS, view.end - from);
    const { rows } = await request('list.rows', { list: view.list, from, count });
    seqs.push(...rows.map(({ seq }) => seq));
  }
  return seqs;
}

async function marked(first: number): Promise<number[]> {
  const seqs: number[] = [];
  let place = await messages.list.findMarked(first - 1, 'next');
  while (place) {
    seqs.push(place.seq);
    assertFew(seqs.length);
    place = await messages.list.findMarked(place.position, 'next');
  }
  return seqs;
}

function assertFew(count: number): void {
  if (count <= MAX_MESSAGES) return;
  throw new MeshError(
    'limit-reached',
    `A sequence is made of at most ${counted(MAX_MESSAGES, 'message')}.`,
    { next: 'Narrow the filter, or bookmark the messages that you mean.' },
  );
}
