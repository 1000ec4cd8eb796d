import * as v from 'valibot';
import type { RequestArgs } from '../../../shared/contract.ts';
import {
  LIMITS_RANGE,
  MAX_LIST_ROWS,
  MAX_TEXT_PART,
  MAX_TREE_ENTRIES,
} from '../../../shared/messages.ts';
import type { MessageRequests } from '../../../shared/messages.ts';
import { draft } from '../../hand/library/shapes.ts';
import { integer, message, portId } from './values.ts';

/** Destinations of one `message.send`. */
export const MAX_DESTINATIONS = 1_000;
/** Far longer than any filter; how long one may be is said by who reads it. */
const MAX_FILTER_TEXT = 100_000;
/** Steps of a path: as deep as frames may be. */
const MAX_PATH_STEPS = 520;
/** A key may be as long as a frame. */
const MAX_KEY_LENGTH = 8 * 1024 * 1024;
/** Least size of a recording, octets, and longest, 1 TiB. */
const RECORDING_OCTETS = [64 * 1024, 2 ** 40] as const;
/** Least and longest time of a recording, ms; 30 days. */
const RECORDING_TIME = [1_000, 30 * 86_400_000] as const;
/** Length of a slot, ms, and number of them. */
const RATE_SLOT = [100, 3_600_000] as const;
const MAX_RATE_SLOTS = 1_000;

const most = Number.MAX_SAFE_INTEGER;
const id = integer(1, most);
const seq = integer(1, most);
const position = integer(-most, most);
const offset = integer(0, most);
/** Where messages are. */
export const source = v.union([v.literal('live'), v.strictObject({ recording: id })]);
const filter = v.pipe(v.string(), v.maxLength(MAX_FILTER_TEXT));
const step = v.union([v.pipe(v.string(), v.maxLength(MAX_KEY_LENGTH)), offset]);
const path = v.pipe(v.array(step), v.maxLength(MAX_PATH_STEPS));
const selection = { filter, system: v.boolean() };

/** What the requests about messages take. */
export const MESSAGE_SCHEMAS: {
  [Name in keyof MessageRequests]: v.GenericSchema<unknown, RequestArgs<Name>>;
} = {
  'message.send': v.strictObject({
    to: v.pipe(v.array(portId), v.minLength(1), v.maxLength(MAX_DESTINATIONS)),
    message,
    draft: v.exactOptional(draft),
  }),
  'message.get': v.strictObject({ source, seq }),
  'message.tree': v.strictObject({
    source,
    seq,
    path,
    from: offset,
    count: integer(1, MAX_TREE_ENTRIES),
  }),
  'message.text': v.strictObject({
    source,
    seq,
    path: v.nullable(path),
    from: offset,
    length: integer(1, MAX_TEXT_PART),
  }),
  'message.data': v.strictObject({ source, seq }),
  'message.mark': v.strictObject({ source, seq, marked: v.boolean() }),
  'list.open': v.strictObject({ source, ...selection, follow: v.boolean() }),
  'list.follow': v.strictObject({ list: id, follow: v.boolean() }),
  'list.rows': v.strictObject({ list: id, from: position, count: integer(1, MAX_LIST_ROWS) }),
  'list.find': v.union([
    v.strictObject({ list: id, seq }),
    v.strictObject({ list: id, from: position, marked: v.picklist(['next', 'previous']) }),
  ]),
  'list.close': v.strictObject({ list: id }),
  'message.rates': v.strictObject({
    source,
    by: v.picklist(['peer', 'port', 'tag']),
    ...selection,
    slot: integer(...RATE_SLOT),
    slots: integer(1, MAX_RATE_SLOTS),
  }),
  'recording.start': v.strictObject({
    ...selection,
    maxOctets: v.nullable(integer(...RECORDING_OCTETS)),
    maxDuration: v.nullable(integer(...RECORDING_TIME)),
  }),
  'recording.stop': v.null(),
  'recording.open': v.null(),
  'recording.close': v.strictObject({ recording: id }),
  'export.start': v.strictObject({ list: id, format: v.picklist(['jsonl', 'json', 'csv']) }),
  'export.cancel': v.null(),
  'message.limits': v.nullable(
    v.strictObject({
      messages: integer(...LIMITS_RANGE.messages),
      octets: integer(...LIMITS_RANGE.octets),
    }),
  ),
};
