import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { MessageListPush, MessageListView, MessageRows } from '../../../shared/messages.ts';
import { MAX_TAIL_ROWS } from '../../../shared/messages.ts';
import type { Selection } from './filtering.ts';
import { Sieve } from './filtering.ts';
import type { Place } from './message-list.ts';
import { MessageList } from './message-list.ts';
import type { Pace } from './pace.ts';
import type { MessageStore } from './store.ts';

/** Lists open at once: one for each view, and some to spare. */
export const MAX_LISTS = 16;
/**
 * Time for which nothing follows a pushed row, ms: a window that draws a screen of new rows with every
 * frame comes to nothing else, and nobody reads a thousand rows a second.
 */
export const TIME_PER_ROW = 1;

interface OpenList {
  readonly list: MessageList;
  readonly store: MessageStore;
  follow: boolean;
  /** What was told last, and up to which position rows were. */
  told: MessageListView;
  toldEnd: number;
  /** When it may be told next. */
  restUntil: number;
}

export interface ListsOptions {
  clock: Clock;
  pace: Pace;
  /** Called when {@link Lists.takeChange} has something to tell. */
  onChange: () => void;
}

/** The lists of messages that the window has open. */
export class Lists {
  readonly #options: ListsOptions;
  readonly #open = new Map<number, OpenList>();
  #ids = 0;
  #later: Guard | null = null;

  constructor(options: ListsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * Opens a list; a first slice of the messages is looked at before this returns.
   * @param now Unix ms, what times in the filter refer to
   * @throws MeshError `filter-invalid`, `limit-reached`
   */
  open(store: MessageStore, selection: Selection, follow: boolean, now: number): MessageListView {
    const sieve = new Sieve(selection, now);
    if (this.#open.size >= MAX_LISTS) {
      throw new MeshError(
        'limit-reached',
        `There are ${MAX_LISTS} lists of messages open already.`,
      );
    }
    const id = ++this.#ids;
    const list = new MessageList(store.ring, sieve);
    const { pace, onChange } = this.#options;
    pace.begin();
    void list.lookBack(pace, onChange);
    const told = list.view(id);
    this.#open.set(id, { list, store, follow: false, told, toldEnd: told.end, restUntil: 0 });
    this.follow(id, follow);
    return told;
  }

  /** Rows of one list only are pushed: another one that follows stops. */
  follow(id: number, follow: boolean): void {
    const entry = this.#entry(id);
    if (follow) for (const other of this.#open.values()) other.follow = false;
    entry.follow = follow;
  }

  rows(id: number, from: number, count: number): MessageRows {
    return this.#entry(id).list.rows(from, count);
  }

  find(id: number, seq: number): Promise<Place | null> {
    return this.#entry(id).list.find(seq);
  }

  findMarked(id: number, from: number, direction: 'next' | 'previous'): Place | null {
    return this.#entry(id).list.findMarked(from, direction);
  }

  /** @throws MeshError `not-open` */
  get(id: number): { list: MessageList; store: MessageStore } {
    return this.#entry(id);
  }

  /** Closes a list; that it is closed already is fine. */
  close(id: number): void {
    this.#open.get(id)?.list.close();
    this.#open.delete(id);
  }

  /** Closes all lists, or those of one store. */
  closeAll(store?: MessageStore): void {
    for (const [id, entry] of this.#open) if (!store || entry.store === store) this.close(id);
    if (this.#open.size > 0) return;
    this.#later?.dispose();
    this.#later = null;
  }

  /** A request was answered, or a bookmark set: lists whose filter asks for that look again. */
  recheck(store: MessageStore, seq: number, why: 'answers' | 'marks'): void {
    for (const { list, store: its } of this.#open.values()) {
      if (its === store && list.needs[why]) list.recheck(seq);
    }
  }

  /** What changed since it was last told, but for answers; `null` when nothing did. */
  takeChange(): Omit<MessageListPush, 'answered'> | null {
    const lists: MessageListView[] = [];
    let tail: MessageListPush['tail'] = null;
    this.#options.pace.begin();
    for (const [id, entry] of this.#open) {
      // What is left is for the next frame.
      if (!entry.list.catchUp(this.#options.pace)) this.#options.onChange();
      const view = entry.list.view(id);
      if (isSame(view, entry.told) || this.#rests(entry)) continue;
      entry.told = view;
      lists.push(view);
      if (entry.follow) tail = tailOf(id, entry);
      entry.toldEnd = view.end;
      if (entry.follow) entry.restUntil = this.#afterRows(tail);
    }
    return lists.length > 0 ? { lists, tail } : null;
  }

  #afterRows(tail: MessageListPush['tail']): number {
    return this.#options.clock.now() + (tail?.rows.length ?? 0) * TIME_PER_ROW;
  }

  /** Whether its last rows must be drawn first; then there is another turn. */
  #rests({ follow, restUntil }: OpenList): boolean {
    const { clock, onChange } = this.#options;
    const rest = restUntil - clock.now();
    if (!follow || rest <= 0) return false;
    this.#later ??= clock.after(rest, () => {
      this.#later = null;
      onChange();
    });
    return true;
  }

  #entry(id: number): OpenList {
    const entry = this.#open.get(id);
    if (!entry) throw new MeshError('not-open', 'This list of messages is not open any more.');
    return entry;
  }
}

/** The rows that are new at the end. */
function tailOf(id: number, { list, told, toldEnd }: OpenList): MessageListPush['tail'] {
  const from = Math.max(toldEnd, told.end - MAX_TAIL_ROWS);
  return from < told.end ? { list: id, ...list.rows(from, told.end - from) } : null;
}

function isSame(one: MessageListView, other: MessageListView): boolean {
  return (Object.keys(one) as (keyof MessageListView)[]).every((key) => one[key] === other[key]);
}
