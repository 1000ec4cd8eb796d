import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { JobView, MessageDraft } from '../../shared/hand.ts';
import { MAX_JOBS } from '../../shared/hand.ts';

type Without<View, Keys extends PropertyKey> = View extends unknown ? Omit<View, Keys> : never;

/** What a job shows of itself. */
export type JobFacts = Without<JobView, 'job' | 'since' | 'draft'>;

/** Something that goes on by itself. */
export interface Job {
  readonly running: boolean;
  facts(): JobFacts;
  /** Ends it; what has been reached stays to be seen. */
  stop(): void;
}

interface Entry {
  job: number;
  since: number;
  draft: MessageDraft | null;
  work: Job;
}

/** The jobs of one node, those that ended included, until they are forgotten. */
export class Jobs {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #entries = new Map<number, Entry>();
  #next = 1;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /**
   * Starts a job.
   * @param start gets what to call when its facts changed
   * @returns its number
   * @throws MeshError `limit-reached`, and whatever `start` throws: then nothing is left of it
   */
  start(draft: MessageDraft | null, start: (changed: () => void) => Job): number {
    this.#makeRoom();
    const work = start(this.#onChange);
    const job = this.#next++;
    this.#entries.set(job, { job, since: this.#clock.now(), draft, work });
    this.#onChange();
    return job;
  }

  /** Nothing happens to a job that has ended or is forgotten. */
  stop(job: number): void {
    this.#entries.get(job)?.work.stop();
    this.#onChange();
  }

  /** Stops a job and takes it from the list. */
  forget(job: number): void {
    this.#entries.get(job)?.work.stop();
    this.#entries.delete(job);
    this.#onChange();
  }

  /** The newest first. */
  views(): JobView[] {
    const views = [...this.#entries.values()].map(({ job, since, draft, work }): JobView => {
      return { job, since, draft, ...work.facts() };
    });
    return views.reverse();
  }

  dispose(): void {
    for (const { work } of this.#entries.values()) work.stop();
  }

  #makeRoom(): void {
    if (this.#entries.size < MAX_JOBS) return;
    const ended = [...this.#entries.values()].find(({ work }) => !work.running);
    if (!ended) {
      throw new MeshError('limit-reached', `${MAX_JOBS} jobs are running already.`, {
        next: 'Stop one of them first.',
      });
    }
    this.forget(ended.job);
  }
}
