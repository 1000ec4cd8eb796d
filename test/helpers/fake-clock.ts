import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';

interface Timer {
  at: number;
  /** Timers of the same moment run in the order in which they were set. */
  order: number;
  action: () => void;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];

  /** @param start Unix ms */
  constructor(start = 1_000_000_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, action: () => void): Guard {
    const timer = { at: this.#now + Math.max(delay, 0), order: this.#order++, action };
    this.#timers.push(timer);
    return { dispose: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Milliseconds until each timer that waits, soonest first. */
  get delays(): number[] {
    return this.#timers.map((timer) => timer.at - this.#now).sort((a, b) => a - b);
  }

  /** Lets `time` ms pass, and runs what is due in order, also what that sets. */
  advance(time: number): void {
    const end = this.#now + time;
    for (let next = this.#due(end); next; next = this.#due(end)) this.#run(next);
    this.#now = end;
  }

  /**
   * Like {@link advance}, but lets all consequences of a timer happen before the next one.
   * @param settle waits for them; without it: until no promise is left to run
   */
  async pass(time: number, settle: () => Promise<void> = promisesSettled): Promise<void> {
    const end = this.#now + time;
    await settle();
    for (let next = this.#due(end); next; next = this.#due(end)) {
      this.#run(next);
      await settle();
    }
    this.#now = end;
  }

  #run(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.action();
  }

  #due(end: number): Timer | undefined {
    const due = this.#timers.filter((timer) => timer.at <= end);
    return due.sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }
}

/** Waits until all promises and microtasks that can run have run: they come before immediates. */
export function promisesSettled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
