import { beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_PREFERRED,
  PAIR_INTERVAL,
  pairKey,
  ProbeQueue,
  REGULAR_BATCH,
} from '../../../electron/observe/probe-queue.ts';
import type { NodeId } from '../../../shared/ids.ts';

const id = (text: string) => text as NodeId;

describe('ProbeQueue', () => {
  let now: number;
  let measured: Set<string>;
  let closed: Set<string>;
  let queue: ProbeQueue;

  beforeEach(() => {
    now = 1_000_000;
    measured = new Set();
    closed = new Set();
    queue = new ProbeQueue({
      isOpen: (a, b) => !closed.has(pairKey(a, b)),
      isMeasured: (a, b) => measured.has(pairKey(a, b)),
    });
  });

  const add = (count: number) => {
    for (let i = 0; i < count; i++) queue.add(id(`n${i}`));
  };
  const take = () => queue.next(now).map((pair) => pairKey(...pair));
  const measureAll = () => {
    const seen: string[] = [];
    for (let pairs = take(); pairs.length > 0; pairs = take()) {
      seen.push(...pairs);
      for (const pair of pairs) measured.add(pair);
    }
    return seen;
  };

  it('comes to all pairs, each once, before it begins anew', () => {
    add(20);
    const seen = measureAll();
    expect(new Set(seen).size).toBe(190);
    expect(take()).toEqual([]);
    now += PAIR_INTERVAL;
    expect(take().length).toBe(REGULAR_BATCH);
  });

  it('gives a batch to one relay, so that it costs one write', () => {
    add(50);
    const relays = new Set(queue.next(now).map(([relay]) => relay));
    expect(relays.size).toBe(1);
  });

  it('takes pairs that were never measured first, but not only those', () => {
    add(40);
    measureAll();
    now += PAIR_INTERVAL;
    queue.add(id('new'));
    const taken = Array.from({ length: 4 }, () => take()).flat();
    expect(taken.some((pair) => pair.includes('new'))).toBe(true);
    expect(taken.some((pair) => !pair.includes('new'))).toBe(true);
    const all = [...taken, ...Array.from({ length: 60 }, () => take()).flat()];
    expect(new Set(all.filter((pair) => pair.includes('new'))).size).toBe(40);
  });

  it('leaves out pairs without a link', () => {
    add(3);
    closed.add(pairKey(id('n0'), id('n1')));
    expect(new Set(measureAll())).toEqual(
      new Set([pairKey(id('n0'), id('n2')), pairKey(id('n1'), id('n2'))]),
    );
  });

  it('prefers the pairs of a node, each once', () => {
    add(30);
    measureAll();
    queue.preferNode(id('n7'), now);
    const taken = [...take(), ...take(), ...take()];
    expect(taken.length).toBe(29);
    expect(taken.every((pair) => pair.split('\n').includes('n7'))).toBe(true);
  });

  it('keeps a preferred pair back until its time, and the others meanwhile going', () => {
    add(30);
    measureAll();
    queue.prefer(id('n1'), id('n2'), now + 500);
    expect(take()).toEqual([]);
    now += 500;
    expect(take()).toEqual(['n1\nn2']);
    now += PAIR_INTERVAL;
    queue.prefer(id('n1'), id('n2'), now);
    expect(take().length).toBe(REGULAR_BATCH + 1);
  });

  it('forgets nodes that are gone', () => {
    add(5);
    queue.preferNode(id('n1'), now);
    queue.remove(id('n1'));
    queue.remove(id('never there'));
    const seen = measureAll();
    expect(seen.length).toBe(6);
    expect(seen.some((pair) => pair.split('\n').includes('n1'))).toBe(false);
  });

  it('bounds what is preferred', () => {
    add(120);
    measureAll();
    for (let i = 0; i < 120; i++) queue.preferNode(id(`n${i}`), now);
    expect(measureAll().length).toBe(MAX_PREFERRED);
  });

  it('looks at a limited number of pairs at a time', () => {
    let looks = 0;
    const large = new ProbeQueue({ isOpen: () => false, isMeasured: () => (++looks, false) });
    for (let i = 0; i < 500; i++) large.add(id(`n${i}`));
    large.next(now);
    expect(looks).toBeLessThan(2_000);
  });
});
