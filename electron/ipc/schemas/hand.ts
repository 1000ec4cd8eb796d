import * as v from 'valibot';
import type { RequestArgs } from '../../../shared/contract.ts';
import type { AnswerRule, HandRequests, LibraryChange } from '../../../shared/hand.ts';
import {
  INTERVAL_RANGE,
  MAX_DRAFT_LENGTH,
  MAX_REPEATS,
  MAX_RULES,
  MAX_SAVED_MESSAGES,
  MAX_SEQUENCES,
} from '../../../shared/hand.ts';
import {
  draft,
  entryId,
  groupName,
  name,
  savedFilter,
  savedMessage,
  sequence,
  timeout,
  variableName,
  variableValue,
} from '../../hand/library/shapes.ts';
import { source } from './messages.ts';
import { integer, message, portId, word } from './values.ts';

/** Changes of the library that are made at once: an import by hand, a folder that is deleted. */
const MAX_CHANGES = 1_000;
/** Messages that a sequence is recorded from; most of them are answers. */
const MAX_SEQS = 10_000;

const id = integer(1, Number.MAX_SAFE_INTEGER);
const jobOnly = v.strictObject({ job: id });
const portOnly = v.strictObject({ port: portId });

const change: v.GenericSchema<unknown, LibraryChange> = v.variant('kind', [
  v.strictObject({ kind: v.literal('save-message'), message: savedMessage }),
  v.strictObject({ kind: v.literal('delete-message'), id: entryId }),
  v.strictObject({ kind: v.literal('save-sequence'), sequence }),
  v.strictObject({ kind: v.literal('delete-sequence'), id: entryId }),
  v.strictObject({
    kind: v.literal('set-variable'),
    name: variableName,
    value: v.nullable(variableValue),
  }),
  v.strictObject({ kind: v.literal('save-filter'), filter: savedFilter }),
  v.strictObject({ kind: v.literal('delete-filter'), name }),
  v.strictObject({ kind: v.literal('clear-history') }),
]);

const rule: v.GenericSchema<unknown, AnswerRule> = v.strictObject({
  tag: word,
  answer: v.pipe(v.string(), v.maxLength(MAX_DRAFT_LENGTH)),
});

/** What the requests of the hand take. */
export const HAND_SCHEMAS: {
  [Name in keyof HandRequests]: v.GenericSchema<unknown, RequestArgs<Name>>;
} = {
  'call.start': v.strictObject({
    to: portId,
    message,
    timeout,
    many: v.boolean(),
    draft: v.nullable(draft),
  }),
  'repeat.start': v.strictObject({
    draft,
    count: v.nullable(integer(1, MAX_REPEATS)),
    interval: integer(...INTERVAL_RANGE),
    jitter: integer(0, INTERVAL_RANGE[1]),
    call: v.boolean(),
  }),
  'sequence.run': v.strictObject({ sequence }),
  'sequence.record': v.strictObject({
    source,
    seqs: v.pipe(v.array(id), v.maxLength(MAX_SEQS)),
    name,
  }),
  'job.stop': jobOnly,
  'job.forget': jobOnly,
  'draft.resolve': v.strictObject({ draft, take: v.exactOptional(v.boolean()) }),
  'port.kill': v.strictObject({ port: portId, reason: message }),
  'human.open': v.strictObject({ name }),
  'human.close': portOnly,
  'human.join': v.strictObject({ port: portId, group: groupName, member: v.boolean() }),
  'human.rules': v.strictObject({
    port: portId,
    rules: v.pipe(v.array(rule), v.maxLength(MAX_RULES)),
  }),
  'human.answer': v.strictObject({ port: portId, seq: id, message }),
  'human.dismiss': v.strictObject({ port: portId, seq: id }),
  'watch.add': v.strictObject({ target: portId, notify: v.boolean() }),
  'watch.remove': v.strictObject({ watch: id }),
  'library.get': v.null(),
  'library.change': v.strictObject({
    changes: v.pipe(v.array(change), v.minLength(1), v.maxLength(MAX_CHANGES)),
  }),
  'library.export': v.strictObject({
    ids: v.pipe(v.array(entryId), v.maxLength(MAX_SAVED_MESSAGES + MAX_SEQUENCES)),
  }),
  'library.import': v.null(),
};
