import { describe, expect, it } from 'vitest';
import { medianOf, referenceOf } from '../../../shared/reference.ts';

describe('medianOf', () => {
  it.each([
    [[], 0],
    [[7], 7],
    [[9, 1], 1],
    [[3, 1, 2], 2],
    [[4, 3, 1, 2], 2],
  ])('of %j is %d, the lower one of two', (values, median) => {
    expect(medianOf(values)).toBe(median);
  });
});

describe('referenceOf', () => {
  it('is not moved by a quarter of wild values', () => {
    const calm = [10, 10, 10, 10, 11, 11];
    expect(referenceOf([...calm, 900, 9_000])).toEqual({ median: 10, fence: 14 });
    expect(referenceOf(calm)).toEqual({ median: 10, fence: 10 });
  });

  it('has a wide fence where several distances are mixed', () => {
    const { median, fence } = referenceOf([1, 1, 80, 80, 80, 150, 150, 280]);
    expect(median).toBe(80);
    expect(fence).toBeGreaterThan(280);
  });
});
