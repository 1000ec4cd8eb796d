import { beforeEach, describe, expect, it } from 'vitest';
import type { Random } from '../../../../electron/mp/crypto/random.ts';
import { Budget } from '../../../../electron/mp/kernel/budget.ts';
import { Dialer } from '../../../../electron/mp/kernel/dialer.ts';
import { DIAL_BURST, DIALS_PER_SECOND } from '../../../../electron/mp/kernel/limits.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';

const bob = 'bob' as NodeId;
const dialBudget = () => new Budget(clock, DIALS_PER_SECOND, DIAL_BURST);
const at = (float: number): Random => ({ bytes: (n) => new Uint8Array(n), float: () => float });
let clock: FakeClock;

beforeEach(() => void (clock = new FakeClock()));

describe('Budget', () => {
  it('has a burst, then so many a second', () => {
    const budget = dialBudget();
    const take = () => {
      let taken = 0;
      while (budget.take()) taken++;
      return taken;
    };
    expect(take()).toBe(DIAL_BURST);
    clock.advance(1000 / DIALS_PER_SECOND - 1);
    expect(take()).toBe(0);
    clock.advance(1);
    expect(take()).toBe(1);
    clock.advance(1000);
    expect(take()).toBe(DIALS_PER_SECOND);
  });

  it('saves no more than a burst', () => {
    const budget = dialBudget();
    clock.advance(1e9);
    let taken = 0;
    while (budget.take()) taken++;
    expect(taken).toBe(DIAL_BURST);
  });

  it('counts fractions of a dial', () => {
    const budget = dialBudget();
    while (budget.take());
    let taken = 0;
    for (let i = 0; i < 1000; i++) {
      clock.advance(10);
      if (budget.take()) taken++;
    }
    expect(taken).toBeGreaterThanOrEqual(10 * DIALS_PER_SECOND - 1);
    expect(taken).toBeLessThanOrEqual(10 * DIALS_PER_SECOND);
  });
});

describe('Dialer', () => {
  let dials: string[];
  let given: string[];
  let start: number;

  function dialer(float = 0, budget = dialBudget()): Dialer {
    dials = [];
    given = [];
    start = clock.now();
    const note = () => Math.round(clock.now() - start);
    return new Dialer({
      clock,
      random: at(float),
      budget,
      monitorTimeout: 30_000,
      connectInterval: 2_000,
      dial: (address, node) => void dials.push(`${node}@${address} ${note()}`),
      onGiveUp: (node) => void given.push(`${node} ${note()}`),
    });
  }

  it.each([
    [0, [0, 1800, 3600]],
    [0.5, [25, 1925, 3825]],
  ])('tries again at intervals; random %f', (float, times) => {
    dialer(float).connect(bob, ['a']);
    clock.advance(4000);
    expect(dials).toEqual(times.map((time) => `bob@a ${time}`));
  });

  it('tries addresses in order, round and round', () => {
    dialer().connect(bob, ['a', 'b', 'c']);
    clock.advance(4 * 1800);
    expect(dials.map((dial) => dial.split(' ')[0])).toEqual([
      'bob@a',
      'bob@b',
      'bob@c',
      'bob@a',
      'bob@b',
    ]);
  });

  it('tries faster when there are many addresses, but not without measure', () => {
    const addresses = Array.from({ length: 28 }, (_, i) => `a${i}`);
    dialer().connect(bob, addresses);
    clock.advance(30_000);
    // (30 - 2) / 28 = 1 s, times 0.9
    expect(dials[1]).toBe('bob@a1 900');
    expect(dials.length).toBeGreaterThan(28);
    dialer().connect(
      bob,
      Array.from({ length: 1000 }, (_, i) => `a${i}`),
    );
    clock.advance(400);
    expect(dials[1]).toBe('bob@a1 360');
  });

  it('gives up after the time, once, also without addresses', () => {
    const tried = dialer();
    tried.connect(bob, ['a']);
    tried.connect('eve' as NodeId, []);
    clock.advance(29_999);
    expect(given).toEqual([]);
    clock.advance(60_000);
    expect(given).toEqual(['bob 30000', 'eve 30000']);
    expect(clock.waiting).toBe(0);
    expect(dials.some((dial) => dial.startsWith('eve'))).toBe(false);
  });

  it('does not prolong the time by further wishes', () => {
    const tried = dialer();
    tried.connect(bob, []);
    clock.advance(20_000);
    tried.connect(bob, ['a']);
    clock.advance(10_000);
    expect(dials[0]).toBe('bob@a 20000');
    expect(given).toEqual(['bob 30000']);
    tried.connect(bob, ['a']);
    clock.advance(30_000);
    expect(given).toHaveLength(2);
  });

  it('tries new addresses first, and each address once a round', () => {
    const tried = dialer();
    tried.connect(bob, ['a', 'b']);
    clock.advance(0);
    tried.connect(bob, ['c', 'a', 'b']);
    clock.advance(3 * 1800);
    expect(dials.map((dial) => dial.split(' ')[0])).toEqual(['bob@a', 'bob@c', 'bob@b', 'bob@c']);
  });

  it('keeps the addresses of a node within bounds, the latest ones', () => {
    const tried = dialer();
    for (let i = 0; i < 50; i++) {
      tried.connect(
        bob,
        Array.from({ length: 100 }, (_, j) => `10.${i}.0.${j}`),
      );
    }
    clock.advance(30_000);
    const used = new Set(dials.map((dial) => dial.split(' ')[0]));
    expect(used.size).toBeLessThanOrEqual(100);
    expect(dials[0]).toBe('bob@10.49.0.0 0');
  });

  it('stops when told, for one node or all', () => {
    const tried = dialer();
    tried.connect(bob, ['a']);
    tried.connect('eve' as NodeId, ['e']);
    clock.advance(0);
    tried.stop(bob);
    clock.advance(1800);
    expect(dials).toEqual(['bob@a 0', 'eve@e 0', 'eve@e 1800']);
    tried.stopAll();
    expect(clock.waiting).toBe(0);
    clock.advance(60_000);
    expect(given).toEqual([]);
  });

  it('waits for the budget instead of losing an address', () => {
    const budget = dialBudget();
    while (budget.take());
    dialer(0, budget).connect(bob, ['a', 'b']);
    clock.advance(0);
    expect(dials).toEqual([]);
    clock.advance(5000);
    expect(dials.slice(0, 2).map((dial) => dial.split(' ')[0])).toEqual(['bob@a', 'bob@b']);
  });

  it('keeps to the budget however many nodes it is told of', () => {
    const tried = dialer();
    for (let i = 0; i < 1000; i++) tried.connect(`n${i}` as NodeId, ['a', 'b', 'c']);
    clock.advance(3000);
    expect(dials.length).toBeLessThanOrEqual(DIAL_BURST + 3 * DIALS_PER_SECOND);
  });
});
