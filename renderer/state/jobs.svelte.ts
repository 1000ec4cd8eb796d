import type { JobView } from '../../shared/hand.ts';
import { request } from './client.ts';
import { Task } from './task.svelte.ts';

/** What goes on by itself: calls, repetitions and sequences. */
export class JobsState {
  readonly task = new Task();
  #list = $state.raw<readonly JobView[]>([]);
  #byNumber = $derived(new Map(this.#list.map((view) => [view.job, view])));
  #running = $derived(this.#list.filter(isRunning).length);

  /** The newest first. */
  get list(): readonly JobView[] {
    return this.#list;
  }
  get running(): number {
    return this.#running;
  }

  apply(list: readonly JobView[]): void {
    this.#list = list;
  }

  job(job: number): JobView | undefined {
    return this.#byNumber.get(job);
  }

  async stop(job: number): Promise<void> {
    await this.task.run(() => request('job.stop', { job }));
  }

  async forget(job: number): Promise<void> {
    await this.task.run(() => request('job.forget', { job }));
  }

  /** Forgets all that have ended. */
  async forgetEnded(): Promise<void> {
    const ended = this.#list.filter((view) => !isRunning(view));
    await this.task.run(() => Promise.all(ended.map(({ job }) => request('job.forget', { job }))));
  }
}

/** Whether a job still goes on. */
export function isRunning({ state }: JobView): boolean {
  return state === 'waiting' || state === 'running';
}

export const jobs = new JobsState();
