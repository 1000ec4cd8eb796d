import type { Json, Message } from '../../../shared/json.ts';
import type { JsonPath, MessageDetail, TreeEntry } from '../../../shared/messages.ts';
import { DETAIL_LENGTH, MAX_DATA_OCTETS } from '../../../shared/messages.ts';
import { jsonText } from '../json-text.ts';
import { replyPortOf } from '../reply-pairs.ts';
import { JsonPages } from './json-pages.ts';
import type { KeptMessage } from './kept.ts';
import { messageOf, viewOf } from './kept.ts';
import { TreeReader, valueAt } from './message-tree.ts';
import type { Pace } from './pace.ts';
import type { MessageStore } from './store.ts';

/** Part of a text. */
export interface TextPart {
  text: string;
  /** Of the whole text, in characters. */
  length: number;
}

/** Shows single messages, huge ones part by part. What was opened last is remembered. */
export class MessageReader {
  readonly #pace: Pace;
  readonly #tree = new TreeReader();
  #message: { kept: KeptMessage; message: Message } | null = null;
  #pages: { value: unknown; pages: Promise<JsonPages> } | null = null;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** A message with the beginning of its content, or `null` when it is not kept. */
  detail(store: MessageStore, seq: number): MessageDetail | null {
    const kept = store.ring.get(seq);
    if (!kept) return null;
    const message = this.#messageOf(kept);
    const { text, cut } = jsonText(message as Json[], { limit: DETAIL_LENGTH, indent: 2 });
    const sender = kept.direction === 'in' ? kept.peer : store.self;
    return { ...viewOf(kept), json: text, cut, replyPort: replyPortOf(message, sender) };
  }

  /** Entries of the array or object at `path`; `null` when there is none. */
  tree(
    store: MessageStore,
    { seq, path, from, count }: { seq: number; path: JsonPath; from: number; count: number },
  ): { entries: TreeEntry[]; length: number } | null {
    const kept = store.ring.get(seq);
    if (!kept) return null;
    return this.#tree.entries(valueAt(this.#messageOf(kept) as Json[], path), from, count);
  }

  /**
   * Part of the string at `path`, as it is; of any other value, or of the whole message (`path` null), as
   * indented JSON. `null` when there is no such value.
   */
  async text(
    store: MessageStore,
    {
      seq,
      path,
      from,
      length,
    }: { seq: number; path: JsonPath | null; from: number; length: number },
  ): Promise<TextPart | null> {
    const kept = store.ring.get(seq);
    if (!kept) return null;
    const message = this.#messageOf(kept) as Json[];
    const value = path === null ? message : valueAt(message, path);
    if (value === undefined) return null;
    if (typeof value === 'string') {
      return { text: value.slice(from, from + length), length: value.length };
    }
    const pages = await this.#pagesOf(value);
    return { text: pages.read(from, length), length: pages.length };
  }

  /** The whole message, or `null` when it is not kept, or too long to be handed around. */
  data(store: MessageStore, seq: number): { message: Message } | null {
    const kept = store.ring.get(seq);
    if (!kept || kept.size > MAX_DATA_OCTETS) return null;
    return { message: this.#messageOf(kept) };
  }

  /** Forgets what was opened last. */
  clear(): void {
    this.#message = null;
    this.#pages = null;
  }

  #messageOf(kept: KeptMessage): Message {
    if (this.#message?.kept !== kept) this.#message = { kept, message: messageOf(kept) };
    return this.#message.message;
  }

  #pagesOf(value: Json): Promise<JsonPages> {
    if (this.#pages?.value !== value) {
      this.#pages = { value, pages: JsonPages.of(value, this.#pace) };
    }
    return this.#pages.pages;
  }
}
