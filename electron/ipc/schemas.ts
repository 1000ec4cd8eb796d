import * as v from 'valibot';
import type { RequestArgs, RequestName } from '../../shared/contract.ts';
import { isPortId } from '../../shared/ids.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';

/** Largest text for the clipboard, in characters. */
export const MAX_CLIPBOARD_LENGTH = 1024 * 1024;
/** Destinations of one `message.send`. */
export const MAX_DESTINATIONS = 1_000;
/** Elements of a message and addresses in a list: more than anybody types. */
const MAX_ELEMENTS = 100_000;
const MAX_ADDRESSES = 100;
/** Node IDs, host names and addresses that people type; what they mean is checked by the node. */
const MAX_WORD_LENGTH = 1_000;
const MAX_SECRET_LENGTH = 10_000;

const word = v.pipe(v.string(), v.maxLength(MAX_WORD_LENGTH));
const secret = v.pipe(v.string(), v.maxLength(MAX_SECRET_LENGTH));
const addresses = v.pipe(v.array(word), v.maxLength(MAX_ADDRESSES));
const portId = v.custom<PortId>(isPortId, 'Expected a destination such as NODE or NODE#PORT');
// The bridge has made sure before that everything is plain data.
const json = v.custom<Json>((value) => value !== undefined);
const message = v.pipe(v.array(json), v.maxLength(MAX_ELEMENTS));

/**
 * What each request takes. The type says that there is one for every request of the contract and that it
 * yields just those arguments, so the two can't drift apart.
 */
export const REQUEST_SCHEMAS: {
  [Name in RequestName]: v.GenericSchema<unknown, RequestArgs<Name>>;
} = {
  'app.info': v.null(),
  'state.open': v.null(),
  'session.create': v.strictObject({ nodeId: word, bind: word, secret: v.nullable(secret) }),
  'session.test': v.strictObject({ seed: word, secret, nodeId: word }),
  'session.join': v.strictObject({ nodeId: word, secret, seeds: addresses, binds: addresses }),
  'session.demo': v.strictObject({
    nodes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
  }),
  'session.retry': v.null(),
  'session.leave': v.null(),
  'message.send': v.strictObject({
    to: v.pipe(v.array(portId), v.minLength(1), v.maxLength(MAX_DESTINATIONS)),
    message,
  }),
  'message.call': v.strictObject({
    to: portId,
    message,
    timeout: v.pipe(v.number(), v.minValue(100), v.maxValue(600_000)),
  }),
  'message.get': v.strictObject({ seq: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  'survey.now': v.null(),
  'clipboard.write': v.strictObject({
    text: v.pipe(v.string(), v.maxLength(MAX_CLIPBOARD_LENGTH)),
  }),
};

/** Whether the contract has a request of that name. */
export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(REQUEST_SCHEMAS, name);
}
