import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { md6, md6Hex } from '../../../../electron/mp/crypto/md6.ts';

interface Md6Vector {
  input_hex: string;
  len: number;
  md6_256: string;
  rule: string | null;
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../../fixtures/vectors/md6.json', import.meta.url), 'utf8'),
) as { vectors: Md6Vector[] };

/** The input of a vector; long ones are given by their rule only. */
function inputOf(vector: Md6Vector): Uint8Array {
  if (vector.rule === null) return Buffer.from(vector.input_hex, 'hex');
  expect(vector.rule).toBe('byte[i] = (7*i + 3) mod 256');
  return Uint8Array.from({ length: vector.len }, (_, i) => (7 * i + 3) % 256);
}

describe('md6', () => {
  it('has all vectors', () => {
    expect(vectors.length).toBe(21);
    expect(Math.max(...vectors.map((vector) => vector.len))).toBe(65536);
  });

  it.each(vectors)('digests $len octets ($input_hex) as the reference does', (vector) => {
    const input = inputOf(vector);
    expect(input.length).toBe(vector.len);
    expect(md6Hex(input)).toBe(vector.md6_256);
    if (vector.input_hex) expect(Buffer.from(input).toString('hex')).toBe(vector.input_hex);
  });

  it('gives 32 octets that are the hexadecimal form', () => {
    const digest = md6(Buffer.from('abc'));
    expect(digest.length).toBe(32);
    expect(Buffer.from(digest).toString('hex')).toBe(md6Hex(Buffer.from('abc')));
  });

  it('reads a part of a larger buffer, at any alignment, and leaves it alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), fc.nat(9), (data, offset) => {
        const larger = new Uint8Array(data.length + offset + 3).fill(0xa5);
        larger.set(data, offset);
        const before = larger.slice();
        expect(md6Hex(larger.subarray(offset, offset + data.length))).toBe(md6Hex(data.slice()));
        expect(larger).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('changes with any flipped bit and with any appended zero', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 1100 }), fc.nat(), (data, at) => {
        const bit = at % (data.length * 8);
        const flipped = data.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const longer = new Uint8Array(data.length + 1);
        longer.set(data);
        expect(new Set([data, flipped, longer].map(md6Hex)).size).toBe(3);
      }),
      { numRuns: 200 },
    );
  });
});
