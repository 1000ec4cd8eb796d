import { describe, expect, it } from 'vitest';
import { CLOCK_SAMPLES, ClockOffset } from '../../../electron/observe/clock-offset.ts';

const NOW = 1_700_000_000_000;

describe('ClockOffset', () => {
  it('is theirs minus the middle between question and answer', () => {
    const offset = new ClockOffset();
    expect(offset.value).toBeNull();
    offset.add((NOW + 250) / 1000, NOW, 100);
    expect(offset.value).toBeCloseTo(200, 3);
  });

  it('trusts the answer that took least', () => {
    const offset = new ClockOffset();
    offset.add((NOW + 60) / 1000, NOW, 20);
    offset.add((NOW + 900) / 1000, NOW, 800);
    expect(offset.value).toBeCloseTo(50, 3);
  });

  it('follows a clock that was set', () => {
    const offset = new ClockOffset();
    offset.add(NOW / 1000, NOW, 1);
    for (let i = 0; i < CLOCK_SAMPLES; i++) offset.add((NOW + 5000) / 1000, NOW, 10);
    expect(offset.value).toBeCloseTo(4995, 3);
  });

  it('reads numbers that Perl sent as text, and nothing else', () => {
    const offset = new ClockOffset();
    for (const nonsense of [
      undefined,
      null,
      'now',
      '',
      -1,
      0,
      1e12,
      'NaN',
      'Infinity',
      [1],
      true,
    ]) {
      offset.add(nonsense, NOW, 1);
    }
    offset.add('1'.repeat(1000), NOW, 1);
    expect(offset.value).toBeNull();
    offset.add(String(NOW / 1000), NOW, 0);
    expect(offset.value).toBeCloseTo(0, 3);
  });
});
