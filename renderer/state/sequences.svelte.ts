import type { JobView, Sequence, SequenceStep } from '../../shared/hand.ts';
import { MAX_STEPS, TIMEOUT_RANGE } from '../../shared/hand.ts';
import type { Json } from '../../shared/json.ts';
import { mistakeIn } from './arguments.ts';
import { request } from './client.ts';
import { dangerOf } from './danger.ts';
import { draftOf, EMPTY_DRAFT, messageDraft } from './drafts.ts';
import type { Draft } from './drafts.ts';
import { drawer } from './drawer.svelte.ts';
import { jobs } from './jobs.svelte.ts';
import { folderPath } from './library-tree.ts';
import { library } from './library.svelte.ts';
import { network } from './network.svelte.ts';
import { Task } from './task.svelte.ts';

/** What a step expects, as it is written. */
export interface ExpectationDraft {
  filter: string;
  /** The inside of a JSON array; `''` = any message that passes the filter. */
  message: string;
  /** Seconds. */
  timeout: number;
}

/** A step as it is written: it may be unfinished. */
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

const NO_EXPECTATION: ExpectationDraft = { filter: '', message: '', timeout: 5 };

/** Sequences: the one that is written, and its last run. */
export class SequencesState {
  readonly task = new Task();
  #current = $state.raw<SequenceDraft | null>(null);
  #changed = $state.raw(false);
  #step = $state.raw(0);
  #job = $state.raw<number | null>(null);
  #asking = $state.raw<string | null>(null);
  #nextKey = 1;
  #problem = $derived(this.#current ? problemOf(this.#current) : null);

