import { MeshError } from '../../../../shared/errors.ts';
import type { Json } from '../../../../shared/json.ts';
import { MAX_DEPTH } from '../limits.ts';
import { Cursor, invalid } from './cursor.ts';
import { Repeats } from './repeats.ts';
import { isRefused, KEY, NETWORK_ORDER, refusedType, SX } from './types.ts';

/**
 * Reads a list of plain data that Perl's Storable wrote in network order (protocol section 3).
 *
 * Perl's view of data shows: byte strings become text with one character an octet, numbers that are
 * not 32 bit integers come as text, and references to `1` and `0` are booleans, as in JSON::XS;
 * other references to scalars become the scalar. What is shared becomes copies.
 * Nothing is executed or constructed: anything but plain data is refused.
 * @param octets one frame without its length
 * @param maxExpanded limit for the size of copies together, in octets, roughly
 * @throws MeshError `frame-invalid`, `frame-too-deep`, `frame-too-large`
 */
export function thaw(octets: Buffer, maxExpanded: number): Json[] {
  return new Reader(octets, maxExpanded).read();
}

class Reader {
  readonly #input: Cursor;
  readonly #seen: Repeats;

  constructor(octets: Buffer, maxExpanded: number) {
    this.#input = new Cursor(octets);
    this.#seen = new Repeats(maxExpanded);
  }

  read(): Json[] {
    this.#checkVersion();
    const type = this.#input.octet();
    if (type !== SX.ARRAY) {
      throw isRefused(type) ? this.#refuse(type) : invalid('is not a list');
    }
    const list = this.#array(1);
    if (!this.#input.done) throw invalid('goes on after its end');
    return list;
  }

  /** Like Storable itself, we read any minor version: what is new in it shows as a new type. */
  #checkVersion(): void {
    const version = this.#input.octet();
    this.#input.octet();
    if (version === NETWORK_ORDER) return;
    if (version === (NETWORK_ORDER & ~1)) {
      throw new MeshError('frame-invalid', 'A frame is in native byte order, not network order.', {
        next: 'Let the other side write frames with nfreeze instead of freeze.',
      });
    }
    throw invalid('is not Storable data of version 2');
  }

  /** An element of a list, or a value of a hash. `depth` counts the containers around it. */
  #value(depth: number): Json {
    const type = this.#input.octet();
    if (type === SX.REF) return this.#reference(depth);
    if (type === SX.OBJECT) return this.#seen.again(this.#input.uint32(), depth + 1);
    const value = this.#scalar(type);
    this.#seen.add(value);
    return value;
  }

  #reference(depth: number): Json {
    // References to references nest as well.
    if (depth >= MAX_DEPTH) throw tooDeep();
    const tag = this.#seen.open();
    const value = this.#referent(depth + 1);
    this.#seen.close(tag, value);
    return value;
  }

  #referent(depth: number): Json {
    switch (this.#input.peek()) {
      case SX.ARRAY:
        this.#input.skip(1);
        return this.#array(depth);
      case SX.HASH:
        this.#input.skip(1);
        return this.#hash(depth, false);
      case SX.FLAG_HASH:
        // Flags of the hash itself: whether its keys are locked.
        this.#input.skip(2);
        return this.#hash(depth, true);
      case SX.OBJECT:
        this.#input.skip(1);
        return asBoolean(this.#seen.again(this.#input.uint32(), depth));
      default:
        return asBoolean(this.#value(depth));
    }
  }

  #array(depth: number): Json[] {
    const count = this.#input.count(1);
    const tag = this.#seen.open();
    const list: Json[] = [];
    for (let i = 0; i < count; i++) list.push(this.#value(depth));
    this.#seen.close(tag, list);
    return list;
  }

  #hash(depth: number, flagged: boolean): Json {
    const count = this.#input.count(flagged ? 6 : 5);
    const tag = this.#seen.open();
    const hash: Record<string, Json> = {};
    for (let i = 0; i < count; i++) {
      const value = this.#value(depth);
      const flags = flagged ? this.#input.octet() : 0;
      if (flags & KEY.IS_VALUE) throw invalid('holds a hash with a key that is no string');
      const length = this.#input.uint32();
      const key = flags & KEY.UTF8 ? this.#input.utf8(length) : this.#input.bytes(length);
      if (!(flags & KEY.PLACEHOLDER)) setOwn(hash, key, value);
    }
    this.#seen.close(tag, hash);
    return hash;
  }

  #scalar(type: number): Json {
    switch (type) {
      case SX.SCALAR:
        return this.#input.bytes(this.#input.octet());
      case SX.BYTE:
        return this.#input.octet() - 128;
      case SX.UTF8_STRING:
        return this.#input.utf8(this.#input.octet());
      case SX.NET_INT:
        return this.#input.uint32() | 0;
      case SX.UNDEF:
      case SX.SV_UNDEF:
      case SX.SV_UNDEF_ELEMENT:
        return null;
      case SX.SV_YES:
      case SX.TRUE:
        return true;
      case SX.SV_NO:
      case SX.FALSE:
        return false;
      case SX.LONG_SCALAR:
        return this.#input.bytes(this.#input.uint32());
      case SX.LONG_UTF8_STRING:
        return this.#input.utf8(this.#input.uint32());
      default:
        throw this.#refuse(type);
    }
  }

  #refuse(type: number): MeshError {
    const message = `A frame holds ${refusedType(type)}${this.#className(type)}.`;
    return new MeshError('frame-invalid', message, {
      next: 'Let the other side send plain data only: scalars, arrays and hashes.',
    });
  }

  /** The class of a refused object, if it has a usual name: the rest is not for a log. */
  #className(type: number): string {
    if (type === SX.OVERLOAD && this.#input.peek() === SX.BLESS) this.#input.skip(1);
    else if (type !== SX.BLESS) return '';
    const name = this.#input.bytes(this.#input.octet());
    return /^[\w:]{1,127}$/.test(name) ? ` of class ${name}` : '';
  }
}

/** `\1` and `\0` are how Perl programs write booleans for JSON. */
function asBoolean(referent: Json): Json {
  if (referent === 1 || referent === '1') return true;
  return referent === 0 || referent === '0' ? false : referent;
}

/** `hash[key] = value` would change the prototype for one key. */
function setOwn(hash: Record<string, Json>, key: string, value: Json): void {
  if (key !== '__proto__') hash[key] = value;
  else {
    Object.defineProperty(hash, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

function tooDeep(): MeshError {
  return new MeshError('frame-too-deep', `A frame nests deeper than ${MAX_DEPTH} levels.`);
}
