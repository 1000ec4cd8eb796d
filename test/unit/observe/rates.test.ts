import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RATE_SLOT, RATE_WINDOW, Rates } from '../../../electron/observe/rates.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

describe('Rates', () => {
  let clock: FakeClock;
  let rates: Rates;
  const onChange = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    onChange.mockClear();
    rates = new Rates(clock, onChange);
  });

  it('averages over the window, both ways apart', () => {
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 7; i++) rates.count('in');
      rates.count('out');
      clock.advance(RATE_SLOT);
    }
    expect(rates.current()).toEqual({ in: 7, out: 1 });
  });

  it('goes back to nothing, tells so, and then rests', () => {
    rates.count('in');
    clock.advance(RATE_SLOT);
    expect(rates.takeChange()).toEqual({ in: 0.2, out: 0 });
    expect(rates.takeChange()).toBeNull();
    clock.advance(RATE_WINDOW + RATE_SLOT);
    expect(rates.takeChange()).toEqual({ in: 0, out: 0 });
    expect(clock.waiting).toBe(0);
    expect(onChange.mock.calls.length).toBeGreaterThan(3);
  });

  it('costs nothing while there is no traffic', () => {
    clock.advance(60_000);
    expect(onChange).not.toHaveBeenCalled();
    expect(clock.waiting).toBe(0);
    rates.count('in');
    rates.dispose();
    expect(clock.waiting).toBe(0);
  });
});
