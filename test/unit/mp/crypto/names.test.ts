import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alnum,
  PortNames,
  remotePrefix,
  uniquePrefix,
} from '../../../../electron/mp/crypto/names.ts';
import { seededRandom, systemRandom } from '../../../../electron/mp/crypto/random.ts';
import type { Random } from '../../../../electron/mp/crypto/random.ts';

/** Undoes `alnum`: proof that no two inputs share a text. */
function decode(text: string): Uint8Array {
  const unescaped = text.replace(/x[012]/g, (pair) => 'x/+'.charAt(Number(pair[1])));
  return Buffer.from(unescaped, 'base64');
}

describe('alnum', () => {
  it('escapes what base64 has beside letters and digits', () => {
    expect(alnum(Buffer.from('fbffc71d', 'hex'))).toBe('x2x1x1HHQ');
    expect(alnum(new Uint8Array(0))).toBe('');
  });

  it('is alphanumeric and can be undone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (octets) => {
        const text = alnum(octets);
        expect(text).toMatch(/^[A-Za-z0-9]*$/);
        expect(Uint8Array.from(decode(text))).toEqual(Uint8Array.from(octets));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('prefixes', () => {
  /** The worst machine: always the same "random" octets. */
  const constant: Random = { bytes: (count) => new Uint8Array(count).fill(7), float: () => 0 };

  it('differ between processes and seconds even without randomness', () => {
    const prefixes = [
      uniquePrefix(constant, 1_700_000_000_000, 1),
      uniquePrefix(constant, 1_700_000_000_000, 2),
      uniquePrefix(constant, 1_700_000_001_000, 1),
    ];
    expect(new Set(prefixes).size).toBe(3);
  });

  it('differ between restarts in one second with one process ID', () => {
    const random = seededRandom(42);
    const prefixes = Array.from({ length: 20_000 }, () => uniquePrefix(random, 0, 1));
    expect(new Set(prefixes).size).toBe(20_000);
  });

  it('never equal a remote prefix, whatever the octets', () => {
    fc.assert(
      fc.property(fc.integer(), fc.maxSafeNat(), fc.nat(), (seed, clock, pid) => {
        const random = seededRandom(seed);
        const own = uniquePrefix(random, clock, pid);
        const remote = remotePrefix(random);
        expect(own + remote).toMatch(/^[A-Za-z0-9]+$/);
        expect(decode(own).length).toBe(9);
        expect(decode(remote).length).toBe(12);
      }),
    );
  });

  it('work with the real generator', () => {
    expect(remotePrefix(systemRandom)).not.toBe(remotePrefix(systemRandom));
  });
});

describe('PortNames', () => {
  it("counts like Perl's string increment", () => {
    const names = new PortNames('p');
    const seen = Array.from({ length: 26 + 26 * 26 + 3 }, () => names.next());
    expect(seen.slice(0, 3)).toEqual(['p.a', 'p.b', 'p.c']);
    expect(seen.slice(24, 29)).toEqual(['p.y', 'p.z', 'p.aa', 'p.ab', 'p.ac']);
    expect(seen.slice(50, 54)).toEqual(['p.ay', 'p.az', 'p.ba', 'p.bb']);
    expect(seen.slice(-4)).toEqual(['p.zz', 'p.aaa', 'p.aab', 'p.aac']);
  });

  it('never gives a name twice', () => {
    const names = new PortNames('p');
    const seen = new Set(Array.from({ length: 50_000 }, () => names.next()));
    expect(seen.size).toBe(50_000);
  });
});
