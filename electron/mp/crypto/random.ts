/** Randomness, handed in like time, so that a test can repeat a run. */

import { randomBytes } from 'node:crypto';

/** A source of randomness. */
export interface Random {
  /** `count` random octets. */
  bytes(count: number): Uint8Array;
  /** A number in [0, 1). */
  float(): number;
}

const FLOAT_OCTETS = 6;
const NONCE_OCTETS = 66;

/** The operating system's generator: the one to use outside tests. */
export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  float: () => randomBytes(FLOAT_OCTETS).readUIntBE(0, FLOAT_OCTETS) / 2 ** (8 * FLOAT_OCTETS),
};

/**
 * A repeatable generator for tests and layouts, never for secrets: Mulberry32, a 32-bit counter
 * that advances by an odd constant and is mixed by two multiplications.
 *
 * @param seed any integer; equal seeds give equal sequences
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    bytes: (count) => Uint8Array.from({ length: count }, () => next() >>> 24),
    float: () => next() / 2 ** 32,
  };
}

/** The second greeting line: 66 random octets in base64, 88 characters (protocol section 2). */
export function nonce(random: Random): string {
  return Buffer.from(random.bytes(NONCE_OCTETS)).toString('base64');
}
