import { MeshError } from '../../../shared/errors.ts';
import { MAX_DEPTH } from './limits.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Octets that are looked at together for the end of an unfinished frame. */
const FINISH_STEP = 4096;

const NOTHING = Buffer.alloc(0);

/**
 * Finds where each JSON array of a stream ends, by brackets and strings alone. Works on octets: no
 * octet of a longer UTF-8 sequence looks like a bracket or a quote. Every octet is looked at once,
 * however the stream is split.
 */
export class JsonScanner {
  readonly #maxFrame: number;
  readonly #onFrame: (octets: Buffer) => void;
  #depth = 0;
  #inString = false;
  /** The last octet of the chunk before was a backslash that escapes what comes now. */
  #escaped = false;
  /** The unfinished frame so far: a copy, because many small chunks would cost far more than it. */
  #pending: Buffer = NOTHING;
  #pendingLength = 0;

  /** @param maxFrame in octets */
  constructor(maxFrame: number, onFrame: (octets: Buffer) => void) {
    this.#maxFrame = maxFrame;
    this.#onFrame = onFrame;
  }

  /** True between two frames. */
  get idle(): boolean {
    return this.#depth === 0;
  }

  /** @throws MeshError `frame-invalid`, `frame-too-large`, `frame-too-deep` */
  push(chunk: Buffer): void {
    this.#scan(chunk, false);
  }

  /**
   * Takes no more than belongs to the unfinished frame.
   * @returns how many octets that were
   * @throws like {@link push}
   */
  finish(chunk: Buffer): number {
    let taken = 0;
    // In steps: most frames are short, and the rest of the chunk needn't be turned into text here.
    while (!this.idle && taken < chunk.length) {
      taken += this.#scan(chunk.subarray(taken, taken + FINISH_STEP), true);
    }
    return taken;
  }

  /** @returns the octets looked at; all of them unless it shall stop at the end of a frame */
  #scan(chunk: Buffer, stopAtEnd: boolean): number {
    // One character an octet, so that positions in the text are positions in the chunk.
    const text = chunk.toString('latin1');
    let start = 0;
    let at = 0;
    while (at < text.length) {
      if (this.#inString) {
        at = this.#skipString(text, at);
        continue;
      }
      const octet = text.charCodeAt(at++);
      if (octet === QUOTE && this.#depth > 0) this.#inString = true;
      else if (octet === OPEN_ARRAY || (octet === OPEN_OBJECT && this.#depth > 0)) {
        if (this.#depth === 0) start = at - 1;
        this.#open();
      } else if (octet === CLOSE_ARRAY || octet === CLOSE_OBJECT) {
        if (this.#close(octet)) {
          this.#finish(chunk.subarray(start, at));
          if (stopAtEnd) return at;
          start = at;
        }
      } else if (this.#depth === 0 && !isSpace(octet)) {
        throw new MeshError('frame-invalid', 'Between two frames stands something else.');
      }
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(start));
    return text.length;
  }

  /** Runs to the end of the string, or of the text; returns the position after it. */
  #skipString(text: string, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at++;
    }
    for (;;) {
      const quote = text.indexOf('"', at);
      const end = quote < 0 ? text.length : quote;
      const escaped = oddBackslashes(text, at, end);
      if (quote < 0) {
        this.#escaped = escaped;
        return text.length;
      }
      at = quote + 1;
      if (!escaped) {
        this.#inString = false;
        return at;
      }
    }
  }

  #open(): void {
    if (++this.#depth > MAX_DEPTH) {
      throw new MeshError('frame-too-deep', `A frame nests deeper than ${MAX_DEPTH} levels.`);
    }
  }

  /** Returns true at the end of a frame. Which bracket closes which is for the parser to check. */
  #close(octet: number): boolean {
    if (this.#depth === 0) {
      throw new MeshError(
        'frame-invalid',
        `A frame ends with "${String.fromCharCode(octet)}" that it did not begin.`,
      );
    }
    return --this.#depth === 0;
  }

  #keep(octets: Buffer): void {
    const length = this.#pendingLength + octets.length;
    this.#checkSize(length);
    if (length > this.#pending.length) this.#grow(length);
    octets.copy(this.#pending, this.#pendingLength);
    this.#pendingLength = length;
  }

  /** By doubling, so that each octet is copied twice on average however small the chunks are. */
  #grow(length: number): void {
    const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#pending.length));
    this.#pending.copy(larger, 0, 0, this.#pendingLength);
    this.#pending = larger;
  }

  #finish(octets: Buffer): void {
    this.#checkSize(this.#pendingLength + octets.length);
    if (this.#pendingLength === 0) return this.#onFrame(octets);
    this.#keep(octets);
    const frame = this.#pending.subarray(0, this.#pendingLength);
    this.#pending = NOTHING;
    this.#pendingLength = 0;
    this.#onFrame(frame);
  }

  #checkSize(length: number): void {
    if (length <= this.#maxFrame) return;
    throw new MeshError('frame-too-large', `A frame is larger than ${this.#maxFrame} octets.`);
  }
}

/** Whether the run of backslashes before `end`, not before `from`, has an odd length. */
function oddBackslashes(text: string, from: number, end: number): boolean {
  let at = end;
  while (at > from && text.charCodeAt(at - 1) === BACKSLASH) at--;
  return (end - at) % 2 === 1;
}

function isSpace(octet: number): boolean {
  return octet === 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09;
}
