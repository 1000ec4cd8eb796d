import { describe, expect, it } from 'vitest';
import { Latencies, MAX_LATENCIES_PER_CHANGE } from '../../../electron/observe/latencies.ts';
import type { NodeId } from '../../../shared/ids.ts';

const id = (text: string) => text as NodeId;

describe('Latencies', () => {
  it('are the same from both ends, the smaller ID first', () => {
    const latencies = new Latencies();
    latencies.set(id('eve'), id('bob'), 7, 100);
    expect(latencies.get(id('bob'), id('eve'))).toEqual({
      a: 'bob',
      b: 'eve',
      roundTrip: 7,
      at: 100,
    });
    expect(latencies.get(id('eve'), id('bob'))).toBe(latencies.get(id('bob'), id('eve')));
    expect(latencies.get(id('bob'), id('ann'))).toBeNull();
  });

  it('are told once, in their latest state', () => {
    const latencies = new Latencies();
    latencies.set(id('a'), id('b'), 1, 1);
    latencies.set(id('a'), id('b'), 2, 2);
    expect(latencies.pending).toBe(true);
    expect(latencies.take()).toEqual([{ a: 'a', b: 'b', roundTrip: 2, at: 2 }]);
    expect(latencies.pending).toBe(false);
    expect(latencies.take()).toEqual([]);
  });

  it('are forgotten with either node', () => {
    const latencies = new Latencies();
    latencies.set(id('a'), id('b'), 1, 1);
    latencies.set(id('b'), id('c'), 1, 1);
    latencies.set(id('a'), id('c'), 1, 1);
    latencies.forget(id('b'));
    expect(latencies.size).toBe(1);
    expect([...latencies.values()].map(({ a, b }) => a + b)).toEqual(['ac']);
    expect(latencies.take().length).toBe(1);
  });

  it('are bounded; those that are known stay up to date', () => {
    const latencies = new Latencies(2);
    latencies.set(id('a'), id('b'), 1, 1);
    latencies.set(id('a'), id('c'), 1, 1);
    latencies.set(id('a'), id('d'), 1, 1);
    latencies.set(id('a'), id('b'), 9, 2);
    expect(latencies.size).toBe(2);
    expect(latencies.get(id('a'), id('b'))?.roundTrip).toBe(9);
  });

  it('are told in parts when there are many, all of them in the end', () => {
    const latencies = new Latencies();
    const count = MAX_LATENCIES_PER_CHANGE * 2 + 3;
    for (let i = 0; i < count; i++) latencies.set(id('a'), id(`n${i}`), i, i);
    latencies.rewind();
    const parts = [latencies.take(), latencies.take()];
    latencies.set(id('a'), id('n1'), 99, 99);
    parts.push(latencies.take());
    expect(parts.map((part) => part.length)).toEqual([
      MAX_LATENCIES_PER_CHANGE,
      MAX_LATENCIES_PER_CHANGE,
      4,
    ]);
    expect(new Set(parts.flat().map(({ b }) => b)).size).toBe(count);
    expect(latencies.pending).toBe(false);
  });
});
