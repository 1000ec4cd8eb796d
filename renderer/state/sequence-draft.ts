import { parseFilter } from '../../shared/filter.ts';
import { parseArguments, positionOf } from '../../shared/arguments.ts';
import type { Sequence, SequenceStep } from '../../shared/hand.ts';
import { TIMEOUT_RANGE } from '../../shared/hand.ts';
import type { Json } from '../../shared/json.ts';
import { variablesIn } from '../../shared/template.ts';
import { mistakeIn } from './arguments.ts';
import type { DraftMistake } from './arguments.ts';
import { draftOf, EMPTY_DRAFT, messageDraft } from './drafts.ts';
import type { Draft } from './drafts.ts';
import { folderPath } from './library-tree.ts';

/** What a step expects, as it is written. */
export interface ExpectationDraft {
  /** Right or not: what stands on the screen is what runs, or nothing does. */
  filter: string;
  /** The inside of a JSON array; `''` = any message that passes the filter. */
  message: string;
  /** Seconds. */
  timeout: number;
}

/** A step as it is written: it may be unfinished. Never changed in place: another one is another step. */
export interface StepDraft {
  key: number;
  message: Draft;
  /** Seconds before it is sent. */
  wait: number;
  /** Kept while it is switched off, so that a slip of the hand loses nothing. */
  expectation: ExpectationDraft;
  expects: boolean;
}

/** A sequence as it is written. */
export interface SequenceDraft {
  id: string;
  name: string;
  folder: string;
  steps: readonly StepDraft[];
}

/** What keeps a sequence from being run or saved, and in which step. */
export interface SequenceProblem {
  step: number | null;
  text: string;
}

const NO_EXPECTATION: ExpectationDraft = { filter: '', message: '', timeout: 5 };

/** A step that just sends a message. */
export function newStep(key: number, message: Draft = EMPTY_DRAFT): StepDraft {
  return { key, message, wait: 0, expectation: NO_EXPECTATION, expects: false };
}

/** A saved step, to be changed. */
export function stepDraft(key: number, { message, wait, expect }: SequenceStep): StepDraft {
  const draft = { ...EMPTY_DRAFT, ...draftOf(message) };
  const step = { ...newStep(key, draft), wait: wait / 1000 };
  if (!expect) return step;
  const { filter, timeout } = expect;
  const text = expect.message === null ? '' : insideOf(expect.message);
  return {
    ...step,
    expects: true,
    expectation: { filter, message: text, timeout: timeout / 1000 },
  };
}

/** A sequence as it is saved and run; `null` while something is missing. */
export function sequenceOf(draft: SequenceDraft): Sequence | null {
  if (problemOf(draft)) return null;
  const { id, name, folder } = draft;
  return { id, name: name.trim(), folder: folderPath(folder), steps: draft.steps.map(stepOf) };
}

function stepOf({ message, wait, expects, expectation }: StepDraft): SequenceStep {
  const draft = messageDraft(message);
  // `problemOf` has seen that there is one.
  if (!draft) throw new Error('A step without a destination');
  const { filter, timeout } = expectation;
  const ms = Math.round(wait * 1000);
  if (!expects) return { message: draft, wait: ms, expect: null };
  const expected = expectation.message.trim() === '' ? null : parsed(expectation.message);
  const expect = { filter, message: expected, timeout: Math.round(timeout * 1000) };
  return { message: draft, wait: ms, expect };
}

function parsed(text: string): Json[] {
  return JSON.parse(`[${text}]`) as Json[];
}

/** What keeps it from being run or saved; `null` = nothing. */
export function problemOf({ name, steps }: SequenceDraft): SequenceProblem | null {
  if (name.trim() === '') return { step: null, text: 'Give it a name.' };
  if (steps.length === 0) return { step: null, text: 'Add a step.' };
  for (const [index, step] of steps.entries()) {
    const text = stepProblem(step);
    if (text !== null) return { step: index, text };
  }
  return null;
}

function stepProblem({ message, wait, expects, expectation }: StepDraft): string | null {
  if (!message.destination) return 'Choose where the message goes.';
  if (message.tag === '' && message.arguments.trim() === '') return 'Write a tag or an argument.';
  if (mistakeIn(message.arguments)) return 'The arguments are no JSON.';
  if (!(wait >= 0 && wait * 1000 <= TIMEOUT_RANGE[1])) return 'Wait 0 to 600 seconds.';
  return expects ? expectationProblem(expectation) : null;
}

function expectationProblem({ filter, message, timeout }: ExpectationDraft): string | null {
  // Only the meaning of times depends on the moment, not whether the text is right.
  if (!parseFilter(filter, { now: 0 }).ok) return 'The filter of the expected reply is wrong.';
  const ms = timeout * 1000;
  if (!(ms >= TIMEOUT_RANGE[0] && ms <= TIMEOUT_RANGE[1])) return 'Wait 0.1 to 600 seconds.';
  return expectationMistake(message) ? 'The expected reply is no JSON.' : null;
}

/** What is wrong with an expected message, or `null`: it is plain JSON, its strings may hold variables. */
export function expectationMistake(text: string): DraftMistake | null {
  const mistake = mistakeIn(text);
  if (mistake) return mistake;
  const bare = variablesIn(text, 'arguments').find(({ asText }) => !asText);
  if (bare) {
    const message = 'Here, variables stand inside of strings: "{{any}}".';
    return { where: 'arguments', message, ...positionOf(text, bare.from) };
  }
  // The blanks of a variable in a string are kept here, and a tab must not stand there.
  const plain = parseArguments(text);
  if (plain.ok) return null;
  const { message, line, column, offset } = plain;
  return { where: 'arguments', message: `${message}.`, line, column, offset };
}

/** The inside of a JSON array. */
function insideOf(values: readonly Json[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
