import { isUtf8 } from 'node:buffer';
import { MeshError } from '../../../../shared/errors.ts';

/** Reads the parts of one frame, one after another; never past its end. */
export class Cursor {
  readonly #octets: Buffer;
  #at = 0;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  get done(): boolean {
    return this.#at === this.#octets.length;
  }

  /** The next octet, which is left where it is. */
  peek(): number | undefined {
    return this.#octets[this.#at];
  }

  /** A byte string has one character an octet, as Perl treats it wherever it meets text. */
  bytes(length: number): string {
    const from = this.#at;
    this.skip(length);
    return this.#octets.toString('latin1', from, this.#at);
  }

  utf8(length: number): string {
    const from = this.#at;
    this.skip(length);
    const text = this.#octets.toString('utf8', from, this.#at);
    // A replacement character was sent, or stands for what is not UTF-8.
    if (text.includes('\ufffd') && !isUtf8(this.#octets.subarray(from, this.#at))) {
      throw invalid('holds octets that are not UTF-8');
    }
    return text;
  }

  /** How many values follow; each has at least `least` octets, so nothing is built for a lie. */
  count(least: number): number {
    const count = this.uint32();
    if (count * least > this.#octets.length - this.#at) {
      throw invalid('claims more values than it has octets for');
    }
    return count;
  }

  octet(): number {
    this.skip(1);
    return this.#octets[this.#at - 1] as number;
  }

  uint32(): number {
    this.skip(4);
    return this.#octets.readUInt32BE(this.#at - 4);
  }

  skip(length: number): void {
    if (length > this.#octets.length - this.#at) throw invalid('ends inside a value');
    this.#at += length;
  }
}

/** What is wrong with a frame, in half a sentence. */
export function invalid(what: string): MeshError {
  return new MeshError('frame-invalid', `A frame ${what}.`);
}
