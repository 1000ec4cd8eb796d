import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { RequestResult } from '../../shared/contract.ts';
import type {
  MessageListPush,
  MessageListView,
  MessageRows,
  MessageSource,
  MessageView,
} from '../../shared/messages.ts';
import { MAX_LIST_ROWS } from '../../shared/messages.ts';
import { request } from './client.ts';
import { RowCache } from './message-rows.ts';
import type { Span } from './message-rows.ts';

/** Which messages a list holds. */
export interface ListQuery {
  source: MessageSource;
  filter: string;
  /** Node-port and global-service traffic too. */
  system: boolean;
}

type Place = RequestResult<'list.find'>;

/**
 * A list of messages that the main process keeps. Here are only the rows around those on the screen,
 * fetched by position; `revision` says when to look at them again.
 */
export class MessageListState {
  readonly #rows = new RowCache();
  readonly #onMoved: () => void;
  #view = $state.raw<MessageListView | null>(null);
  #revision = $state.raw(0);
  #error = $state.raw<ErrorView | null>(null);
  #opening = $state.raw(false);
  #shown: Span = { from: 0, to: 0 };
  #fetching = false;
  #follow = false;
  /** Grows when positions moved; `#fetched`: what the rows at hand belong to. */
  #generation = 0;
  #fetched = 0;
  /** Counts the openings, so that the answer for a former one is recognised. */
  #turn = 0;
  /** Pushes that overtake the answer to the opening. */
  #early: MessageListPush[] = [];

  /** @param onMoved called when all positions may have changed */
  constructor(onMoved: () => void = () => undefined) {
    this.#onMoved = onMoved;
  }

  /** `null` while none is open. */
  get view(): MessageListView | null {
    return this.#view;
  }
  /** Grows when rows came or changed. */
  get revision(): number {
    return this.#revision;
  }
  get error(): ErrorView | null {
    return this.#error;
  }
  get opening(): boolean {
    return this.#opening;
  }

  /** The row at a position, when it is at hand. */
  row(position: number): MessageView | undefined {
    void this.#revision;
    return this.#rows.get(position);
  }

  /** All rows at hand, in no order. */
  rowsAtHand(): Iterable<MessageView> {
    return this.#rows.values();
  }

