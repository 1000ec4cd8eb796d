import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readable } from '../../../../electron/mp/crypto/readable.ts';

describe('readable', () => {
  it.each([
    [[], ''],
    [[0, 0, 0, 0, 0], '0000-0000'],
    [[255, 255, 255, 255, 255], 'zzzz-zzzz'],
    // RFC 4648: "foobar" is MZXW6YTBOI in the ordinary alphabet; the last 3 bits fill no character.
    [[...Buffer.from('foobar')], 'csqp-yrk1-e'],
  ])('writes %j as %j', (octets, text) => {
    expect(readable(Uint8Array.from(octets))).toBe(text);
  });

  it('gives different texts for different octets', () => {
    const five = fc.uint8Array({ minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(five, five, (a, b) => {
        expect(readable(a)).toMatch(/^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/);
        expect(readable(a) === readable(b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });
});
