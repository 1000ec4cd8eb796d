import type { MessageListView, MessageRows } from '../../../shared/messages.ts';
import { lowerBound } from '../message-ring.ts';
import type { MessageRing } from '../message-ring.ts';
import type { Sieve } from './filtering.ts';
import type { KeptMessage } from './kept.ts';
import { MAX_TEXT_LENGTH, viewOf } from './kept.ts';
import type { Pace } from './pace.ts';
import { SeqDeque } from './seq-deque.ts';

/** A place in a list. */
export interface Place {
  position: number;
  seq: number;
}

/**
 * The messages that pass a sieve, in order. Those that were there at the opening are looked at backwards,
 * the newest first, in slices; what comes later is added at the end by {@link catchUp}. What the ring
 * drops leaves at the front.
 */
export class MessageList {
  readonly ring: MessageRing;
  readonly #sieve: Sieve;
  /** Matches from the ring's first message on. */
  readonly #matches = new SeqDeque();
  /** Position of the first of them, or where the next will be. */
  #origin = 0;
  /** Matches that are older: bookmarked ones. They stand before the others. */
  #survivors: number[] = [];
  #marksRevision: number;
  /** Next message to be looked at backwards; 0 = all were. */
  #back: number;
  /** Next one forwards. */
  #forward: number;
  #revision = 0;
  #closed = false;
  readonly #waiting: { seq: number; resolve: () => void }[] = [];

  constructor(ring: MessageRing, sieve: Sieve) {
    this.ring = ring;
    this.#sieve = sieve;
    this.#marksRevision = ring.marksRevision;
    this.#forward = ring.next;
    this.#back = ring.previousKept(ring.next - 1);
  }

