import type { Clock } from '../../shared/clock.ts';

/** A clock whose timers run at once, as if their time had passed: for programs that only wait. */
export class HastyClock implements Clock {
  #now = 1_000_000_000_000;
  readonly #least: number;

  /** @param least ms that every wait takes at least: what is polled for a long time comes soon then */
  constructor(least = 0) {
    this.#least = least;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, action: () => void): { dispose: () => void } {
    const immediate = setImmediate(() => {
      this.#now += Math.max(delay, this.#least);
      action();
    });
    return { dispose: () => clearImmediate(immediate) };
  }

  /** Lets `time` ms pass. */
  advance(time: number): void {
    this.#now += time;
  }
}
