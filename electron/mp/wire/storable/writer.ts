import { MeshError } from '../../../../shared/errors.ts';
import type { Json } from '../../../../shared/json.ts';
import { KEY, MAX_SHORT, MINOR_VERSION, NETWORK_ORDER, SX } from './types.ts';

const INITIAL_SIZE = 256;

/** Up to this many octets, a loop is faster than a call into the runtime. */
const MAX_BY_HAND = 48;

/** Octets kept free before the data, for its length; enough for 2 ** 35. */
const LENGTH_ROOM = 5;

/**
 * Writes a frame as Perl's Storable would in network order (protocol section 3), after its length.
 *
 * Numbers that are not 32 bit integers go as text, as Storable does itself: Perl takes them as
 * numbers all the same. Text beyond ASCII goes as UTF-8. Booleans are Perl's results of comparisons.
 * @param message encodable, see `encodable.ts`
 * @throws MeshError `message-unencodable` for what is no data at all
 */
export function freeze(port: string, message: readonly Json[]): Buffer {
  return new Writer().write(port, message);
}

class Writer {
  #octets = Buffer.allocUnsafe(INITIAL_SIZE);
  #at = LENGTH_ROOM;

  write(port: string, message: readonly Json[]): Buffer {
    this.#byte(NETWORK_ORDER);
    this.#byte(MINOR_VERSION);
    this.#begin(SX.ARRAY, message.length + 1);
    this.#string(port);
    for (const element of message) this.#value(element);
    return this.#octets.subarray(this.#putLength(), this.#at);
  }

  /** Perl's `pack "w"`: 7 bits an octet, the most significant first, a high bit on all but the last. */
  #putLength(): number {
    let at = LENGTH_ROOM - 1;
    let rest = this.#at - LENGTH_ROOM;
    this.#octets[at] = rest % 128;
    for (rest = Math.floor(rest / 128); rest > 0; rest = Math.floor(rest / 128)) {
      this.#octets[--at] = (rest % 128) + 128;
    }
    return at;
  }

  #value(value: Json): void {
    if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'number') this.#number(value);
    else if (value === null) this.#byte(SX.UNDEF);
    else if (typeof value === 'boolean') this.#byte(value ? SX.SV_YES : SX.SV_NO);
    else if (typeof value === 'object') this.#container(value);
    else throw unencodable(value);
  }

  #number(value: number): void {
    if (value !== (value | 0)) {
      if (!Number.isFinite(value)) throw unencodable(value);
      this.#string(String(value));
    } else if (value >= -128 && value <= 127) {
      this.#byte(SX.BYTE);
      this.#byte(value + 128);
    } else this.#begin(SX.NET_INT, value);
  }

  #string(text: string): void {
    const octets = Buffer.byteLength(text);
    const ascii = octets === text.length;
    if (octets > MAX_SHORT) this.#begin(ascii ? SX.LONG_SCALAR : SX.LONG_UTF8_STRING, octets);
    else {
      this.#byte(ascii ? SX.SCALAR : SX.UTF8_STRING);
      this.#byte(octets);
    }
    this.#text(text, octets, ascii);
  }

  /** Lists and hashes stand behind references: only those may be elements in Perl. */
  #container(value: Json[] | { [key: string]: Json }): void {
    this.#byte(SX.REF);
    if (!Array.isArray(value)) return this.#hash(value);
    this.#begin(SX.ARRAY, value.length);
    for (const element of value) this.#value(element);
  }

  #hash(value: { [key: string]: Json }): void {
    const keys = Object.keys(value);
    const flagged = keys.some((key) => Buffer.byteLength(key) !== key.length);
    if (flagged) {
      this.#byte(SX.FLAG_HASH);
      // Its keys are not locked.
      this.#begin(0, keys.length);
    } else this.#begin(SX.HASH, keys.length);
    for (const key of keys) {
      this.#value(value[key] as Json);
      this.#key(key, flagged);
    }
  }

  #key(key: string, flagged: boolean): void {
    const octets = Buffer.byteLength(key);
    const ascii = octets === key.length;
    if (flagged) this.#byte(ascii ? 0 : KEY.UTF8);
    this.#uint32(octets);
    this.#text(key, octets, ascii);
  }

  #begin(type: number, number: number): void {
    this.#byte(type);
    this.#uint32(number);
  }

  #byte(octet: number): void {
    this.#reserve(1);
    this.#octets[this.#at++] = octet;
  }

  #uint32(number: number): void {
    this.#reserve(4);
    this.#at = this.#octets.writeUInt32BE(number >>> 0, this.#at);
  }

  #text(text: string, octets: number, ascii: boolean): void {
    this.#reserve(octets);
    if (!ascii || octets > MAX_BY_HAND) {
      this.#at += this.#octets.write(text, this.#at, octets, ascii ? 'latin1' : 'utf8');
    } else for (let i = 0; i < octets; i++) this.#octets[this.#at++] = text.charCodeAt(i);
  }

  #reserve(octets: number): void {
    const needed = this.#at + octets;
    if (needed <= this.#octets.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#octets.length));
    this.#octets.copy(larger, 0, 0, this.#at);
    this.#octets = larger;
  }
}

/** For what the types forbid; checked here as well, because Perl would read something else. */
function unencodable(value: unknown): MeshError {
  return new MeshError(
    'message-unencodable',
    `The message can't be sent: it holds ${String(value)}.`,
  );
}