  /** The same list, opened anew: it lives on when this one is closed. */
  again(): MessageList {
    return new MessageList(this.ring, this.#sieve);
  }

  /** Position of the oldest match. */
  get first(): number {
    this.#sync();
    return this.#origin - this.#survivors.length;
  }

  /** One past the position of the newest match. */
  get end(): number {
    this.#sync();
    return this.#origin + this.#matches.length;
  }

  get complete(): boolean {
    return this.ring.previousKept(this.#back) === 0;
  }

  view(list: number): MessageListView {
    const { ring } = this;
    const first = this.first;
    const unseen =
      ring.keptBefore(this.#back + 1) + ring.keptBefore(ring.next) - ring.keptBefore(this.#forward);
    return {
      list,
      first,
      end: this.end,
      scanned: ring.kept - unseen,
      kept: ring.kept,
      complete: this.complete,
      survivors: this.#survivors.length,
      revision: this.#revision,
      dropped: ring.dropped,
    };
  }

  /** Number of the message at a position; `null` beyond the ends. */
  seqAt(position: number): number | null {
    const first = this.first;
    if (position < first || position >= this.end) return null;
    const index = position - this.#origin;
    if (index >= 0) return this.#matches.at(index);
    return this.#survivors[position - first] ?? null;
  }

  /** Rows from a position on, as far as there are any. */
  rows(from: number, count: number): MessageRows {
    const start = Math.max(from, this.first);
    const end = Math.min(from + count, this.end);
    const rows = [];
    for (let position = start; position < end; position++) {
      const kept = this.ring.get(this.seqAt(position) ?? 0);
      if (kept) rows.push(viewOf(kept));
    }
    return { from: start, rows };
  }

  /** The first match that is not older than `seq`; waits until it is known. `null` = there is none. */
  async find(seq: number): Promise<Place | null> {
    await this.#lookedAt(seq);
    return this.#placeFrom(seq);
  }

  /** The bookmarked match next to a position, not the one at it. */
  findMarked(from: number, direction: 'next' | 'previous'): Place | null {
    const { marks } = this.ring;
    const step = direction === 'next' ? 1 : -1;
    // Where the mark that stands at the position, or would, is found by its number.
    const here = this.seqAt(Math.min(Math.max(from, this.first), this.end - 1));
    if (here === null) return null;
    const start = step > 0 ? lowerBound(marks, here) : lowerBound(marks, here + 1) - 1;
    for (let i = start; i >= 0 && i < marks.length; i += step) {
      const place = this.#placeOf(marks[i] as number);
      if (place && (place.position - from) * step > 0) return place;
    }
    return null;
  }

  /**
   * Looks at what came since the opening, for at most one slice.
   * @returns whether that was all
   */
  catchUp(pace: Pace): boolean {
    while (this.#forward < this.ring.next) {
      const seq = this.ring.nextKept(this.#forward);
      const kept = this.ring.get(seq);
      this.#forward = Math.min(seq + 1, this.ring.next);
      if (kept && this.#sieve.passes(kept)) this.#append(seq);
      if (isSliceOver(pace, kept) && this.#forward < this.ring.next) return false;
    }
    return true;
  }

  /** Looks at what was there at the opening. Resolves when all of it was seen, or the list closed. */
  async lookBack(pace: Pace, onProgress: () => void): Promise<void> {
    while (!this.#closed) {
      const seq = this.ring.previousKept(this.#back);
      this.#back = Math.max(seq - 1, 0);
      const kept = seq > 0 ? this.ring.get(seq) : null;
      if (!kept) break;
      if (this.#sieve.passes(kept)) this.#prepend(seq);
      if (!isSliceOver(pace, kept)) continue;
      this.#answerWaiting();
      onProgress();
      await pace.rest();
    }
    this.#answerWaiting();
    onProgress();
  }

  /** An answer came, or a bookmark: it may decide anew whether the message passes. */
  recheck(seq: number): void {
    const seen = seq > this.#back && seq < this.#forward;
    const kept = seen ? this.ring.get(seq) : null;
    if (!kept) return;
    this.#sync();
    const old = seq < this.ring.first;
    const index = old ? lowerBound(this.#survivors, seq) : this.#matches.lowerBound(seq);
    const found = old ? this.#survivors[index] : this.#matchAt(index);
    const passes = this.#sieve.passes(kept);
    if (passes === (found === seq)) return;
    if (old) this.#survivors.splice(index, passes ? 0 : 1, ...(passes ? [seq] : []));
    else if (passes) this.#matches.insert(index, seq);
    else this.#matches.remove(index);
    this.#revision += 1;
  }

  /** Whether answers, or bookmarks, decide what passes. */
  get needs(): { answers: boolean; marks: boolean } {
    return this.#sieve.filter.needs;
  }

  /** Numbers of all matches, in order. Waits until all are known. */
  async all(pace: Pace): Promise<Float64Array> {
    await this.#lookedAt(0);
    while (!this.catchUp(pace)) await pace.rest();
    this.#sync();
    const { length } = this.#matches;
    const seqs = new Float64Array(this.#survivors.length + length);
    seqs.set(this.#survivors);
    for (let i = 0; i < length; i++) seqs[this.#survivors.length + i] = this.#matches.at(i);
    return seqs;
  }

  close(): void {
    this.#closed = true;
    this.#answerWaiting();
  }

  #matchAt(index: number): number | undefined {
    return index < this.#matches.length ? this.#matches.at(index) : undefined;
  }

  #append(seq: number): void {
    this.#sync();
    if (seq >= this.ring.first) this.#matches.pushBack(seq);
    // It was dropped before it could be looked at, but for its bookmark; then all others are gone too.
    else this.#survivors.push(seq);
  }

  #prepend(seq: number): void {
    this.#sync();
    if (seq < this.ring.first) {
      this.#survivors.unshift(seq);
      return;
    }
    this.#matches.pushFront(seq);
    this.#origin -= 1;
  }

  /** Follows what the ring dropped and what lost its bookmark. */
  #sync(): void {
    const { ring } = this;
    while (this.#matches.length > 0 && this.#matches.at(0) < ring.first) {
      const seq = this.#matches.shift();
      this.#origin += 1;
      if (ring.get(seq)) this.#survivors.push(seq);
    }
    if (this.#marksRevision === ring.marksRevision) return;
    this.#marksRevision = ring.marksRevision;
    this.#survivors = this.#survivors.filter((seq) => ring.get(seq) !== null);
  }

  #placeFrom(seq: number): Place | null {
    this.#sync();
    const older = lowerBound(this.#survivors, seq);
    const position =
      older < this.#survivors.length
        ? this.first + older
        : this.#origin + this.#matches.lowerBound(seq);
    const found = this.seqAt(position);
    return found === null ? null : { position, seq: found };
  }

  #placeOf(seq: number): Place | null {
    const place = this.#placeFrom(seq);
    return place?.seq === seq ? place : null;
  }

  #lookedAt(seq: number): Promise<void> {
    if (this.#closed || seq > this.#back || this.complete) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ seq, resolve }));
  }

  #answerWaiting(): void {
    for (const entry of this.#waiting.splice(0)) {
      if (this.#closed || entry.seq > this.#back || this.complete) entry.resolve();
      else this.#waiting.push(entry);
    }
  }
}

/** A long message may take a slice of its own. */
function isSliceOver(pace: Pace, kept: KeptMessage | null): boolean {
  return (kept?.size ?? 0) > MAX_TEXT_LENGTH ? pace.over() : pace.due();
}
