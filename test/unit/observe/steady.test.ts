import { describe, expect, it } from 'vitest';
import { isFar, Steady } from '../../../electron/observe/steady.ts';

describe('Steady', () => {
  const after = (...samples: number[]) => {
    const steady = new Steady();
    const far = samples.map((sample) => steady.add(sample));
    return { value: steady.value, far };
  };

  it('knows nothing at first, then the best that it has', () => {
    expect(after().value).toBeNull();
    expect(after(7).value).toBe(7);
    expect(after(7, 5).value).toBe(5);
    expect(after(7, 5, 6).value).toBe(6);
  });

  it('is not moved by an outlier, but says that it came', () => {
    expect(after(2, 2, 2, 90)).toEqual({ value: 2, far: [true, false, false, true] });
    expect(after(2, 2, 2, 90, 2, 2).value).toBe(2);
  });

  it('believes a change that came twice, up and down', () => {
    expect(after(2, 2, 2, 90, 95).value).toBe(90);
    expect(after(90, 90, 90, 2, 3).value).toBe(3);
  });

  it('calls far what differs by more than double and jitter', () => {
    expect(isFar(1, 11.9)).toBe(false);
    expect(isFar(1, 12.1)).toBe(true);
    expect(isFar(210.1, 100)).toBe(true);
    expect(isFar(100, 209)).toBe(false);
  });
});
