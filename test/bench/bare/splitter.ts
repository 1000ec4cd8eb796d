/**
 * The fastest correct way known to split JSON arrays that follow each other without a delimiter: all
 * whole frames of a chunk with one `JSON.parse`. It is the measure for the node's own framing, so it
 * shares no code with it; it checks no limits, as its peer is trusted.
 */
import { FrameScanner } from './scanner.ts';

const CLOSE_ARRAY = 0x5d;
const BOUNDARY = ']["';

/** Octets in, frames out. */
export class Splitter {
  readonly #onFrame: (frame: unknown[]) => void;
  readonly #scanner: FrameScanner;
  #held: Buffer[] = [];

  constructor(onFrame: (frame: unknown[]) => void) {
    this.#onFrame = onFrame;
    this.#scanner = new FrameScanner((octets) =>
      onFrame(JSON.parse(octets.toString()) as unknown[]),
    );
  }

  push(chunk: Buffer): void {
    if (!this.#scanner.idle) return this.#scan(chunk);
    // A boundary can also lie between two chunks; the next one in this chunk serves as well.
    const whole = chunk[chunk.length - 1] === CLOSE_ARRAY;
    const end = whole ? chunk.length : chunk.lastIndexOf(BOUNDARY) + 1;
    if (end === 0) return void this.#held.push(chunk);
    const head = chunk.subarray(0, end);
    const octets = this.#held.length === 0 ? head : Buffer.concat([...this.#held, head]);
    this.#held = end < chunk.length ? [chunk.subarray(end)] : [];
    const frames = parseTogether(octets.toString());
    if (!frames) return this.#scan(octets);
    for (const frame of frames) this.#onFrame(frame);
  }

  /** What can't be proved right together is cut octet by octet, until a frame ends with its chunk. */
  #scan(octets: Buffer): void {
    this.#scanner.push(octets);
    const held = this.#held;
    this.#held = [];
    for (const chunk of held) this.#scanner.push(chunk);
  }
}

/** `null` when the count of frames doesn't prove that every cut was between two. */
function parseTogether(text: string): unknown[][] | null {
  const pieces = text.split(BOUNDARY);
  try {
    const frames = JSON.parse(`[${pieces.join('],["')}]`) as unknown[][];
    return frames.length === pieces.length ? frames : null;
  } catch {
    return null;
  }
}
