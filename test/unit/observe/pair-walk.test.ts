import { describe, expect, it } from 'vitest';
import { PairWalk } from '../../../electron/observe/pair-walk.ts';

function cycle(walk: PairWalk, size: number): string[] {
  const pairs: string[] = [];
  for (let pair = walk.next(size); pair; pair = walk.next(size)) {
    pairs.push([...pair].sort((a, b) => a - b).join('-'));
  }
  return pairs;
}

describe('PairWalk', () => {
  const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 19, 20, 21, 40, 41, 100];
  it.each(sizes)('comes to every pair of %i once, again and again', (size) => {
    const walk = new PairWalk(10);
    for (let round = 0; round < 2; round++) {
      const pairs = cycle(walk, size);
      expect(pairs.length).toBe((size * Math.max(size - 1, 0)) / 2);
      expect(new Set(pairs).size).toBe(pairs.length);
      expect(pairs.every((pair) => new Set(pair.split('-')).size === 2)).toBe(true);
    }
  });

  it('stays with the same first thing for a while, then moves on', () => {
    const walk = new PairWalk(3);
    const firsts = Array.from({ length: 9 }, () => walk.next(100)?.[0]);
    expect(firsts).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('names nothing that is not there when the size changes', () => {
    const walk = new PairWalk(4);
    for (let i = 0; i < 2_000; i++) {
      const size = 3 + ((i * 7) % 40);
      const pair = walk.next(size);
      if (pair) expect(Math.max(...pair)).toBeLessThan(size);
      if (pair) expect(pair[0]).not.toBe(pair[1]);
    }
  });
});
