import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, sortedNames } from '../../../shared/order.ts';

describe('the order of names', () => {
  it('reads numbers as numbers, of any length', () => {
    const names = ['n10', 'n2', 'n1', `n1${'0'.repeat(40)}`, 'a', 'n', 'n2b', 'n02'];
    expect(sortedNames(names)).toEqual(['a', 'n', 'n1', 'n02', 'n2', 'n2b', 'n10', names[3]]);
  });

  it('is a total order', () => {
    const name = fc.stringMatching(/^[a0-9-]{0,8}$/);
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
        expect(compareNames(a, b) === 0).toBe(a === b);
        if (compareNames(a, b) < 0 && compareNames(b, c) < 0) {
          expect(compareNames(a, c)).toBeLessThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
