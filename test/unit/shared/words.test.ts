import { describe, expect, it } from 'vitest';
import {
  countOf,
  listNames,
  MAX_NAME_IN_SENTENCE,
  milliseconds,
  shortName,
} from '../../../shared/faults/words.ts';

describe('shortName', () => {
  it('leaves names as they are, and cuts long ones between characters', () => {
    const fits = '𝒳'.repeat(MAX_NAME_IN_SENTENCE);
    expect(shortName('fra-01')).toBe('fra-01');
    expect(shortName(fits)).toBe(fits);
    const cut = shortName(`${fits}𝒳`);
    expect([...cut]).toHaveLength(MAX_NAME_IN_SENTENCE);
    expect(cut).toBe(`${'𝒳'.repeat(MAX_NAME_IN_SENTENCE - 1)}…`);
    expect(shortName('x'.repeat(100_000)).length).toBe(MAX_NAME_IN_SENTENCE);
  });
});

describe('listNames', () => {
  it.each([
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
  ])('%j', (names, sentence) => {
    expect(listNames(names)).toBe(sentence);
  });
});

describe('numbers', () => {
  it('count things', () => {
    expect([0, 1, 2, 19_900].map((count) => countOf(count, 'link'))).toEqual([
      '0 links',
      '1 link',
      '2 links',
      '19,900 links',
    ]);
  });

  it('tell times', () => {
    expect([0.44, 9.96, 12.3, 999, 1_250].map(milliseconds)).toEqual([
      '0.4 ms',
      '10.0 ms',
      '12 ms',
      '999 ms',
      '1.3 s',
    ]);
  });
});
