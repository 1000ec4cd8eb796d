import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  differenceOf,
  isExpected,
  MAX_DIFFERENCE_LENGTH,
} from '../../../electron/hand/expected.ts';
import type { Json } from '../../../shared/json.ts';

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

it.each<[Json, Json, boolean]>([
  [[1, 'a'], [1, 'a'], true],
  [[1], ['1'], true],
  [['1.5'], [1.5], true],
  [['1'], [true], false],
  [['01'], [1], false],
  [[null], [false], false],
  [[], {}, false],
  [[1], [1, 2], false],
  [{ a: 1 }, { b: 1 }, false],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: '{{any}}' }, { a: { b: [] } }, true],
  [['{{any}}'], [], false],
  [{ toString: 1 }, {}, false],
])('%j for %j: %j', (expected, received, same) => {
  expect(isExpected(expected, received)).toBe(same);
});

it('finds everything equal to itself, and then no difference', () => {
  fc.assert(
    fc.property(fc.array(json), (message) => {
      const same = JSON.parse(JSON.stringify(message)) as Json[];
      expect(isExpected(same, same)).toBe(true);
      const { expected, received } = differenceOf(same, same);
      expect(expected).toBe(received);
    }),
  );
});

it('bounds what it shows', () => {
  const { expected, received } = differenceOf(['a'], ['x'.repeat(1_000_000)]);
  expect(expected).toBe('[\n  "a"\n]');
  expect(received?.length).toBeLessThanOrEqual(MAX_DIFFERENCE_LENGTH + 1);
});
