import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nonce, seededRandom, systemRandom } from '../../../../electron/mp/crypto/random.ts';

describe.each([
  ['systemRandom', systemRandom],
  ['seededRandom', seededRandom(1)],
])('%s', (_, random) => {
  it('gives as many octets as asked for, of all values', () => {
    expect(random.bytes(0).length).toBe(0);
    expect(random.bytes(66).length).toBe(66);
    expect(new Set(random.bytes(20_000)).size).toBe(256);
  });

  it('gives numbers in [0, 1), evenly', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i += 1) {
      const value = random.float();
      expect(value >= 0 && value < 1).toBe(true);
      const tenth = Math.floor(value * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // 1,000 each; seven standard deviations are 210.
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(210);
  });

  it('makes nonces that differ, of 66 octets in one line', () => {
    const nonces = Array.from({ length: 100 }, () => nonce(random));
    expect(new Set(nonces).size).toBe(100);
    for (const text of nonces) {
      expect(text).toMatch(/^[A-Za-z0-9+/]{88}$/);
      expect(Buffer.from(text, 'base64').length).toBe(66);
    }
  });
});

describe('seededRandom', () => {
  it('repeats itself for equal seeds only', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const first = seededRandom(a).bytes(16);
        expect(seededRandom(a).bytes(16)).toEqual(first);
        if ((a | 0) !== (b | 0)) expect(seededRandom(b).bytes(16)).not.toEqual(first);
      }),
    );
  });
});