  /**
   * Opens a list in the place of the one before, which is shown until then.
   * @returns false when it failed, or another one was opened meanwhile
   */
  async open(query: ListQuery, follow: boolean): Promise<boolean> {
    const turn = ++this.#turn;
    this.#follow = follow;
    this.#early = [];
    this.#opening = true;
    try {
      const view = await request('list.open', { ...query, follow });
      if (turn !== this.#turn) {
        drop(view.list);
        return false;
      }
      this.#take(view);
      return true;
    } catch (error) {
      if (turn === this.#turn) this.#error = errorView(error);
      return false;
    } finally {
      if (turn === this.#turn) this.#opening = false;
    }
  }

  close(): void {
    this.#turn += 1;
    this.#opening = false;
    if (this.#view) drop(this.#view.list);
    this.#view = null;
    this.#rows.clear();
    this.#error = null;
    this.#revision += 1;
  }

  /** Whether the newest rows are pushed. */
  setFollow(follow: boolean): void {
    if (this.#follow === follow) return;
    this.#follow = follow;
    const list = this.#view?.list;
    if (list !== undefined) request('list.follow', { list, follow }).catch(() => undefined);
  }

  apply(push: MessageListPush): void {
    if (this.#opening) this.#early.push(push);
    const view = push.lists.find(({ list }) => list === this.#view?.list);
    if (view) this.#update(view);
    let changed = false;
    if (push.tail && push.tail.list === this.#view?.list) changed = this.#rows.put(push.tail);
    for (const { seq, by, latency } of push.answered) {
      if (this.#rows.patch(seq, { answeredBy: { seq: by, latency } })) changed = true;
    }
    if (changed) this.#revision += 1;
    void this.#fetch();
  }

  /** Says what is on the screen, so that it is fetched. */
  show(span: Span): void {
    this.#shown = span;
    this.#rows.keepAround(span);
    void this.#fetch();
  }

  /** The row at a position, fetched if need be; `null` = there is none. */
  async load(position: number): Promise<MessageView | null> {
    const known = this.#rows.get(position);
    if (known) return known;
    const answer = await this.#ask((list) =>
      request('list.rows', { list, from: position, count: 1 }),
    );
    if (answer) this.#put(answer);
    return answer?.from === position ? (answer.rows[0] ?? null) : null;
  }

  /** The first message of the list that is not older than `seq`. */
  find(seq: number): Promise<Place> {
    return this.#ask((list) => request('list.find', { list, seq }));
  }

  /** The next bookmark in a direction. */
  findMarked(from: number, marked: 'next' | 'previous'): Promise<Place> {
    return this.#ask((list) => request('list.find', { list, from, marked }));
  }

  /** A bookmark was set or taken away. */
  setMarked(seq: number, marked: boolean): void {
    if (this.#rows.patch(seq, { marked })) this.#revision += 1;
  }

  #take(view: MessageListView): void {
    if (this.#view) drop(this.#view.list);
    this.#rows.clear();
    this.#generation += 1;
    this.#fetched = this.#generation;
    this.#shown = { from: 0, to: 0 };
    this.#error = null;
    this.#view = view;
    this.#revision += 1;
    this.#opening = false;
    for (const push of this.#early) this.apply(push);
    this.#early = [];
  }

  #update(view: MessageListView): void {
    const before = this.#view;
    this.#view = view;
    if (!before) return;
    // Rows that are kept for their bookmark move on when one is dropped behind them.
    const survivors = Math.max(before.survivors, view.survivors);
    const moved = before.first !== view.first || before.survivors !== view.survivors;
    if (survivors > 0 && moved) this.#rows.dropBefore(view.first + survivors);
    if (before.revision === view.revision) return;
    this.#generation += 1;
    this.#onMoved();
  }

  /** Fetches what is on the screen, one part after the other, always the newest wish. */
  async #fetch(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    let more = true;
    while (more) more = await this.#fetchPart();
    this.#fetching = false;
  }

  /** @returns whether there may be more to fetch */
  async #fetchPart(): Promise<boolean> {
    const part = this.#missing();
    if (!part) return false;
    const generation = this.#generation;
    const list = this.#view?.list;
    const answer = await this.#ask((open) => request('list.rows', { list: open, ...part }));
    // Of a list that was opened meanwhile everything is missing.
    if (!answer) return list !== this.#view?.list;
    const stale = this.#fetched !== generation;
    if (stale) this.#rows.clear();
    this.#fetched = generation;
    // Rows that went meanwhile don't come: the push that says so asks again.
    return this.#put(answer) || stale;
  }

  #missing(): { from: number; count: number } | null {
    if (!this.#view) return null;
    const from = Math.max(this.#shown.from, this.#view.first);
    const to = Math.min(this.#shown.to, this.#view.end);
    if (this.#fetched === this.#generation) return this.#rows.missing({ from, to });
    return to > from ? { from, count: Math.min(to - from, MAX_LIST_ROWS) } : null;
  }

  #put(rows: MessageRows): boolean {
    const news = this.#rows.put(rows);
    if (rows.rows.length > 0) this.#revision += 1;
    return news;
  }

  /** Asks about the list that is open; `null` when it failed, or is another one by now. */
  async #ask<Result>(action: (list: number) => Promise<Result>): Promise<Result | null> {
    const list = this.#view?.list;
    if (list === undefined) return null;
    try {
      const answer = await action(list);
      return list === this.#view?.list ? answer : null;
    } catch (error) {
      if (list === this.#view?.list) this.#error = errorView(error);
      return null;
    }
  }
}

/** Closes a list that nobody looks at any more; one that is closed already is fine. */
function drop(list: number): void {
  request('list.close', { list }).catch(() => undefined);
}
