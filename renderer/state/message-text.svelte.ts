import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { JsonPath } from '../../shared/messages.ts';
import { request } from './client.ts';
import type { MessageKey } from './message-tree.svelte.ts';

/** Characters on the screen at once: laying out more of them would be felt. */
export const PAGE_LENGTH = 32 * 1024;

export interface TextOptions {
  key: MessageKey;
  /** Of a string inside; `null` = the whole message as JSON. */
  path: JsonPath | null;
  /** Its beginning, when that is there already. */
  first?: string;
  /** `first` is all of it. */
  whole?: boolean;
  /** Characters in all, where known. */
  length?: number;
}

/** A long text, page by page. */
export class MessageTextState {
  readonly #options: TextOptions;
  #text = $state.raw('');
  #length = $state.raw(0);
  #page = $state.raw(0);
  #busy = $state.raw(false);
  #error = $state.raw<ErrorView | null>(null);
  #turn = 0;

  constructor(options: TextOptions) {
    const { first = '', length } = options;
    this.#options = options;
    this.#text = first.slice(0, PAGE_LENGTH);
    this.#length = length ?? first.length;
  }

  /** The page that is shown. */
  get text(): string {
    return this.#text;
  }
  /** Characters in all, as far as is known. */
  get length(): number {
    return this.#length;
  }
  get page(): number {
    return this.#page;
  }
  get pages(): number {
    return Math.max(1, Math.ceil(this.#length / PAGE_LENGTH));
  }
  /** Where the page begins, in characters. */
  get from(): number {
    return this.#page * PAGE_LENGTH;
  }
  get busy(): boolean {
    return this.#busy;
  }
  get error(): ErrorView | null {
    return this.#error;
  }

  /** Fetches the first page, and how long the text is, unless both are there. */
  async start(): Promise<void> {
    if (!this.#options.whole) await this.go(0);
  }

  async go(page: number): Promise<void> {
    const { key, path, first = '', whole } = this.#options;
    const from = page * PAGE_LENGTH;
    const turn = ++this.#turn;
    if (whole) {
      this.#show(page, first.slice(from, from + PAGE_LENGTH), first.length);
      return;
    }
    this.#busy = true;
    try {
      const part = await request('message.text', { ...key, path, from, length: PAGE_LENGTH });
      if (turn !== this.#turn) return;
      if (part) this.#show(page, part.text, part.length);
      this.#error = null;
    } catch (error) {
      if (turn === this.#turn) this.#error = errorView(error);
    } finally {
      if (turn === this.#turn) this.#busy = false;
    }
  }

  #show(page: number, text: string, length: number): void {
    this.#page = page;
    this.#text = text;
    this.#length = length;
  }
}
