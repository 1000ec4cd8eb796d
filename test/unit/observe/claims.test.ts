import { describe, expect, it } from 'vitest';
import { flawsOf, MAX_REPORT_PEERS, readClaim } from '../../../electron/observe/claims.ts';
import type { NodeId } from '../../../shared/ids.ts';

const bob = 'bob' as NodeId;
const SOUND = { malformed: 0, self: 0, repeated: 0, excess: 0 };

describe('readClaim', () => {
  it('finds nothing wrong with a sound claim', () => {
    const claim = readClaim(bob, ['me', 'eve']);
    expect([...claim.peers]).toEqual(['me', 'eve']);
    expect(claim.flaws).toEqual(SOUND);
    expect(flawsOf(claim.flaws, 0)).toBeNull();
  });

  it('counts what makes no sense', () => {
    const nonsense = [1, null, ['x'], { a: 1 }, true, 'a#b', 'a;b', '', 'x\u0000', 'x'.repeat(256)];
    const claim = readClaim(bob, [...nonsense, 'bob', 'eve', 'eve', 'eve', 'bob', 'me']);
    expect([...claim.peers]).toEqual(['eve', 'me']);
    expect(flawsOf(claim.flaws, 3)).toEqual({
      malformed: nonsense.length,
      self: 2,
      repeated: 2,
      excess: 0,
      unknown: 3,
    });
  });

  it('takes names of 255 octets, from right to left, and with marks that turn the writing', () => {
    const names = ['x'.repeat(255), 'é'.repeat(127), 'שרת-1', 'خادم', 'a\u202eb', '\u2066c'];
    const claim = readClaim(bob, names);
    expect([...claim.peers]).toEqual(names);
    expect(claim.flaws).toEqual(SOUND);
  });

  it('does not look at more than a bound', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `n${i}`);
    const claim = readClaim(bob, names);
    expect(claim.peers.size).toBe(MAX_REPORT_PEERS);
    expect(claim.flaws).toEqual({ ...SOUND, excess: 100_000 - MAX_REPORT_PEERS });
  });
});
