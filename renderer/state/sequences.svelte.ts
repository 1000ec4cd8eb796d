import type { JobView, Sequence, StepView } from '../../shared/hand.ts';
import { MAX_STEPS } from '../../shared/hand.ts';
import type { MessageSource } from '../../shared/messages.ts';
import { request } from './client.ts';
import { dangerOfDraft } from './draft-danger.ts';
import type { Draft } from './drafts.ts';
import { drawer } from './drawer.svelte.ts';
import { jobs } from './jobs.svelte.ts';
import { library } from './library.svelte.ts';
import { newStep, problemOf, sequenceOf, stepDraft } from './sequence-draft.ts';
import type { SequenceDraft, SequenceProblem, StepDraft } from './sequence-draft.ts';
import { Task } from './task.svelte.ts';

/** Sequences: the one that is written, and its last run. */
export class SequencesState {
  readonly task = new Task();
  #current = $state.raw<SequenceDraft | null>(null);
  #changed = $state.raw(false);
  #step = $state.raw(0);
  #job = $state.raw<number | null>(null);
  /** The steps of that run, as they were written then. */
  #ran = $state.raw<readonly StepDraft[]>([]);
  #asking = $state.raw<string | null>(null);
  /** What waits until the person has decided about what isn't saved. */
  #leaving = $state.raw<(() => void) | null>(null);
  #nextKey = 1;
  #problem = $derived(this.#current ? problemOf(this.#current) : null);
  /** New, or deleted while it is open. */
  #unlisted = $derived.by(() => {
    const id = this.#current?.id;
    return id !== undefined && !library.view.sequences.some((saved) => saved.id === id);
  });

  get current(): SequenceDraft | null {
    return this.#current;
  }
  /** Whether there is something that isn't saved. */
  get changed(): boolean {
    return this.#changed || this.#unlisted;
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
  get problem(): SequenceProblem | null {
    return this.#problem;
  }
  /** What the person must decide before another sequence takes the place of this one. */
  get leaving(): { text: string; action: string } | null {
    if (!this.#leaving) return null;
    return this.#changed
      ? { text: 'The sequence has changes that are not saved.', action: 'Discard them' }
      : { text: 'The sequence was deleted: it is not saved any more.', action: 'Discard it' };
  }

  /** What the last run made of a step; of one that was changed since then nothing is known. */
  resultOf(step: StepDraft): StepView | null {
    return this.run?.steps[this.#ran.indexOf(step)] ?? null;
  }

  /** Does what puts another one in the place of this one; asks first when this one isn't saved. */
  leave(action: () => void): void {
    if (this.changed) this.#leaving = action;
    else action();
  }

  /** Goes on with what waited: what isn't saved is discarded, or just was saved. */
  goOn(): void {
    const action = this.#leaving;
    this.#leaving = null;
    action?.();
  }

  stay(): void {
    this.#leaving = null;
  }

  /** Begins a new one. */
  create(): void {
    const steps = [newStep(this.#nextKey++)];
    this.#show({ id: library.newId(), name: 'New sequence', folder: '', steps }, true);
  }

  open(sequence: Sequence, changed = false): void {
    const steps = sequence.steps.map((step) => stepDraft(this.#nextKey++, step));
    this.#show({ ...sequence, steps }, changed);
  }

  close(): void {
    this.#current = null;
    this.#changed = false;
    this.#job = null;
    this.#leaving = null;
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
    const message: Draft | undefined = before && { ...before.message, tag: '', arguments: '' };
    const step = newStep(this.#nextKey++, message);
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
    if (done && draft === this.#current) {
      this.#changed = false;
      this.goOn();
    }
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
    const draft = this.#current;
    const sequence = draft && sequenceOf(draft);
    if (!sequence) return;
    this.#asking = confirmed ? null : dangerIn(sequence);
    if (this.#asking !== null) return;
    await this.task.run(async () => {
      const { job } = await request('sequence.run', { sequence });
      if (this.#current?.id !== draft.id) return;
      this.#job = job;
      this.#ran = draft.steps;
    });
  }

  /**
   * Makes a sequence of messages of this node, or of a recording, and opens it; asks first when the open
   * one isn't saved.
   * @param seqs their numbers, e.g. of the marked ones
   * @throws MeshError why it can't be made
   */
  async recordFrom(
    source: MessageSource,
    seqs: readonly number[],
    name = 'Recorded',
  ): Promise<void> {
    const sequence = await request('sequence.record', { source, seqs, name });
    drawer.open('sequences');
    this.leave(() => this.open(sequence, true));
  }

  #show(draft: SequenceDraft, changed: boolean): void {
    this.#current = draft;
    this.#changed = changed;
    this.#step = 0;
    this.#job = null;
    this.#ran = [];
    this.#asking = null;
    this.#leaving = null;
    this.task.forget();
  }
}

/** What the powerful steps of a sequence do, or `null`. */
function dangerIn({ steps }: Sequence): string | null {
  const dangers = steps.flatMap(({ message }, index) => {
    const danger = dangerOfDraft(message, library.view.variables);
    return danger === null ? [] : [`Step ${index + 1}: ${danger}`];
  });
  return dangers.length === 0 ? null : dangers.join(' ');
}

export const sequences = new SequencesState();
