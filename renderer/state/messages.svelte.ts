import type {
  MessageListPush,
  MessageSource,
  MessageView,
  OpenedRecording,
} from '../../shared/messages.ts';
import { KnownValuesCollector } from './known-values.svelte.ts';
import { MessageListState } from './message-list.svelte.ts';
import type { Span } from './message-rows.ts';
import { MessagePause } from './message-pause.svelte.ts';
import { MessageScroll } from './message-scroll.svelte.ts';
import { request } from './client.ts';
import { selection } from './selection.svelte.ts';

/** The row that keys act upon. */
interface Cursor {
  position: number;
  /** `null` until the row is at hand. */
  seq: number | null;
}

/** A place to come back to. */
interface Top {
  seq: number;
  /** How much of its row is above the edge. */
  part: number;
}

/** Filters of the live messages and of a recording are told apart: one is rarely of use for the other. */
interface Filters {
  live: string;
  recording: string;
}

/**
 * The messages of this node, or of an opened recording, as the Messages view shows them. Their rows stay
 * in the main process; see {@link MessageListState}.
 */
export class MessagesState {
  readonly list = new MessageListState(() => void this.#reanchor());
  readonly scroll = new MessageScroll(() => this.range);
  readonly #pause = new MessagePause();
  readonly #known = new KnownValuesCollector();
  #filters = $state.raw<Filters>({ live: '', recording: '' });
  /** What is written where a filter stands, while that isn't the filter in use. */
  #drafts = $state.raw<Partial<Filters>>({});
  #system = $state.raw(false);
  #recording = $state.raw<OpenedRecording | null>(null);
  #cursor = $state.raw<Cursor | null>(null);
  /** Position one past the newest row, when the person scrolled away from it. */
  #seenEnd = $state.raw(Infinity);
  #attached = false;
  /** What was at the upper edge when the view was left, or the list was opened anew. */
  #top: Top | null = null;

  get source(): MessageSource {
    return this.#recording ? { recording: this.#recording.recording } : 'live';
  }
  /** The recording that is looked at; `null` = the live messages. */
  get recording(): OpenedRecording | null {
    return this.#recording;
  }
  get filter(): string {
    return this.#filters[this.#side];
  }
  /** The text of the filter field: also what is wrong, or not in use yet, outlives the view. */
  get filterText(): string {
    return this.#drafts[this.#side] ?? this.filter;
  }
  /** Whether node-port and global-service traffic is shown. */
  get system(): boolean {
    return this.#system;
  }
  get paused(): boolean {
    return this.#pause.active;
  }
  /** Rows that wait for the end of the pause. */
  get pending(): number {
    const { view } = this.list;
    return view ? this.#pause.pendingOf(view) : 0;
  }
  /** Positions that are shown. While paused those that were there stay, even if they are dropped. */
  get range(): Span {
    const { view } = this.list;
    return view ? this.#pause.rangeOf(view) : { from: 0, to: 0 };
  }
  /** Rows that came below the screen while it doesn't follow. */
  get unseen(): number {
    const { following } = this.scroll;
    return following || this.paused ? 0 : Math.max(0, this.range.to - this.#seenEnd);
  }
  get cursor(): number | null {
    return this.#cursor?.position ?? null;
  }
  /** The row that keys act upon, when it is at hand. */
  get current(): MessageView | undefined {
    return this.#cursor ? this.list.row(this.#cursor.position) : undefined;
  }
  /** What filters are completed with. */
  get known(): KnownValuesCollector {
    return this.#known;
  }

  /** The view is shown: from now on its list is kept. */
  attach(): void {
    this.#attached = true;
    void this.#open();
  }

  /** The view is left: nothing is looked at for it any more. Filter, pause and place stay. */
  detach(): void {
    this.#rememberTop();
    this.#attached = false;
    this.list.close();
  }

  apply(push: MessageListPush): void {
    this.list.apply(push);
  }

  setFilter(filter: string): void {
    const { [this.#side]: _, ...others } = this.#drafts;
    this.#drafts = others;
    if (filter === this.filter) return;
    this.#filters = { ...this.#filters, [this.#side]: filter };
    this.#reopen();
  }

  /** Keeps what is being written in the filter field; {@link setFilter} takes its place. */
  writeFilter(text: string): void {
    this.#drafts = { ...this.#drafts, [this.#side]: text };
  }

  setSystem(shown: boolean): void {
    if (shown === this.#system) return;
    this.#system = shown;
    this.#reopen();
  }

  /** Shows a recording in the place of the live messages, or these again. */
  setRecording(recording: OpenedRecording | null): void {
    this.#recording = recording;
    this.#filters = { ...this.#filters, recording: '' };
    this.#drafts = { ...this.#drafts, recording: '' };
    this.#pause.end();
    this.#cursor = null;
    this.#top = null;
    this.scroll.toEnd();
    if (selection.current?.kind === 'message') selection.select(null);
    if (this.#attached) void this.#open();
  }

  async pause(): Promise<void> {
    const { view } = this.list;
    if (this.paused || !view) return;
    this.#pause.begin(view);
    this.#follow();
    const last = await this.list.load(view.end - 1);
    if (last) this.#pause.setLast(last.seq);
  }

  resume(): void {
    this.#pause.end();
    this.scroll.toEnd();
    this.#follow();
  }

  /** The person has scrolled, or the screen has another size. */
  scrolled(top: number): void {
    this.scroll.moveTo(top);
    this.#follow();
  }

  toEnd(): void {
    if (this.paused) this.resume();
    else this.scroll.toEnd();
    this.#follow();
  }

  /** Stops following, so that what is read stays. */
  stay(): void {
    this.scroll.stay();
    this.#follow();
  }

  /** Makes the row at a position the current one; beyond the ends the last one there. */
  async moveCursor(position: number): Promise<void> {
    const { from, to } = this.range;
    if (to <= from) return;
    const target = Math.min(Math.max(position, from), to - 1);
    this.#cursor = { position: target, seq: this.list.row(target)?.seq ?? null };
    if (target < to - 1) this.scroll.stay();
    this.scroll.reveal(target);
    this.#follow();
    const row = await this.list.load(target);
    if (row && this.#cursor.position === target) this.#settle(target, row.seq);
  }

  /** Shows a message that was selected elsewhere, if it is in the list. */
  async goTo(seq: number): Promise<void> {
    if (this.#cursor?.seq === seq) return;
    const place = await this.list.find(seq);
    const { current } = selection;
    if (current?.kind !== 'message' || current.seq !== seq) return;
    if (place?.seq !== seq) {
      this.#cursor = null;
      return;
    }
    this.#cursor = place;
    this.stay();
    this.scroll.centre(place.position);
    this.#follow();
  }

  /** Jumps to the next bookmark. @returns false when there is none in that direction */
  async jump(direction: 'next' | 'previous'): Promise<boolean> {
    const from = this.cursor ?? Math.round(this.scroll.top);
    const place = await this.list.findMarked(from, direction);
    if (!place) return false;
    this.stay();
    this.scroll.centre(place.position);
    this.#settle(place.position, place.seq);
    this.#follow();
    return true;
  }

  /** Sets a bookmark, or takes it away. @throws MeshError `limit-reached` */
  async mark(seq: number, marked: boolean, source = this.source): Promise<void> {
    await request('message.mark', { source, seq, marked });
    if (sameSource(source, this.source)) this.list.setMarked(seq, marked);
  }

  /** Another session begins: its messages are counted anew. What the person has set stays. */
  clear(): void {
    // A recording is of no session.
    if (this.#recording) return;
    this.#pause.end();
    this.#cursor = null;
    this.#top = null;
    this.scroll.toEnd();
    this.list.close();
    if (this.#attached) void this.#open();
  }

  /** Looks at the rows at hand for values that filters may ask for. */
  learn(): void {
    this.#known.learn(this.list.rowsAtHand());
  }

  get #side(): keyof Filters {
    return this.#recording ? 'recording' : 'live';
  }

  #settle(position: number, seq: number): void {
    this.#cursor = { position, seq };
    const recording = this.#recording?.recording;
    selection.select({ kind: 'message', seq, ...(recording !== undefined && { recording }) });
  }

  /** The newest rows are only wanted while they are shown. */
  #follow(): void {
    const following = this.scroll.following && !this.paused && !this.#recording;
    if (!following && this.#seenEnd === Infinity) this.#seenEnd = this.list.view?.end ?? 0;
    if (following) this.#seenEnd = Infinity;
    this.list.setFollow(following);
  }

  #rememberTop(): void {
    const { following, top } = this.scroll;
    const row = following ? undefined : this.list.row(Math.floor(top));
    this.#top = row ? { seq: row.seq, part: top - Math.floor(top) } : null;
  }

  #reopen(): void {
    this.#rememberTop();
    if (this.#attached) void this.#open();
  }

  async #open(): Promise<void> {
    const { source, filter, system } = this;
    this.#seenEnd = Infinity;
    const follow = this.scroll.following && !this.paused && !this.#recording;
    if (!(await this.list.open({ source, filter, system }, follow))) return;
    if (this.list.view) this.#pause.moveTo(this.list.view);
    this.#follow();
    await this.#findAgain(this.#top);
  }

  /** Rows came or went in the middle: the same messages are looked for at their new positions. */
  #reanchor(): Promise<void> {
    this.#rememberTop();
    return this.#findAgain(this.#top);
  }

  async #findAgain(before: Top | null): Promise<void> {
    const { current } = selection;
    const selected = current?.kind === 'message' ? current.seq : null;
    const { seq: last } = this.#pause;
    const find = (seq: number | null) => (seq === null ? null : this.list.find(seq));
    const [cursor, top, after] = await Promise.all([
      find(selected),
      find(before?.seq ?? null),
      find(last === null ? null : last + 1),
    ]);
    this.#cursor = cursor && cursor.seq === selected ? cursor : null;
    if (top && before) this.scroll.rebase(top.position + before.part);
    if (after) this.#pause.endAt(after.position);
  }
}

function sameSource(one: MessageSource, other: MessageSource): boolean {
  if (one === 'live' || other === 'live') return one === other;
  return one.recording === other.recording;
}

export const messages = new MessagesState();
