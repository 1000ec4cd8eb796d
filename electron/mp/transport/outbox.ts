import { FLUSH_LENGTH } from './limits.ts';

/**
 * Gathers the frames of one tick, so that they cost one write. All frames of a connection are of one
 * kind: text, or octets.
 */
export class Outbox {
  readonly #write: (data: string | Buffer) => void;
  #text = '';
  #octets: Buffer[] = [];
  #length = 0;
  #waiting = false;

  /** @param write takes what was gathered, at the end of the tick or when it has become much */
  constructor(write: (data: string | Buffer) => void) {
    this.#write = write;
  }

  add(frame: string | Buffer): void {
    if (typeof frame === 'string') this.#text += frame;
    else this.#octets.push(frame);
    this.#length += frame.length;
    if (this.#length > FLUSH_LENGTH) this.flush();
    else if (!this.#waiting) this.#flushLater();
  }

  flush(): void {
    if (this.#length === 0) return;
    const data = this.#text === '' ? Buffer.concat(this.#octets) : this.#text;
    this.clear();
    this.#write(data);
  }

  /** Forgets what was gathered. */
  clear(): void {
    this.#text = '';
    this.#octets = [];
    this.#length = 0;
  }

  #flushLater(): void {
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      this.flush();
    });
  }
}
