/**
 * One way, as many messages as the other side takes: the sender may be so far ahead, the receiver
 * acknowledges now and then, and counts.
 */
import { tell } from './lines.ts';

/** Messages that may be unacknowledged, and octets: a node lets a peer go for which too much waits. */
const MAX_AHEAD = 20_000;
const MAX_OCTETS_AHEAD = 12 * 2 ** 20;
const ACKS_PER_WINDOW = 4;

/** Octets of a frame around the text: `["HR30x2o4C.a","test",123456,"…"]`. */
const FRAME_OCTETS = 31;

export interface FloodOptions {
  /** Octets of a frame, roughly: the number in it grows. */
  size: number;
  /** ms */
  warmUp: number;
  duration: number;
}

/** The text that makes a frame about `size` octets long. */
export function textOf(size: number): string {
  return 'x'.repeat(Math.max(0, size - FRAME_OCTETS));
}

function windowOf(size: number): { ahead: number; ackEvery: number } {
  const ahead = Math.min(MAX_AHEAD, Math.floor(MAX_OCTETS_AHEAD / size));
  return { ahead, ackEvery: Math.floor(ahead / ACKS_PER_WINDOW) };
}

/** The sender's side: `acknowledged` is to be called for each acknowledgement, with what it says. */
export class Flood {
  readonly #ahead: number;
  readonly #send: (index: number) => void;
  #sent = 0;

  constructor(size: number, send: (index: number) => void) {
    this.#ahead = windowOf(size).ahead;
    this.#send = send;
  }

  /** @param received how many messages have arrived; 0 to begin */
  acknowledged(received: number): void {
    while (this.#sent < received + this.#ahead) this.#send(this.#sent++);
  }
}

/** The receiver's side: counts, and tells the driver how many messages a second came. */
export class Meter {
  readonly #options: FloodOptions;
  readonly #ackEvery: number;
  readonly #textLength: number;
  readonly #acknowledge: (received: number) => void;
  #received = 0;

  constructor(options: FloodOptions, acknowledge: (received: number) => void) {
    this.#options = options;
    this.#ackEvery = windowOf(options.size).ackEvery;
    this.#textLength = textOf(options.size).length;
    this.#acknowledge = acknowledge;
  }

  /** @throws Error when a message is missing or out of order: its speed would mean nothing */
  took(index: number, text: string): void {
    if (index !== this.#received || text.length !== this.#textLength) {
      throw new Error(`Got message ${index} instead of ${this.#received}`);
    }
    if (this.#received++ === 0) setTimeout(() => this.#begin(), this.#options.warmUp);
    if (this.#received % this.#ackEvery === 0) this.#acknowledge(this.#received);
  }

  #begin(): void {
    const receivedBefore = this.#received;
    const beganAt = performance.now();
    setTimeout(() => {
      const seconds = (performance.now() - beganAt) / 1000;
      tell('result', { value: (this.#received - receivedBefore) / seconds });
    }, this.#options.duration);
  }
}
