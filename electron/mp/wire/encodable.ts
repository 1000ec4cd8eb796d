import { MeshError } from '../../../shared/errors.ts';
import { MAX_DEPTH } from './limits.ts';

/**
 * Checks that a message can be sent as it is meant: `JSON.stringify` alone would drop functions,
 * turn NaN into null and split surrogates without a word.
 * @throws MeshError `message-unencodable` with the path to the bad value, e.g. `[1].name`
 */
export function assertEncodable(message: readonly unknown[]): void {
  for (let i = 0; i < message.length; i++) {
    const value = message[i];
    if (isPlain(value)) continue;
    check(value, [message], () => `[${i}]`);
  }
}

/** The common case without any bookkeeping. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}

function check(value: unknown, around: readonly unknown[], path: () => string): void {
  if (isPlain(value)) return;
  if (typeof value !== 'object' || value === null) throw refuse(path(), whatIs(value));
  if (around.includes(value)) throw refuse(path(), 'refers back to a value that it is part of');
  // The frame itself is one level: [port, …message].
  if (around.length >= MAX_DEPTH) throw refuse(path(), `nests deeper than ${MAX_DEPTH} levels`);
  const inside = [...around, value];
  if (Array.isArray(value)) {
    // Not forEach: it skips holes, which would be sent as null.
    for (let i = 0; i < value.length; i++) check(value[i], inside, () => `${path()}[${i}]`);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const { constructor } = value as { constructor?: { name?: unknown } };
    throw refuse(path(), `is an object of class ${String(constructor?.name || '(unnamed)')}`);
  }
  for (const [key, part] of Object.entries(value)) {
    const here = () => `${path()}.${key}`;
    if (!key.isWellFormed()) throw refuse(here(), 'has a key with half a surrogate pair');
    check(part, inside, here);
  }
}

function whatIs(value: unknown): string {
  if (typeof value === 'string') return 'holds half of a surrogate pair';
  if (typeof value === 'number') return `is ${value}`;
  return value === undefined ? 'is undefined' : `is a ${typeof value}`;
}

function refuse(path: string, what: string): MeshError {
  return new MeshError('message-unencodable', `The message can't be sent: ${path} ${what}.`, {
    detail: { path },
  });
}
