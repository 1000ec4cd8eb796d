import type { RotationView } from '../../shared/config-view.ts';
import { request } from './client.ts';
import { config } from './config.svelte.ts';
import { Task } from './task.svelte.ts';

export type RotationStep = 'begin' | 'share' | 'wait' | 'move' | 'done';

/** A change of the secret while the network runs, step by step. It outlives a change of the view. */
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
    return this.#savedTo;
  }
  get underWay(): boolean {
    return this.#view !== null && this.#step !== 'done';
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
    if (this.underWay) this.#step = step;
  }

  async begin(): Promise<void> {
    await this.task.run(async () => {
      this.#view = await request('rotation.begin', { profile: this.#profile });
      this.#step = 'share';
    });
  }

  /** Puts the new secret into an encrypted file that the person chooses a place for. */
  async share(passphrase: string): Promise<boolean> {
    return this.task.run(async () => {
      const file = await request('rotation.invite', { passphrase });
      const saved = await request('file.save', file);
      this.#savedTo = saved?.path ?? this.#savedTo;
    });
  }

  async ask(): Promise<void> {
    await this.task.run(async () => {
      this.#view = await request('rotation.ask', null);
    });
  }

  async move(): Promise<void> {
    await this.task.run(async () => {
      this.#view = await config.whileOwn(() => request('rotation.move', null));
      this.#step = 'done';
    });
  }

  async cancel(): Promise<void> {
    const went = await this.task.run(() => request('rotation.cancel', null));
    if (went) this.close();
  }

  /** Back to the profile; only before the beginning or after the end. */
  close(): void {
    const profile = this.#profile;
    this.#reset();
    config.open({ kind: 'profile', name: profile });
  }

  #reset(): void {
    this.#view = null;
    this.#step = 'begin';
    this.#savedTo = null;
    this.task.forget();
  }
}

export const rotation = new RotationState();
