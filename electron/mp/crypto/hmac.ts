/** HMAC (RFC 2104) over MD6-256 with a block of 64 octets: `hmac_md6_64_256` of protocol section 2. */

import { md6 } from './md6.ts';

/** The 64 in `hmac_md6_64_256`: not the block size of MD6, but what the method fixes. */
const BLOCK_OCTETS = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * HMAC-MD6-256 of `data` under `key`, arguments in the ordinary order.
 *
 * @returns 32 octets
 */
export function hmacMd6(key: Uint8Array, data: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_OCTETS);
  block.set(key.length > BLOCK_OCTETS ? md6(key) : key);
  const inner = md6(concat(padded(block, INNER_PAD), data));
  return md6(concat(padded(block, OUTER_PAD), inner));
}

/**
 * The value that goes over the wire for `hmac_md6_64_256`.
 *
 * The reference hands its two arguments to the HMAC function in swapped order, and every node of
 * every network does: the greeting text is the HMAC *key*, and MD6-256 of the secret is the *data*.
 * It is no weaker for that as long as the secret is strong, and nothing else is understood.
 *
 * @param secret octets of the shared secret: the UTF-8 form of the configured text
 * @param text the four greeting lines, each with its LF, in the order of the side that sends
 * @returns 32 octets
 */
export function hmacMd6AsReference(secret: Uint8Array, text: Uint8Array): Uint8Array {
  return hmacMd6(text, md6(secret));
}

function padded(block: Uint8Array, pad: number): Uint8Array {
  return block.map((octet) => octet ^ pad);
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