  get current(): SequenceDraft | null {
    return this.#current;
  }
  /** Whether there is something that isn't saved. */
  get changed(): boolean {
    return this.#changed;
  }
  /** Index of the step that is looked at. */
  get step(): number {
    return Math.min(this.#step, Math.max(0, (this.#current?.steps.length ?? 0) - 1));
  }
  /** The last run of this sequence, when it is still listed. */
  get run(): Extract<JobView, { kind: 'sequence' }> | null {
    const view = this.#job === null ? undefined : jobs.job(this.#job);
    return view?.kind === 'sequence' ? view : null;
  }
  /** What keeps it from being run or saved; `null` = nothing. */
  get problem(): { step: number | null; text: string } | null {
    return this.#problem;
  }

  /** Begins a new one. */
  create(): void {
    const steps = [this.#newStep()];
    this.#show({ id: library.newId(), name: 'New sequence', folder: '', steps }, true);
  }

  open(sequence: Sequence, changed = false): void {
    const steps = sequence.steps.map((step) => this.#stepDraft(step));
    this.#show({ ...sequence, steps }, changed);
  }

  close(): void {
    this.#current = null;
    this.#changed = false;
    this.#job = null;
  }

  choose(step: number): void {
    this.#step = step;
  }

  edit(change: Partial<Pick<SequenceDraft, 'name' | 'folder' | 'steps'>>): void {
    if (!this.#current) return;
    this.#current = { ...this.#current, ...change };
    this.#asking = null;
    this.#changed = true;
  }

  editStep(index: number, change: Partial<StepDraft>): void {
    const steps = this.#current?.steps ?? [];
    this.edit({ steps: steps.map((step, at) => (at === index ? { ...step, ...change } : step)) });
  }

  /** Adds a step behind the one that is looked at; it goes where that one goes. */
  addStep(): void {
    const steps = this.#current?.steps ?? [];
    if (steps.length >= MAX_STEPS) return;
    const at = steps.length === 0 ? 0 : this.step + 1;
    const before = steps[at - 1];
    const step = this.#newStep(before ? { ...before.message, tag: '', arguments: '' } : undefined);
    this.edit({ steps: steps.toSpliced(at, 0, step) });
    this.#step = at;
  }

  removeStep(index: number): void {
    this.edit({ steps: (this.#current?.steps ?? []).toSpliced(index, 1) });
  }

  moveStep(index: number, by: -1 | 1): void {
    const steps = this.#current?.steps ?? [];
    const step = steps[index];
    if (!step || index + by < 0 || index + by >= steps.length) return;
    this.edit({ steps: steps.toSpliced(index, 1).toSpliced(index + by, 0, step) });
    this.#step = index + by;
  }

  async save(): Promise<boolean> {
    const draft = this.#current;
    const sequence = draft && sequenceOf(draft);
    if (!sequence) return false;
    const done = await library.change({ kind: 'save-sequence', sequence });
    if (done && draft === this.#current) this.#changed = false;
    return done;
  }

  /** What a run would do that deserves a question first; `null` = nothing is asked. */
  get asking(): string | null {
    return this.#asking;
  }

  cancel(): void {
    this.#asking = null;
  }

  /**
   * Runs what is written, saved or not; asks first when a step is powerful.
   * @param confirmed the person has read what it does
   */
  async start(confirmed = false): Promise<void> {
    const sequence = this.#current && sequenceOf(this.#current);
    if (!sequence) return;
    this.#asking = confirmed ? null : dangerIn(sequence);
    if (this.#asking !== null) return;
    await this.task.run(async () => {
      this.#job = (await request('sequence.run', { sequence })).job;
    });
  }

  /**
   * Makes a sequence of messages of this node, and opens it.
   * @param seqs their numbers, e.g. of the marked ones
   * @throws MeshError why it can't be made
   */
  async recordFrom(seqs: readonly number[], name = 'Recorded'): Promise<void> {
    const sequence = await request('sequence.record', { seqs, name });
    this.open(sequence, true);
    drawer.open('sequences');
  }

  #show(draft: SequenceDraft, changed: boolean): void {
    this.#current = draft;
    this.#changed = changed;
    this.#step = 0;
    this.#job = null;
    this.#asking = null;
    this.task.forget();
  }

  #newStep(message: Draft = EMPTY_DRAFT): StepDraft {
    const key = this.#nextKey++;
    return { key, message, wait: 0, expectation: NO_EXPECTATION, expects: false };
  }

  #stepDraft({ message, wait, expect }: SequenceStep): StepDraft {
    const draft = { ...EMPTY_DRAFT, ...draftOf(message) };
    const step = { ...this.#newStep(draft), wait: wait / 1000 };
    if (!expect) return step;
    const { filter, timeout } = expect;
    const text = expect.message === null ? '' : insideOf(expect.message);
    const expectation = { filter, message: text, timeout: timeout / 1000 };
    return { ...step, expects: true, expectation };
  }
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
  const expected = expectation.message.trim() === '' ? null : parsed(expectation.message);
  const expect = { filter, message: expected, timeout: Math.round(timeout * 1000) };
  return { message: draft, wait: Math.round(wait * 1000), expect: expects ? expect : null };
}

/** What the powerful steps of a sequence do, or `null`. */
function dangerIn({ steps }: Sequence): string | null {
  const dangers = steps.flatMap(({ message: { destination, tag } }, index) => {
    const danger = dangerOf(destination, tag, network.nodes);
    return danger === null ? [] : [`Step ${index + 1}: ${danger}`];
  });
  return dangers.length === 0 ? null : dangers.join(' ');
}

function parsed(text: string): Json[] {
  return JSON.parse(`[${text}]`) as Json[];
}

function problemOf({ name, steps }: SequenceDraft): { step: number | null; text: string } | null {
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
  if (!expects) return null;
  const ms = expectation.timeout * 1000;
  if (!(ms >= TIMEOUT_RANGE[0] && ms <= TIMEOUT_RANGE[1])) return 'Wait 0.1 to 600 seconds.';
  return expectationMistake(expectation.message);
}

/** What is wrong with an expected message, or `null`: it is plain JSON, its strings may hold variables. */
export function expectationMistake(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    JSON.parse(`[${text}]`);
    return null;
  } catch {
    return 'The expected message is no JSON; variables stand inside of strings: "{{any}}".';
  }
}

/** The inside of a JSON array. */
function insideOf(values: readonly Json[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

export const sequences = new SequencesState();
