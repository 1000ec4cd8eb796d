/** Names that no other process ever uses: prefixes and counters of port names (protocol section 1). */

import type { Random } from './random.ts';

/** Octets of randomness in the prefix of ports made on another node; the reference's number. */
const REMOTE_PREFIX_OCTETS = 12;
/**
 * The reference puts 2 random octets here, so that one restart in 65,536 within the same second
 * and with the same process ID (always 1 in a container) repeats a name. 5 make that 10¹².
 */
const OWN_PREFIX_RANDOM_OCTETS = 5;

/**
 * Octets as letters and digits only: base64 without padding, in which `x` is an escape
 * (`x` → `x0`, `/` → `x1`, `+` → `x2`). Different octets give different texts.
 *
 * The reference's coding, but for its padding: it removes only the first `=`, so that lengths of
 * 3n + 1 keep one, which is not alphanumeric.
 */
export function alnum(octets: Uint8Array): string {
  return Buffer.from(octets)
    .toString('base64')
    .replaceAll('=', '')
    .replaceAll('x', 'x0')
    .replaceAll('/', 'x1')
    .replaceAll('+', 'x2');
}

/**
 * Prefix of the names of this process's own ports; drawn once at start.
 *
 * @param clockMs Unix time in milliseconds
 * @param pid process ID; its low 16 bits count
 * @returns 12 characters or a few more. No text that {@link remotePrefix} can return, because that
 *   codes another number of octets.
 */
export function uniquePrefix(random: Random, clockMs: number, pid: number): string {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(pid & 0xffff, 0);
  // Seconds since 1970 exceed 32 bits in 2106; the remainder keeps that date harmless.
  head.writeUInt16BE(Math.floor(clockMs / 1000) % 0x10000, 2);
  return alnum(Buffer.concat([head, random.bytes(OWN_PREFIX_RANDOM_OCTETS)]));
}

/**
 * Prefix of the names that this process gives to ports on other nodes (spawn). Also the random part
 * of an anonymous node ID.
 *
 * @returns 16 characters or a few more
 */
export function remotePrefix(random: Random): string {
  return alnum(random.bytes(REMOTE_PREFIX_OCTETS));
}

/** Port names `PREFIX.a`, `PREFIX.b`, … `PREFIX.z`, `PREFIX.aa`, …; never one twice. */
export class PortNames {
  readonly #prefix: string;
  #counter = 'a';

  /** @param prefix from {@link uniquePrefix} or {@link remotePrefix} */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The next name. */
  next(): string {
    const name = `${this.#prefix}.${this.#counter}`;
    this.#counter = increment(this.#counter);
    return name;
  }
}

/** The text after `text`, as Perl's `++` on lower-case letters: z → aa, az → ba, zz → aaa. */
function increment(text: string): string {
  const head = text.replace(/z+$/, '');
  const wrapped = 'a'.repeat(text.length - head.length);
  if (head === '') return `a${wrapped}`;
  const last = head.charCodeAt(head.length - 1);
  return head.slice(0, -1) + String.fromCharCode(last + 1) + wrapped;
}
