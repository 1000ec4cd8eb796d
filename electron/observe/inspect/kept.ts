import type { NodeId } from '../../../shared/ids.ts';
import type { Json, Message } from '../../../shared/json.ts';
import { PREVIEW_LENGTH } from '../../../shared/messages.ts';
import type { MessageView } from '../../../shared/messages.ts';
import { elementsText } from '../json-text.ts';

/** Longest message kept as text. Longer ones would take too long to write for every one that passes. */
export const MAX_TEXT_LENGTH = 4096;

/** The other message of a request and its answer. */
export interface Pair {
  seq: number;
  /** Time between the two, ms. */
  latency: number;
}

/** A message as it is kept: a row without what can be made of its content. */
export interface KeptMessage {
  readonly seq: number;
  /** Unix ms, with fraction. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly peer: NodeId;
  readonly port: string;
  readonly tag: string | null;
  /** Octets of the frame. */
  readonly size: number;
  /** Octets in memory, estimated. */
  readonly memory: number;
  readonly system: boolean;
  /**
   * The elements: as JSON text, which takes a quarter of the memory of parsed data and costs the garbage
   * collector nothing; or as they are, when writing the text for each would slow the node down.
   */
  readonly content: string | Message;
  readonly replyTo: Pair | null;
  answeredBy: Pair | null;
  marked: boolean;
}

/** The elements of a message. Don't change them: they may be those that its receiver has. */
export function messageOf({ content }: Pick<KeptMessage, 'content'>): Message {
  return typeof content === 'string' ? (JSON.parse(content) as Json[]) : content;
}

/** All elements as JSON in one line without spaces. Builds it when the message is a long one. */
export function textOf({ content }: Pick<KeptMessage, 'content'>): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

/** Previews of long messages: even the beginning of an object with very many keys is slow to write. */
const previews = new WeakMap<KeptMessage, string>();

function previewOf(kept: KeptMessage): string {
  const known = previews.get(kept);
  if (known !== undefined) return known;
  const message = messageOf(kept);
  const rest = kept.tag === null ? message : message.slice(1);
  const preview = elementsText(rest, PREVIEW_LENGTH).text;
  if (typeof kept.content !== 'string') previews.set(kept, preview);
  return preview;
}

/** The row of a message. */
export function viewOf(kept: KeptMessage): MessageView {
  return {
    seq: kept.seq,
    at: kept.at,
    direction: kept.direction,
    peer: kept.peer,
    port: kept.port,
    tag: kept.tag,
    preview: previewOf(kept),
    size: kept.size,
    system: kept.system,
    replyTo: kept.replyTo,
    answeredBy: kept.answeredBy,
    marked: kept.marked,
  };
}
