/** What many requests are made of. */
import * as v from 'valibot';
import { isPortId } from '../../../shared/ids.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';

/** Node IDs, host names and addresses that people type; what they mean is checked by the node. */
const MAX_WORD_LENGTH = 1_000;
/** Elements of a message: more than anybody types. */
const MAX_ELEMENTS = 100_000;

export const word = v.pipe(v.string(), v.maxLength(MAX_WORD_LENGTH));
export const portId = v.custom<PortId>(
  isPortId,
  'Expected a destination such as NODE or NODE#PORT',
);
// The bridge has made sure before that everything is plain data.
export const json = v.custom<Json>((value) => value !== undefined);
export const message = v.pipe(v.array(json), v.maxLength(MAX_ELEMENTS));

/** A whole number, both ends included. */
export function integer(least: number, most: number): v.GenericSchema<number> {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}
