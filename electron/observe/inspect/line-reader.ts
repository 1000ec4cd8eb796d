import type { FileHandle } from 'node:fs/promises';

/** Octets read at once. */
const CHUNK = 256 * 1024;
/** Longest line, in octets: a message of the frame limit, whose numbers may be written longer than they came. */
export const MAX_LINE_OCTETS = 64 * 1024 * 1024;
const LINE_END = 0x0a;

/** A line without its end; `octets` is null when it was too long to be read. */
export interface Line {
  octets: Uint8Array | null;
  /** False for a last line that isn't ended. */
  ended: boolean;
}

/** The lines of a file, in portions; never more in memory than a chunk and the longest line. */
export async function* readLines(handle: FileHandle): AsyncGenerator<Line[]> {
  const splitter = new LineSplitter();
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    if (bytesRead === 0) break;
    yield splitter.take(buffer.subarray(0, bytesRead));
  }
  yield splitter.end();
}

/** Cuts octets into lines. */
class LineSplitter {
  /** Beginning of a line whose end has not come yet. */
  #parts: Uint8Array[] = [];
  #length = 0;

  take(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, from)) {
      this.#add(chunk.subarray(from, at));
      lines.push({ octets: this.#takeLine(), ended: true });
      from = at + 1;
    }
    this.#add(chunk.subarray(from));
    return lines;
  }

  /** The last line, if it was begun. */
  end(): Line[] {
    return this.#length > 0 ? [{ octets: this.#takeLine(), ended: false }] : [];
  }

  #add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#length += part.length;
    if (this.#length <= MAX_LINE_OCTETS) this.#parts.push(part);
    else this.#parts = [];
  }

  #takeLine(): Uint8Array | null {
    const tooLong = this.#length > MAX_LINE_OCTETS;
    const [first, ...more] = this.#parts;
    this.#parts = [];
    this.#length = 0;
    if (tooLong) return null;
    return more.length > 0
      ? Buffer.concat([first as Uint8Array, ...more])
      : (first ?? new Uint8Array());
  }
}
