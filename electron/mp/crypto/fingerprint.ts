/** Comparing secrets without showing them. */

import { createHmac } from 'node:crypto';
import type { Random } from './random.ts';
import { readable } from './readable.ts';

const KEY_OCTETS = 32;
/** 40 bits: two of a thousand secrets are confused once in two million runs of the program. */
const FINGERPRINT_OCTETS = 5;

/**
 * Short marks of secrets: equal for equal secrets, different for different ones.
 *
 * A plain digest would let whoever sees it try secrets against it. These are keyed with random octets
 * that never leave the process, so a mark says nothing but which secrets are equal, and nothing at all to
 * another process or after a restart. That is all that two profiles of one file need; marks that can be
 * compared between machines can also be guessed at.
 */
export class SecretFingerprints {
  readonly #key: Uint8Array;

  /** @param random the system's, outside tests */
  constructor(random: Random) {
    this.#key = random.bytes(KEY_OCTETS);
  }

  /** The mark of a secret: 8 characters in two groups, such as `k7mq-x2hv`. */
  of(secret: string): string {
    const digest = createHmac('sha256', this.#key).update(secret, 'utf8').digest();
    return readable(digest.subarray(0, FINGERPRINT_OCTETS));
  }
}
