import type { KeptMessage } from '../../electron/observe/inspect/kept.ts';
import { viewOf } from '../../electron/observe/inspect/kept.ts';
import { memoryOf } from '../../electron/observe/inspect/memory.ts';
import type { MessageStore } from '../../electron/observe/inspect/store.ts';
import type { NodeId } from '../../shared/ids.ts';
import { tagOf } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { MessageView } from '../../shared/messages.ts';

/** All messages that a store keeps, as rows. */
export function rowsOf({ ring }: Pick<MessageStore, 'ring'>): MessageView[] {
  const rows: MessageView[] = [];
  for (let seq = ring.nextKept(1); seq < ring.next; seq = ring.nextKept(seq + 1)) {
    const kept = ring.get(seq);
    if (kept) rows.push(viewOf(kept));
  }
  return rows;
}

/** A message as a ring keeps it. */
export function keptMessage(
  seq: number,
  message: Json[] = ['test', seq],
  more: Partial<KeptMessage> = {},
): KeptMessage {
  const content = more.content ?? JSON.stringify(message);
  return {
    seq,
    at: 1_000_000 + seq,
    direction: 'in',
    peer: 'bob' as NodeId,
    port: 'x',
    tag: tagOf(message),
    size: JSON.stringify(message).length,
    memory: memoryOf({ content, port: 'x' }),
    system: false,
    content,
    replyTo: null,
    answeredBy: null,
    marked: false,
    ...more,
  };
}
