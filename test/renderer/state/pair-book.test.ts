import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { PairBook } from '../../../renderer/state/pair-book.ts';

const nameOf = (index: number) => `n${index}` as NodeId;

test('holds the same as a plain map, whatever comes and goes', () => {
  const pair = fc.tuple(fc.nat(9), fc.nat(9)).filter(([a, b]) => a < b);
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ pair, roundTrip: fc.nat(500) }) },
    { weight: 1, arbitrary: fc.record({ gone: fc.uniqueArray(fc.nat(9), { maxLength: 3 }) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const book = new PairBook();
      const plain = new Map<string, number>();
      for (const each of steps) {
        if ('gone' in each) {
          book.remove(each.gone.map(nameOf).filter((node) => book.has(node)));
          for (const key of [...plain.keys()]) {
            if (each.gone.some((index) => key.split(' ').includes(nameOf(index)))) {
              plain.delete(key);
            }
          }
          continue;
        }
        const [a, b] = each.pair.map(nameOf) as [NodeId, NodeId];
        book.set({ a, b, roundTrip: each.roundTrip, at: 7 });
        plain.set(`${a} ${b}`, each.roundTrip);
      }
      const held = Array.from({ length: book.size }, (_, index) => book.view(index));
      expect(new Map(held.map(({ a, b, roundTrip }) => [`${a} ${b}`, roundTrip]))).toEqual(plain);
      for (const [index, { a, b }] of held.entries()) {
        expect(book.find(a, b)).toBe(index);
        expect(book.find(b, a)).toBe(index);
      }
    }),
  );
});

test('uses the numbers of nodes again that are gone', () => {
  const book = new PairBook();
  for (let index = 0; index < 100; index++) {
    const [a, b] = [nameOf(index), nameOf(index + 1000)];
    book.set({ a, b, roundTrip: 1, at: 1 });
    book.remove([a, b]);
  }
  expect(book.size).toBe(0);
  expect(book.names.length).toBe(2);
  expect(book.find(nameOf(1), nameOf(1001))).toBeUndefined();
});
