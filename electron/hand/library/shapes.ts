/** What the parts of a library look like: in requests of the window, and in files. */
import * as v from 'valibot';
import type {
  DestinationSpec,
  HistoryEntry,
  MessageDraft,
  SavedFilter,
  SavedMessage,
  Sequence,
  SequenceStep,
} from '../../../shared/hand.ts';
import {
  INTERVAL_RANGE,
  MAX_DRAFT_LENGTH,
  MAX_NAME_LENGTH,
  MAX_STEPS,
  MAX_VARIABLE_LENGTH,
  TIMEOUT_RANGE,
} from '../../../shared/hand.ts';
import { MAX_FILTER_LENGTH } from '../../../shared/filter.ts';
import type { PortId } from '../../../shared/ids.ts';
import { isPortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { isVariableName } from '../../../shared/template.ts';

/** Names of groups: peers may give long ones. */
const MAX_GROUP_LENGTH = 1_000;
const MAX_TAG_LENGTH = 10_000;
const MAX_ID_LENGTH = 100;
/** Nesting of an expected message: as deep as frames may be. */
const MAX_DEPTH = 500;
/** Elements of an expected message. */
const MAX_ELEMENTS = 10_000;

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const written = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

/** A name that a person gives. */
export const name = written(MAX_NAME_LENGTH);
const folder = text(MAX_NAME_LENGTH);
const id = written(MAX_ID_LENGTH);
const filter = text(MAX_FILTER_LENGTH);
const port = v.custom<PortId>(isPortId, 'is no destination such as NODE or NODE#PORT');
/** A whole number of milliseconds. */
const time = (least: number, most: number) => {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
};
// Plain data, from JSON or checked before; but a file may nest it deeper than any message.
const json = v.custom<Json>(
  (value) => value !== undefined && isShallow(value, MAX_DEPTH),
  'is nested too deeply',
);

export const groupName = written(MAX_GROUP_LENGTH);
export const timeout = time(...TIMEOUT_RANGE);

const destination: v.GenericSchema<unknown, DestinationSpec> = v.variant('kind', [
  v.strictObject({ kind: v.literal('port'), port }),
  v.strictObject({
    kind: v.literal('group'),
    name: groupName,
    which: v.picklist(['any', 'all']),
  }),
]);

const draftParts = { destination, tag: text(MAX_TAG_LENGTH), arguments: text(MAX_DRAFT_LENGTH) };

export const draft: v.GenericSchema<unknown, MessageDraft> = v.strictObject(draftParts);

export const savedMessage: v.GenericSchema<unknown, SavedMessage> = v.strictObject({
  ...draftParts,
  id,
  name,
  folder,
});

const step: v.GenericSchema<unknown, SequenceStep> = v.strictObject({
  message: draft,
  wait: time(0, INTERVAL_RANGE[1]),
  expect: v.nullable(
    v.strictObject({
      filter,
      message: v.nullable(v.pipe(v.array(json), v.maxLength(MAX_ELEMENTS))),
      timeout,
    }),
  ),
});

export const sequence: v.GenericSchema<unknown, Sequence> = v.strictObject({
  id,
  name,
  folder,
  steps: v.pipe(v.array(step), v.maxLength(MAX_STEPS)),
});

export const variableName = v.pipe(
  v.string(),
  v.check(isVariableName, 'is no word of letters, digits, - and _, or it is taken'),
);
export const variableValue = text(MAX_VARIABLE_LENGTH);
export const variable = v.strictObject({ name: variableName, value: variableValue });

export const savedFilter: v.GenericSchema<unknown, SavedFilter> = v.strictObject({ name, filter });

export const historyEntry: v.GenericSchema<unknown, HistoryEntry> = v.strictObject({
  ...draftParts,
  at: v.pipe(v.number(), v.finite()),
  call: v.boolean(),
});
export const entryId = id;

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}
