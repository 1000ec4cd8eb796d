import { MeshError } from '../../../shared/errors.ts';
import type { DecoderOptions, FrameDecoder, Framing, OnFrame } from './framing.ts';
import { thaw } from './storable/reader.ts';
import { SHORTEST } from './storable/types.ts';
import { freeze } from './storable/writer.ts';

/** A length, then that many octets of Perl Storable in network order (protocol section 3). */
export const storableFraming: Framing = {
  name: 'storable',
  encode: (port, message) => freeze(port, message),
  decoder: (onFrame, options) => new StorableDecoder(onFrame, options),
};

/** Room for a frame that comes in pieces, at first: a length may promise more than ever comes. */
const FIRST_ROOM = 4096;

const NOTHING = Buffer.alloc(0);

/** Finds the frames by their lengths. A frame that came whole is read where it lies. */
class StorableDecoder implements FrameDecoder {
  readonly #onFrame: OnFrame;
  readonly #maxFrame: number;
  /** The length as far as read, and its octets. */
  #length = 0;
  #lengthOctets = 0;
  /** Whether the length is complete, so that octets of the frame follow. */
  #inFrame = false;
  /** The start of a frame that came in pieces. */
  #held = NOTHING;
  #heldLength = 0;

  constructor(onFrame: OnFrame, options: DecoderOptions) {
    this.#onFrame = onFrame;
    this.#maxFrame = options.maxFrame;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#inFrame) at = this.#takeFrame(chunk, at);
      else this.#takeLength(chunk[at++] as number);
    }
  }

  /** One octet of Perl's `pack "w"`: 7 bits, and whether more follow. */
  #takeLength(octet: number): void {
    if (this.#lengthOctets === 0 && octet === 0x80) {
      throw new MeshError('frame-invalid', 'The length of a frame begins with a zero.');
    }
    this.#length = this.#length * 128 + (octet & 0x7f);
    this.#lengthOctets++;
    // With each octet: a length that is endless is too large early on.
    if (this.#length + this.#lengthOctets > this.#maxFrame) {
      throw new MeshError('frame-too-large', `A frame is larger than ${this.#maxFrame} octets.`);
    }
    if (octet >= 0x80) return;
    if (this.#length < SHORTEST) {
      throw new MeshError('frame-invalid', `A frame of ${this.#length} octets is too short.`);
    }
    this.#inFrame = true;
  }

  /** Returns the position after what belongs to the frame. */
  #takeFrame(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#length - this.#heldLength);
    const part = chunk.subarray(at, end);
    if (this.#heldLength + part.length < this.#length) this.#hold(part);
    else if (this.#heldLength === 0) this.#finish(part);
    else {
      this.#hold(part);
      this.#finish(this.#held.subarray(0, this.#length));
    }
    return end;
  }

  /** Keeps a copy in room that doubles, so that neither tiny pieces nor large promises cost much. */
  #hold(part: Buffer): void {
    const needed = this.#heldLength + part.length;
    if (needed > this.#held.length) {
      const room = Math.min(this.#length, Math.max(2 * needed, FIRST_ROOM));
      const larger = Buffer.allocUnsafe(room);
      this.#held.copy(larger, 0, 0, this.#heldLength);
      this.#held = larger;
    }
    part.copy(this.#held, this.#heldLength);
    this.#heldLength = needed;
  }

  #finish(octets: Buffer): void {
    const size = this.#lengthOctets + this.#length;
    this.#length = 0;
    this.#lengthOctets = 0;
    this.#inFrame = false;
    this.#held = NOTHING;
    this.#heldLength = 0;
    const frame = thaw(octets, this.#maxFrame);
    if (frame.length > 0 && typeof frame[0] !== 'string') {
      throw new MeshError('frame-invalid', 'A frame does not begin with a port name.');
    }
    this.#onFrame(frame, size);
  }
}
