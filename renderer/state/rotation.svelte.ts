import type { RotationView } from '../../shared/config-view.ts';
import { request } from './client.ts';
import { config } from './config.svelte.ts';
import { Task } from './task.svelte.ts';

export type RotationStep = 'begin' | 'share' | 'wait' | 'move' | 'done';

/**
 * A change of the secret while the network runs, step by step. It outlives a change of the view; what the
 * main process knows of it also outlives the page.
 */
class RotationState {
  readonly task = new Task();
  #view = $state.raw<RotationView | null>(null);
  #step = $state.raw<RotationStep>('begin');
  #profile = $state.raw<string | null>(null);
  #savedTo = $state.raw<string | null>(null);

  get view(): RotationView | null {
    return this.#view;
  }
  get step(): RotationStep {
    return this.#step;
  }
  /** The profile whose secret is changed; `null` = the global one. */
  get profile(): string | null {
    return this.#profile;
  }
  /** Where the invitation with the new secret was put. */
  get savedTo(): string | null {
    return this.#view?.savedTo ?? this.#savedTo;
  }
  /** Whether anybody else can have the new secret by now. */
  get handedOut(): boolean {
    return this.savedTo !== null || (this.#view?.seen ?? false);
  }
  /** Whether the steps after the beginning are open. */
  get mayGo(): boolean {
    return this.#view !== null && this.#step !== 'done';
  }
  /** From the beginning until the person has seen the end. */
  get underWay(): boolean {
    return this.#view !== null;
  }

  /** Opens the steps; one that runs goes on. */
  open(profile: string | null): void {
    if (!this.underWay) {
      this.#reset();
      this.#profile = profile;
    }
    config.open({ kind: 'rotation' });
  }

  /** Between the steps after the beginning one may go back and forth. */
  go(step: Exclude<RotationStep, 'begin' | 'done'>): void {
    if (this.mayGo) this.#step = step;
  }

  /** News from the main process: also of a rotation that another page has begun. */
  apply(view: RotationView | null): void {
    if (view) this.#take(view);
    else if (this.#view) this.#reset();
  }

  async begin(): Promise<void> {
    await this.task.run(async () => {
      this.#take(await request('rotation.begin', { profile: this.#profile }));
    });
  }

  /** Puts the new secret into an encrypted file that the person chooses a place for. */
  async share(passphrase: string): Promise<boolean> {
    return this.task.run(async () => {
      const saved = await request('rotation.invite', { passphrase });
      this.#savedTo = saved?.path ?? this.#savedTo;
    });
  }

  async ask(): Promise<void> {
    await this.task.run(async () => {
      this.#take(await request('rotation.ask', null));
    });
  }

  async move(): Promise<void> {
    await this.task.run(async () => {
      this.#take(await config.whileOwn(() => request('rotation.move', null)));
    });
  }

  /** Ends it: nothing secret of it is kept any more. */
  async cancel(): Promise<void> {
    const went = await this.task.run(() => request('rotation.cancel', null));
    if (went) this.close();
  }

  /** Back to the profile; only before the beginning. */
  close(): void {
    const profile = this.#profile;
    this.#reset();
    config.open({ kind: 'profile', name: profile });
  }

  #take(view: RotationView): void {
    this.#view = view;
    this.#profile = view.profile;
    if (view.moved) this.#step = 'done';
    else if (this.#step === 'begin' || this.#step === 'done') this.#step = 'share';
  }

  #reset(): void {
    this.#view = null;
    this.#step = 'begin';
    this.#savedTo = null;
    this.task.forget();
  }
}

export const rotation = new RotationState();
