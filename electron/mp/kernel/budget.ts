import type { Clock } from '../../../shared/clock.ts';
import { DIAL_BURST, DIALS_PER_SECOND } from './limits.ts';

/** How many connections may be opened: a burst, then so many a second. */
export class DialBudget {
  readonly #clock: Clock;
  #left = DIAL_BURST;
  #countedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#countedAt = clock.now();
  }

  /** Takes one dial; false when none is left now. */
  take(): boolean {
    const now = this.#clock.now();
    const earned = ((now - this.#countedAt) / 1000) * DIALS_PER_SECOND;
    this.#left = Math.min(DIAL_BURST, this.#left + earned);
    this.#countedAt = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
