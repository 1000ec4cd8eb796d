import type { Message } from '../../shared/json.ts';
import type { MessageView } from '../../shared/messages.ts';

/** Messages kept: more than a person looks through, and what the window keeps too. */
export const MAX_MESSAGES = 20_000;
/** Memory that they may take together, estimated, in octets. */
export const MAX_MESSAGE_MEMORY = 64 * 1024 * 1024;

/** A message and its row; the preview is made when the row is told, because most rows come in floods. */
export interface KeptMessage {
  row: Omit<MessageView, 'preview'>;
  message: Message;
}

/** The newest messages, bounded by number and by memory. */
export class MessageRing {
  readonly #capacity: number;
  readonly #memoryLimit: number;
  readonly #slots: (KeptMessage | undefined)[] = [];
  #first = 1;
  #next = 1;
  #memory = 0;

  constructor(capacity = MAX_MESSAGES, memoryLimit = MAX_MESSAGE_MEMORY) {
    this.#capacity = capacity;
    this.#memoryLimit = memoryLimit;
  }

  /** Number of the oldest message kept; equals {@link next} when there is none. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next message gets. */
  get next(): number {
    return this.#next;
  }

  /** Estimated octets in use. */
  get memory(): number {
    return this.#memory;
  }

  /** Keeps a message; its row must carry the number {@link next}. */
  add(kept: KeptMessage): void {
    if (this.#next - this.#first >= this.#capacity) this.#dropOldest();
    this.#slots[this.#next % this.#capacity] = kept;
    this.#next += 1;
    this.#memory += estimate(kept);
    while (this.#memory > this.#memoryLimit && this.#first < this.#next) this.#dropOldest();
  }

  get(seq: number): KeptMessage | null {
    if (seq < this.#first || seq >= this.#next) return null;
    return this.#slots[seq % this.#capacity] ?? null;
  }

  #dropOldest(): void {
    const slot = this.#first % this.#capacity;
    const oldest = this.#slots[slot];
    if (oldest) this.#memory -= estimate(oldest);
    this.#slots[slot] = undefined;
    this.#first += 1;
  }
}

/** Octets of a row and of the objects around it. */
const ROW_COST = 400;
/** Parsed data takes a multiple of its text: little for strings, up to this for small numbers and objects. */
const PARSED_FACTOR = 4;

function estimate({ row }: KeptMessage): number {
  return ROW_COST + row.size * PARSED_FACTOR;
}
