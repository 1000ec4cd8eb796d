import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

describe('systemClock', () => {
  it('tells Unix time with fractions, never backwards', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
    const times = Array.from({ length: 1000 }, () => systemClock.now());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.some((time) => time % 1 !== 0)).toBe(true);
  });

  describe('timers', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('run once, after the time', () => {
      const action = vi.fn();
      systemClock.after(1000, action);
      vi.advanceTimersByTime(999);
      expect(action).not.toHaveBeenCalled();
      vi.advanceTimersByTime(5000);
      expect(action).toHaveBeenCalledTimes(1);
    });

    it('do not run when disposed, also twice', () => {
      const action = vi.fn();
      const guard = systemClock.after(10, action);
      guard.dispose();
      guard.dispose();
      vi.advanceTimersByTime(100);
      expect(action).not.toHaveBeenCalled();
      expect(vi.getTimerCount()).toBe(0);
    });

    // setTimeout takes at most 2^31 - 1 ms, and runs at once when it is given more.
    it('wait as long as they are told, also months', () => {
      const action = vi.fn();
      const delay = 60 * 86_400_000;
      systemClock.after(delay, action);
      vi.advanceTimersByTime(delay - 1);
      expect(action).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(action).toHaveBeenCalledTimes(1);
    });

    it('can be disposed in the middle of months', () => {
      const action = vi.fn();
      const guard = systemClock.after(60 * 86_400_000, action);
      vi.advanceTimersByTime(50 * 86_400_000);
      guard.dispose();
      vi.advanceTimersByTime(50 * 86_400_000);
      expect(action).not.toHaveBeenCalled();
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

describe('FakeClock', () => {
  it('runs timers in order of time, then of setting, also new ones', () => {
    const clock = new FakeClock(0);
    const ran: string[] = [];
    const note = (what: string) => () => void ran.push(`${what}@${clock.now()}`);
    clock.after(20, note('late'));
    clock.after(10, () => {
      note('first')();
      clock.after(5, note('nested'));
    });
    clock.after(10, note('second'));
    clock.after(10, note('never')).dispose();
    expect(clock.delays).toEqual([10, 10, 20]);
    clock.advance(30);
    expect(ran).toEqual(['first@10', 'second@10', 'nested@15', 'late@20']);
    expect(clock.now()).toBe(30);
    expect(clock.waiting).toBe(0);
  });

  it('lets promises settle between timers', async () => {
    const clock = new FakeClock(0);
    const ran: string[] = [];
    clock.after(10, () => queueMicrotask(() => ran.push('consequence')));
    clock.after(10, () => ran.push('next'));
    await clock.pass(10);
    expect(ran).toEqual(['consequence', 'next']);
  });
});
