import { MeshError } from '../../shared/errors.ts';
import type { KeptMessage } from './inspect/kept.ts';

/** How much is kept. */
export interface MessageLimits {
  messages: number;
  /** Octets of memory, estimated. */
  octets: number;
}

/** What is kept when nobody says otherwise. */
export const DEFAULT_LIMITS: MessageLimits = { messages: 200_000, octets: 256 * 1024 * 1024 };
/** Bookmarks: more than a person finds again. */
export const MAX_MARKS = 1_000;
/** Part of the memory that bookmarked messages may hold against all that comes after them. */
const MARKED_PART = 0.5;

/**
 * The newest messages, bounded by number and by memory. Bookmarked ones stay when their neighbours are
 * dropped. Numbers of messages grow without gaps.
 */
export class MessageRing {
  #limits: MessageLimits;
  #slots: (KeptMessage | undefined)[] = [];
  #first = 1;
  #next = 1;
  /** Of the messages from {@link first} on. */
  #memory = 0;
  readonly #marked = new Map<number, KeptMessage>();
  #markedMemory = 0;
  /** Numbers of marked messages in order; `null` = to be worked out anew. */
  #marks: readonly number[] | null = [];
  #marksRevision = 0;

  constructor(limits: MessageLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  get limits(): MessageLimits {
    return this.#limits;
  }

  /** Takes new limits; what is beyond them is dropped. */
  setLimits(limits: MessageLimits): void {
    const kept: KeptMessage[] = [];
    for (let seq = this.#first; seq < this.#next; seq++) {
      const message = this.#slots[this.#slotOf(seq)];
      if (message) kept.push(message);
    }
    this.#limits = { ...limits };
    const tooMany = Math.max(kept.length - limits.messages, 0);
    for (const message of kept.slice(0, tooMany)) this.#memory -= message.memory;
    this.#first += tooMany;
    // All of it at once: an array that begins in the middle would become a slow hash table.
    this.#slots = new Array<undefined>(limits.messages);
    for (const message of kept.slice(tooMany)) this.#slots[this.#slotOf(message.seq)] = message;
    this.#makeRoom();
  }

  /** Number of the oldest message kept with all that follow; equals {@link next} when there is none. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next message gets. */
  get next(): number {
    return this.#next;
  }

  /** Messages kept, bookmarked ones included. */
  get kept(): number {
    return this.#next - this.#first + this.survivors;
  }

  /** Messages that were dropped. */
  get dropped(): number {
    return this.#first - 1 - this.survivors;
  }

  /** Estimated octets in use. */
  get memory(): number {
    return this.#memory + this.#survivorMemory;
  }

  /** Changes whenever a bookmark is set or taken away. */
  get marksRevision(): number {
    return this.#marksRevision;
  }

  /** Numbers of the bookmarked messages, in order. */
  get marks(): readonly number[] {
    return (this.#marks ??= [...this.#marked.keys()].sort((a, b) => a - b));
  }

  /** How many bookmarked messages are older than {@link first}. */
  get survivors(): number {
    return lowerBound(this.marks, this.#first);
  }

  /** Keeps a message; it must carry the number {@link next}. */
  add(kept: KeptMessage): void {
    if (this.#next - this.#first >= this.#limits.messages) this.#dropOldest();
    this.#slots[this.#slotOf(this.#next)] = kept;
    this.#next += 1;
    this.#memory += kept.memory;
    this.#makeRoom();
  }

  /** Whether a message would fit without another being dropped for it. */
  hasRoomFor(kept: KeptMessage): boolean {
    const { messages, octets } = this.#limits;
    return this.#next - this.#first < messages && this.memory + kept.memory <= octets;
  }

  get(seq: number): KeptMessage | null {
    if (seq >= this.#next) return null;
    if (seq < this.#first) return this.#marked.get(seq) ?? null;
    return this.#slots[this.#slotOf(seq)] ?? null;
  }

  /** The next message that is kept, from `seq` on; {@link next} when there is none. */
  nextKept(seq: number): number {
    if (seq >= this.#first) return Math.min(seq, this.#next);
    const mark = this.marks[lowerBound(this.marks, seq)] ?? this.#first;
    return Math.min(mark, this.#first);
  }

  /** The last message that is kept, up to `seq`; 0 when there is none. */
  previousKept(seq: number): number {
    const last = Math.min(seq, this.#next - 1);
    if (last >= this.#first) return last;
    return this.marks[lowerBound(this.marks, last + 1) - 1] ?? 0;
  }

  /** How many messages are kept of those before `seq`. */
  keptBefore(seq: number): number {
    if (seq > this.#first) return Math.min(seq, this.#next) - this.#first + this.survivors;
    return lowerBound(this.marks, seq);
  }

  /**
   * Sets a bookmark, or takes it away; a message that is no longer kept stays so.
   * @throws MeshError `limit-reached`
   */
  mark(seq: number, marked: boolean): void {
    const kept = this.get(seq);
    if (!kept || kept.marked === marked) return;
    if (marked) this.#assertRoomForMark(kept);
    kept.marked = marked;
    this.#markedMemory += marked ? kept.memory : -kept.memory;
    if (marked) this.#marked.set(seq, kept);
    else this.#marked.delete(seq);
    this.#marks = null;
    this.#marksRevision += 1;
  }

  #assertRoomForMark(kept: KeptMessage): void {
    if (this.#marked.size >= MAX_MARKS) {
      throw new MeshError('limit-reached', `There are ${MAX_MARKS} bookmarks already.`);
    }
    if (this.#markedMemory + kept.memory <= this.#limits.octets * MARKED_PART) return;
    throw new MeshError(
      'limit-reached',
      'The bookmarked messages would take more than half of the memory for messages.',
    );
  }

  /** A bound, not a sum: marked messages that are still in the ring are counted there as well. */
  get #survivorMemory(): number {
    return this.survivors === 0 ? 0 : this.#markedMemory;
  }

  #slotOf(seq: number): number {
    return seq % this.#limits.messages;
  }

  #makeRoom(): void {
    const { octets } = this.#limits;
    // Limits may have been lowered below what the bookmarks take: what is new still needs its part.
    const room = Math.max(octets - this.#survivorMemory, octets * (1 - MARKED_PART));
    while (this.#memory > room && this.#first < this.#next) this.#dropOldest();
  }

  #dropOldest(): void {
    const slot = this.#slotOf(this.#first);
    const oldest = this.#slots[slot];
    if (oldest) this.#memory -= oldest.memory;
    this.#slots[slot] = undefined;
    this.#first += 1;
  }
}

/** Index of the first number that is not less than `value`. */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
