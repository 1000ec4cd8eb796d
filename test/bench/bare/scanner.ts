const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Finds the ends of JSON arrays by their brackets and strings; sees every octet once. */
export class FrameScanner {
  readonly #onFrame: (octets: Buffer) => void;
  #held: Buffer[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(onFrame: (octets: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** True between two frames. */
  get idle(): boolean {
    return this.#depth === 0;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const octet = chunk[at];
      if (this.#inString) this.#insideString(octet);
      else if (octet === QUOTE) this.#inString = true;
      else if (octet === OPEN_ARRAY) this.#depth++;
      else if (octet === CLOSE_ARRAY && --this.#depth === 0) {
        this.#onFrame(Buffer.concat([...this.#held, chunk.subarray(start, at + 1)]));
        this.#held = [];
        start = at + 1;
      }
    }
    if (this.#depth > 0) this.#held.push(chunk.subarray(start));
  }

  #insideString(octet: number | undefined): void {
    if (this.#escaped) this.#escaped = false;
    else if (octet === BACKSLASH) this.#escaped = true;
    else if (octet === QUOTE) this.#inString = false;
  }
}
