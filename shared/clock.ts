import type { Guard } from './guard.ts';

/** Time, handed in, so that seeding, reconnecting and time-outs are tested without waiting. */
export interface Clock {
  /** Unix time in milliseconds, with fraction. Never goes back within a process. */
  now(): number;
  /** Runs `action` once after `delay` milliseconds, unless disposed before. */
  after(delay: number, action: () => void): Guard;
}

/** What setTimeout takes at most; longer delays would run at once. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The real clock. Timers of it keep a process alive, like any other. */
export const systemClock: Clock = {
  // performance.now() is monotonic: a change of the wall clock must not fire or stall time-outs.
  now: () => performance.timeOrigin + performance.now(),
  after(delay, action) {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (left: number): void => {
      const part = Math.min(left, MAX_TIMEOUT);
      timer = setTimeout(() => (left > part ? wait(left - part) : action()), part);
    };
    wait(delay);
    return { dispose: () => clearTimeout(timer) };
  },
};
