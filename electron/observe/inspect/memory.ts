import type { Json } from '../../../shared/json.ts';
import type { KeptMessage } from './kept.ts';

/*
 * What things take in the heap of V8 on 64 bits, in octets, a little generous: measured as the growth of
 * the heap over 200,000 of each.
 */
const RECORD = 200;
const STRING = 24;
const NUMBER = 16;
const ARRAY = 48;
const SLOT = 8;
const OBJECT = 128;
/** Objects with many keys become hash tables of three slots for each entry, half empty; new keys make new shapes. */
const KEY = 64;

/** Estimated octets that a kept message takes. */
export function memoryOf({ content, port }: Pick<KeptMessage, 'content' | 'port'>): number {
  const inside = typeof content === 'string' ? stringMemory(content) : valueMemory(content as Json);
  return RECORD + stringMemory(port) + inside;
}

function valueMemory(value: Json): number {
  if (typeof value === 'string') return stringMemory(value);
  if (typeof value === 'number') return NUMBER;
  if (value === null || typeof value === 'boolean') return 0;
  return Array.isArray(value) ? arrayMemory(value) : objectMemory(value);
}

function arrayMemory(array: readonly Json[]): number {
  let memory = ARRAY + array.length * SLOT;
  for (const element of array) memory += valueMemory(element);
  return memory;
}

function objectMemory(object: { readonly [key: string]: Json }): number {
  let memory = OBJECT;
  for (const key in object) memory += KEY + key.length + valueMemory(object[key] as Json);
  return memory;
}

/** One octet a character, or two as soon as one of them is beyond Latin-1; when in doubt, two. */
function stringMemory(text: string): number {
  const wide = Buffer.byteLength(text) !== text.length;
  return STRING + text.length * (wide ? 2 : 1);
}
