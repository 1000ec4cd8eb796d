import { MeshError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';

/** Deepest nesting accepted; the same as for frames, so that what passes here can be sent. */
export const MAX_DEPTH = 512;

/**
 * Checks that `value` is plain data and not too large, before anything else looks at it. What the window
 * sends may hold maps, dates, cycles or arrays of four thousand million holes.
 * @param limit largest size, in characters of JSON (a close estimate: escapes count as one)
 * @throws MeshError `ipc-invalid`, `ipc-too-large`
 */
export function assertPlainData(value: unknown, limit: number): asserts value is Json {
  let length = 0;
  const count = (characters: number): void => {
    length += characters;
    if (length <= limit) return;
    throw new MeshError('ipc-too-large', `The request is larger than ${limit} characters.`);
  };
  walk(value, 0, count);
}

function walk(value: unknown, depth: number, count: (characters: number) => void): void {
  if (depth > MAX_DEPTH) throw invalid(`the data is nested more than ${MAX_DEPTH} deep`);
  if (typeof value === 'string') count(value.length + 2);
  else if (value === null || typeof value === 'boolean') count(5);
  else if (typeof value === 'number') countNumber(value, count);
  else if (Array.isArray(value)) walkArray(value, depth, count);
  else if (isPlainObject(value)) walkObject(value, depth, count);
  else throw invalid(`a value of type ${typeName(value)} is not plain data`);
}

function countNumber(value: number, count: (characters: number) => void): void {
  if (!Number.isFinite(value)) throw invalid(`${value} can't be written as JSON`);
  count(String(value).length);
}

function walkArray(array: unknown[], depth: number, count: (characters: number) => void): void {
  count(2);
  // By index: holes are found, and the walk ends at the first.
  for (let i = 0; i < array.length; i++) {
    count(1);
    walk(array[i], depth + 1, count);
  }
}

function walkObject(
  object: Record<string, unknown>,
  depth: number,
  count: (characters: number) => void,
): void {
  count(2);
  for (const [key, value] of Object.entries(object)) {
    count(key.length + 4);
    walk(value, depth + 1, count);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function typeName(value: unknown): string {
  return typeof value === 'object' ? (value?.constructor?.name ?? 'object') : typeof value;
}

function invalid(why: string): MeshError {
  return new MeshError('ipc-invalid', `The request can't be read: ${why}.`);
}
