import { MeshError } from '../../../shared/errors.ts';
import { MAX_LINE_OCTETS } from './limits.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts the lines before the end of authentication out of what arrives, split anywhere. Lines end in
 * LF or CR LF (protocol section 2).
 */
export class LineReader {
  #held: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
  }

  /**
   * The next line without its end, one character an octet; `null` when it hasn't arrived.
   * @throws MeshError `greeting-invalid` when it is longer than the protocol allows
   */
  next(): string | null {
    const end = this.#held.indexOf(LF);
    if (end < 0 ? this.#held.length >= MAX_LINE_OCTETS : end >= MAX_LINE_OCTETS) {
      throw new MeshError(
        'greeting-invalid',
        `The other side sent a line of more than ${MAX_LINE_OCTETS} octets before it proved who it is.`,
      );
    }
    if (end < 0) return null;
    const last = end > 0 && this.#held[end - 1] === CR ? end - 1 : end;
    const line = this.#held.toString('latin1', 0, last);
    this.#held = this.#held.subarray(end + 1);
    return line;
  }

  /**
   * For who expects no more lines: nobody has reason to send much before we have proved ourselves.
   * @throws MeshError `greeting-invalid`
   */
  assertShort(): void {
    if (this.#held.length <= MAX_LINE_OCTETS) return;
    throw new MeshError('greeting-invalid', 'The other side sends messages before it was let in.');
  }

  /** The octets that belong to no line yet, one character each. */
  peek(): string {
    return this.#held.toString('latin1', 0, Math.min(this.#held.length, MAX_LINE_OCTETS));
  }

  /** Everything left; the reader is empty afterwards. */
  rest(): Buffer {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    return rest;
  }
}
