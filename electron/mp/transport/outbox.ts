import { FLUSH_LENGTH, IN_SOCKET_OCTETS, MAX_UNSENT_OCTETS } from './limits.ts';

/** Where an outbox writes to. */
export interface Sink {
  write(data: string | Buffer): void;
  /** Octets that were written and have not left. */
  readonly pending: number;
  /** More waits than may: the peer doesn't read. Called once, later. */
  overflowed(): void;
}

/**
 * Gathers the frames of one tick, so that they cost one write, and keeps back what the peer is too
 * slow for: a socket counts all of a write as waiting until the last octet has left, so it gets a
 * little at a time. All frames of a connection are of one kind: text, or octets.
 */
export class Outbox {
  readonly #sink: Sink;
  #text = '';
  #octets: Buffer[] = [];
  #length = 0;
  #gathering = false;
  /** Kept back, oldest first. */
  #queue: (string | Buffer)[] = [];
  #queued = 0;
  #overflowed = false;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  add(frame: string | Buffer): void {
    if (typeof frame === 'string') this.#text += frame;
    else this.#octets.push(frame);
    this.#length += frame.length;
    if (this.#length > FLUSH_LENGTH) this.flush();
    else if (!this.#gathering) this.#flushLater();
  }

  /** Ends the gathering of this tick. */
  flush(): void {
    if (this.#length === 0) return;
    this.#queue.push(this.#text === '' ? Buffer.concat(this.#octets) : this.#text);
    this.#queued += this.#length;
    this.#text = '';
    this.#octets = [];
    this.#length = 0;
    this.drain();
    if (this.#queued > MAX_UNSENT_OCTETS) this.#overflow();
  }

  /** The socket may take more. */
  drain(): void {
    let taken = 0;
    while (taken < this.#queue.length && this.#sink.pending < IN_SOCKET_OCTETS) {
      const data = this.#queue[taken++] as string | Buffer;
      this.#queued -= data.length;
      this.#sink.write(data);
    }
    if (taken > 0) this.#queue.splice(0, taken);
  }

  /** Hands over everything, because nothing will follow. */
  finish(): void {
    this.flush();
    for (const data of this.#queue.splice(0)) this.#sink.write(data);
    this.#queued = 0;
  }

  #overflow(): void {
    if (this.#overflowed) return;
    this.#overflowed = true;
    // Later: whoever sends must not be told of the loss inside of its call.
    queueMicrotask(() => this.#sink.overflowed());
  }

  #flushLater(): void {
    this.#gathering = true;
    queueMicrotask(() => {
      this.#gathering = false;
      this.flush();
    });
  }
}
