import type { Guard } from './guard.ts';

/** Time, handed in, so that seeding, reconnecting and time-outs are tested without waiting. */
export interface Clock {
  /** Unix time in milliseconds, with fraction. Never goes back within a process. */
  now(): number;
  /** Runs `action` once after `delay` milliseconds, unless disposed before. */
  after(delay: number, action: () => void): Guard;
}

/** The real clock. Timers of it keep a process alive, like any other. */
export const systemClock: Clock = {
  // performance.now() is monotonic: a change of the wall clock must not fire or stall time-outs.
  now: () => performance.timeOrigin + performance.now(),
  after(delay, action) {
    const timer = setTimeout(action, delay);
    return { dispose: () => clearTimeout(timer) };
  },
};
