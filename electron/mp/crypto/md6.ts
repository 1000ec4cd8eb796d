/**
 * MD6 with a digest of 256 bits, no key, the default number of rounds and mode parameter L = 64:
 * the digest of the AEMP auth methods (protocol section 2). No kept library has it.
 *
 * MD6 hashes a tree: each node compresses 64 words (512 octets) to 16 words (128 octets), so four
 * nodes feed one of the next level, until one node is left. The digest is the end of its output.
 */

import { BLOCK_WORDS, compress, OUTPUT_WORDS } from './md6-compress.ts';
import type { Words } from './md6-compress.ts';

/** Octets in a digest. */
export const MD6_OCTETS = 32;

const DIGEST_BITS = MD6_OCTETS * 8;
const WORD_OCTETS = 8;
const WORD_BITS = 64;

/**
 * The MD6-256 digest of `data`.
 *
 * @returns 32 octets
 */
export function md6(data: Uint8Array): Uint8Array {
  // Words at the end that data doesn't fill stay zero, which is the padding that MD6 wants.
  let words = toWords(data);
  let bits = data.length * 8;
  for (let level = 1; ; level += 1) {
    const nodes = Math.max(1, Math.ceil(bits / (BLOCK_WORDS * WORD_BITS)));
    words = compressLevel(words, bits, level, nodes);
    if (nodes === 1) return lastOctets(words, MD6_OCTETS);
    bits = nodes * OUTPUT_WORDS * WORD_BITS;
  }
}

/** The MD6-256 digest of `data` in lower-case hexadecimal, as AEMP sends it. */
export function md6Hex(data: Uint8Array): string {
  return Buffer.from(md6(data)).toString('hex');
}

/** Compresses all nodes of one level of the tree; the results, joined, are the next level's input. */
function compressLevel(input: Words, bits: number, level: number, nodes: number): Words {
  const output = newWords(nodes * OUTPUT_WORDS);
  for (let index = 0; index < nodes; index += 1) {
    const start = index * BLOCK_WORDS;
    const used = Math.min(bits - start * WORD_BITS, BLOCK_WORDS * WORD_BITS);
    compress(input, start, output, index * OUTPUT_WORDS, {
      level,
      index,
      isRoot: nodes === 1,
      padBits: BLOCK_WORDS * WORD_BITS - used,
      digestBits: DIGEST_BITS,
    });
  }
  return output;
}

function newWords(count: number): Words {
  return { high: new Int32Array(count), low: new Int32Array(count) };
}

/** Big-endian words of `data`, filled up with zeros to a whole number of words. */
function toWords(data: Uint8Array): Words {
  const count = Math.ceil(data.length / WORD_OCTETS);
  const padded = new Uint8Array(count * WORD_OCTETS);
  padded.set(data);
  const view = new DataView(padded.buffer);
  const words = newWords(count);
  for (let i = 0; i < count; i += 1) {
    words.high[i] = view.getInt32(i * WORD_OCTETS);
    words.low[i] = view.getInt32(i * WORD_OCTETS + 4);
  }
  return words;
}

/** The last `count` octets of `words`, big-endian. */
function lastOctets(words: Words, count: number): Uint8Array {
  const total = words.high.length;
  const octets = new Uint8Array(total * WORD_OCTETS);
  const view = new DataView(octets.buffer);
  for (let i = 0; i < total; i += 1) {
    view.setInt32(i * WORD_OCTETS, words.high[i] ?? 0);
    view.setInt32(i * WORD_OCTETS + 4, words.low[i] ?? 0);
  }
  return octets.slice(octets.length - count);
}
