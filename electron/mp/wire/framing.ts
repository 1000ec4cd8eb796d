import type { Json } from '../../../shared/json.ts';
import { jsonFraming } from './framing-json.ts';
import { storableFraming } from './framing-storable.ts';

/**
 * A frame: the port name at the receiver, then the message (protocol section 3). The first element
 * is a string; an empty frame is a keepalive (section 2).
 */
export type Frame = readonly Json[];

/** Called for every whole frame; `octets` is its size on the wire. */
export type OnFrame = (frame: Frame, octets: number) => void;

/** Reads one direction of one connection. */
export interface FrameDecoder {
  /**
   * Takes what arrived, split anywhere, and calls back for each frame that it completes.
   * @throws MeshError `frame-invalid`, `frame-too-large`, `frame-too-deep`; the decoder is dead then
   */
  push(chunk: Buffer): void;
}

export interface DecoderOptions {
  /** Largest frame in octets. */
  maxFrame: number;
  /** Whether every frame must be measured now; else a size may be the mean of a batch. */
  exactSizes?: () => boolean;
}

/** A way to write frames on a connection. Each direction has its own. */
export interface Framing {
  readonly name: string;
  /** The frame as it goes over the wire. The message must be encodable, see `encodable.ts`. */
  encode(port: string, message: readonly Json[]): string | Buffer;
  decoder(onFrame: OnFrame, options: DecoderOptions): FrameDecoder;
}

/** The framings that this node reads and writes, in its order of preference. */
export const FRAMINGS: ReadonlyMap<string, Framing> = new Map(
  [jsonFraming, storableFraming].map((framing) => [framing.name, framing]),
);
