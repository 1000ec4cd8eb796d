import type { MessageListView } from '../../shared/messages.ts';
import type { Span } from './message-rows.ts';

/** What stood still when the person paused. */
interface Held {
  /** Positions that are shown. */
  first: number;
  end: number;
  /** The last message shown, to find the place in another list; `null` = not known. */
  seq: number | null;
}

/** A pause of the list: what was there stays, even if it is dropped; what comes is counted. */
export class MessagePause {
  #held = $state.raw<Held | null>(null);

  get active(): boolean {
    return this.#held !== null;
  }
  /** The last message that is shown; `null` = not known, or there is no pause. */
  get seq(): number | null {
    return this.#held?.seq ?? null;
  }

  begin({ first, end }: MessageListView): void {
    this.#held = { first, end, seq: null };
  }

  end(): void {
    this.#held = null;
  }

  /** The last message that is shown is known by now. */
  setLast(seq: number): void {
    if (this.#held) this.#held = { ...this.#held, seq };
  }

  /** The same pause in another list, of which all that is there is shown. */
  moveTo({ first, end }: MessageListView): void {
    if (this.#held) this.#held = { ...this.#held, first, end };
  }

  /** The first message that came later is at this position. */
  endAt(position: number): void {
    if (this.#held) this.#held = { ...this.#held, end: position };
  }

  /** Positions that are shown. */
  rangeOf({ first, end }: MessageListView): Span {
    if (!this.#held) return { from: first, to: end };
    const to = Math.min(this.#held.end, end);
    return { from: Math.min(this.#held.first, first, to), to };
  }

  /** Rows that wait for the end of the pause. */
  pendingOf({ end }: MessageListView): number {
    return this.#held ? Math.max(0, end - this.#held.end) : 0;
  }
}
