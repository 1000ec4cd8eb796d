import { isUtf8 } from 'node:buffer';
import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import type { DecoderOptions, Frame, FrameDecoder, Framing, OnFrame } from './framing.ts';
import { JsonScanner } from './json-scanner.ts';
import { MAX_DEPTH } from './limits.ts';

/** UTF-8 JSON arrays back to back, without a delimiter (protocol section 3). */
export const jsonFraming: Framing = {
  name: 'json',
  encode: (port, message) => JSON.stringify([port, ...message]),
  decoder: (onFrame, options) => new JsonDecoder(onFrame, options),
};

/**
 * Two ways, measured: all whole frames of a chunk are parsed at once; whatever that can't prove right,
 * and frames that lie in several chunks, go to a scanner that finds the end of each frame and sees no
 * octet twice.
 */
class JsonDecoder implements FrameDecoder {
  readonly #onFrame: OnFrame;
  readonly #maxFrame: number;
  readonly #exactSizes: () => boolean;
  readonly #scanner: JsonScanner;

  constructor(onFrame: OnFrame, options: DecoderOptions) {
    this.#onFrame = onFrame;
    this.#maxFrame = options.maxFrame;
    this.#exactSizes = options.exactSizes ?? (() => false);
    this.#scanner = new JsonScanner(options.maxFrame, (octets) => {
      onFrame(parseFrame(octets), octets.length);
    });
  }

  push(chunk: Buffer): void {
    let taken = this.#scanner.idle ? 0 : this.#scanner.finish(chunk);
    taken += this.#pushBatch(taken === 0 ? chunk : chunk.subarray(taken));
    if (taken < chunk.length) this.#scanner.push(taken === 0 ? chunk : chunk.subarray(taken));
  }

  /** Parses the whole frames at the head of `chunk` at once; returns the octets taken, 0 for none. */
  #pushBatch(chunk: Buffer): number {
    if (chunk[0] !== OPEN_ARRAY || chunk.length > this.#maxFrame) return 0;
    // A chunk that ends with a bracket mostly ends with a frame; if not, it doesn't parse.
    const whole = chunk[chunk.length - 1] === CLOSE_ARRAY;
    const end = whole ? chunk.length : chunk.lastIndexOf(BOUNDARY) + 1;
    if (end === 0) return 0;
    const batch = parseBatch(end === chunk.length ? chunk : chunk.subarray(0, end));
    if (!batch) return 0;
    const { frames, pieces } = batch;
    const sizeOf = batch.ascii || !this.#exactSizes() ? lengthOf : Buffer.byteLength;
    const last = frames.length - 1;
    for (let i = 0; i <= last; i++) {
      // What a cut took: the end of one frame and the begin of the next.
      const cut = (i > 0 ? 2 : 0) + (i < last ? 1 : 0);
      this.#onFrame(frames[i] as Frame, sizeOf(pieces[i] as string) + cut);
    }
    return end;
  }
}

const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const BOUNDARY = ']["';

// A comma between arrays that was there before ours: counting elements would prove nothing then.
const COMMA_BETWEEN_ARRAYS = /\]\s*,\s*\[/;

interface Batch {
  frames: Frame[];
  /** The text of each frame, but for the boundaries. */
  pieces: string[];
  /** Whether characters and octets are the same. */
  ascii: boolean;
}

/**
 * Parses several frames with one call. Sound because every top-level element ends at a boundary that
 * we cut: a cut inside a string or a nested array adds no element, so the count doesn't come out.
 * @returns `null` when that can't be proved; the scanner decides then
 */
function parseBatch(octets: Buffer): Batch | null {
  const text = utf8(octets);
  if (text === null) return null;
  const pieces = text.split(BOUNDARY);
  // One frame needs no proof: it parses, or not.
  if (pieces.length > 1 && COMMA_BETWEEN_ARRAYS.test(text)) return null;
  let frames: Json[];
  try {
    frames = pieces.length > 1 ? parseTogether(pieces) : [JSON.parse(text) as Json];
  } catch {
    return null;
  }
  if (frames.length !== pieces.length || !frames.every(isFrame)) return null;
  return { frames, pieces, ascii: text.length === octets.length };
}

/** @throws SyntaxError */
function parseTogether(pieces: readonly string[]): Json[] {
  return JSON.parse(`[${pieces.join('],["')}]`) as Json[];
}

function lengthOf(text: string): number {
  return text.length;
}

/** @throws MeshError `frame-invalid`, `frame-too-deep` */
function parseFrame(octets: Buffer): Frame {
  const text = utf8(octets);
  if (text === null) throw invalid('holds octets that are not UTF-8');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    throw invalid('is not JSON', cause);
  }
  if (!isFrame(value)) throw invalid('does not begin with a port name');
  return value;
}

function isFrame(value: Json): value is Json[] {
  // An empty list is a keepalive (protocol section 2); the kernel ignores it.
  if (!Array.isArray(value)) return false;
  if (value.length > 0 && typeof value[0] !== 'string') return false;
  for (const element of value) {
    if (typeof element === 'object' && !isShallow(element, 2)) return false;
  }
  return true;
}

/** Whether `value` nests no deeper than allowed; `depth` counts the containers around its content. */
function isShallow(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) {
    throw new MeshError('frame-too-deep', `A frame nests deeper than ${MAX_DEPTH} levels.`);
  }
  for (const key in value) {
    if (!isShallow((value as Record<string, Json>)[key] as Json, depth + 1)) return false;
  }
  return true;
}

/** The text of `octets`, or `null` when they are not UTF-8. */
function utf8(octets: Buffer): string | null {
  return isUtf8(octets) ? octets.toString('utf8') : null;
}

function invalid(what: string, cause?: unknown): MeshError {
  return new MeshError('frame-invalid', `A frame ${what}.`, { cause });
}
