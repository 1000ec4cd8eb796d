import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../electron/mp/crypto/random.ts';
import { Redial } from '../../../../electron/mp/global/redial.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';

const id = (text: string) => text as NodeId;
let clock: FakeClock;
let dials: { node: string; addresses: readonly string[]; at: number }[];
let redial: Redial;

beforeEach(() => {
  clock = new FakeClock(0);
  dials = [];
  redial = new Redial({
    clock,
    random: seededRandom(1),
    connect: (node, addresses) => void dials.push({ node, addresses, at: clock.now() }),
  });
});

describe('Redial', () => {
  it('dials a lost node within 5 s, and again every few seconds', () => {
    redial.lost(id('bob'), ['a', 'b']);
    clock.advance(5000);
    expect(dials[0]).toMatchObject({ node: 'bob', addresses: ['a', 'b'] });
    clock.advance(60_000);
    const gaps = dials.slice(1).map(({ at }, i) => at - (dials[i]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5000);
    expect(dials.length).toBeLessThan(35);
  });

  it('leaves a node alone that came back', () => {
    redial.lost(id('bob'), ['a']);
    redial.lost(id('eve'), ['e']);
    redial.found(id('bob'));
    redial.found(id('never lost'));
    clock.advance(20_000);
    expect(new Set(dials.map(({ node }) => node))).toEqual(new Set(['eve']));
    redial.found(id('eve'));
    dials.length = 0;
    clock.advance(20_000);
    expect([dials, clock.waiting]).toEqual([[], 0]);
  });

  it('knows nothing to do for a node that listens nowhere', () => {
    redial.lost(id('bob'), []);
    clock.advance(20_000);
    expect([dials, clock.waiting]).toEqual([[], 0]);
  });

  it('has an end of its patience', () => {
    redial.lost(id('bob'), ['a']);
    clock.advance(15 * 60_000);
    expect(dials.length).toBeGreaterThan(100);
    clock.advance(10_000);
    dials.length = 0;
    clock.advance(60_000);
    expect([dials, clock.waiting]).toEqual([[], 0]);
  });

  it('remembers where a node was last', () => {
    redial.lost(id('bob'), ['old']);
    redial.found(id('bob'));
    redial.lost(id('bob'), ['new']);
    clock.advance(5000);
    expect(dials.length).toBeGreaterThan(0);
    expect(dials.every(({ addresses }) => addresses[0] === 'new')).toBe(true);
    expect(redial.addressesOf(id('bob'))).toEqual(['new']);
    expect(redial.addressesOf(id('eve'))).toEqual([]);
  });

  it('remembers a bounded number', () => {
    for (let i = 0; i < 5000; i++) redial.lost(id(`n${i}`), ['a']);
    clock.advance(5000);
    expect(new Set(dials.map(({ node }) => node)).size).toBeLessThanOrEqual(1000);
  });

  it('stops', () => {
    redial.lost(id('bob'), ['a']);
    redial.stop();
    expect(clock.waiting).toBe(0);
    clock.advance(60_000);
    expect(dials).toEqual([]);
  });
});
