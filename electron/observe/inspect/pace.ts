import type { Clock } from '../../../shared/clock.ts';

/** Longest work at a stretch, ms: the node must read and write in between, at least every half frame. */
export const SLICE = 8;
/** Steps between two looks at the clock: one look costs as much as several steps. */
const STEPS_PER_LOOK = 32;

/** Calls `work` once the event loop had its turn. */
export type Schedule = (work: () => void) => void;

/**
 * Long work in slices: `if (pace.due()) await pace.rest();` in every step. All work that shares a pace
 * takes turns, so that together it never takes more than one slice per turn of the event loop.
 */
export class Pace {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #schedule: Schedule;
  readonly #waiting: (() => void)[] = [];
  #scheduled = false;
  #began = 0;
  #steps = 0;

  /** @param schedule default: after the input and output that is ready */
  constructor(clock: Pick<Clock, 'now'>, schedule: Schedule = (work) => void setImmediate(work)) {
    this.#clock = clock;
    this.#schedule = schedule;
  }

  /** Begins a slice. Call it where work begins that has not rested yet. */
  begin(): void {
    this.#began = this.#clock.now();
    this.#steps = 0;
  }

  /** Whether the slice is over. Cheap: call it for every step. */
  due(): boolean {
    this.#steps += 1;
    return this.#steps % STEPS_PER_LOOK === 0 && this.over();
  }

  /** The same at once: for steps that may be long. */
  over(): boolean {
    return this.#clock.now() - this.#began >= SLICE;
  }

  /** Resolves at the beginning of the next slice. */
  rest(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      const next = this.#waiting.shift();
      this.begin();
      next?.();
      this.#wake();
    });
  }
}
