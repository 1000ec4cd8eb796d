import type { TimelineEntry } from '../../shared/timeline.ts';

/** Entries kept; the oldest go first. */
export const MAX_TIMELINE_ENTRIES = 20_000;
/** Most told at once, so that a push stays small. */
export const MAX_ENTRIES_PER_CHANGE = 1_000;

/** What happened, in order, and how much of it was told. */
export class TimelineEntries {
  readonly #limit: number;
  /** The first of them that is kept is at {@link #head}: one by one they would be dear to take off. */
  #entries: TimelineEntry[] = [];
  #head = 0;
  #seq = 0;
  #toldSeq = 0;
  #toldFrom = 1;

  constructor(limit = MAX_TIMELINE_ENTRIES) {
    this.#limit = limit;
  }

  /** `seq` of the oldest entry that is kept; of the next one when there is none. */
  get from(): number {
    return this.#entries[this.#head]?.seq ?? this.#seq + 1;
  }

  add(entry: Omit<TimelineEntry, 'seq'>): void {
    this.#seq += 1;
    this.#entries.push({ seq: this.#seq, ...entry });
    if (this.#entries.length - this.#head > this.#limit) this.#drop();
  }

  /** Forgets what happened before a time, Unix ms. */
  dropBefore(at: number): void {
    while ((this.#entries[this.#head]?.at ?? Infinity) < at) this.#drop();
  }

  /** Everything is to be told anew. */
  rewind(): void {
    this.#toldSeq = 0;
  }

  /** Entries that were not told yet, oldest first, at most {@link MAX_ENTRIES_PER_CHANGE}. */
  take(): TimelineEntry[] {
    const first = this.#head + Math.max(0, this.#toldSeq + 1 - this.from);
    const taken = this.#entries.slice(first, first + MAX_ENTRIES_PER_CHANGE);
    this.#toldSeq = taken.at(-1)?.seq ?? this.#toldSeq;
    return taken;
  }

  /** {@link from}, when it isn't what was told last; else `null`. */
  takeFrom(): number | null {
    if (this.#toldFrom === this.from) return null;
    this.#toldFrom = this.from;
    return this.#toldFrom;
  }

  #drop(): void {
    this.#head += 1;
    if (this.#head < this.#limit / 4) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
