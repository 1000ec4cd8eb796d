import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, positionAt, quoteCharacter } from '../../../../electron/mp/config/text.ts';
import { MeshError } from '../../../../shared/errors.ts';

function failure(octets: Uint8Array): MeshError {
  try {
    decodeUtf8(octets);
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
  throw new Error('decoded without an error');
}

const octets = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
  );

describe('positionAt', () => {
  it.each([
    ['', 0, 1, 1],
    ['ab', 2, 1, 3],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 3, 2, 1],
    ['a\rb\n\nc', 5, 4, 1],
    ['é😀x', 3, 1, 3],
  ])('of %j at %i', (text, index, line, column) => {
    expect(positionAt(text, index)).toEqual({ line, column });
  });
});

/** Characters of all lengths in UTF-8, with those that decoders treat specially. */
const character = fc.oneof(
  fc.constantFrom('\ufeff', '\u0000', '\ufffd', 'é', '😀', '\u{10ffff}'),
  fc.integer({ min: 0, max: 0xd7ff }).map((point) => String.fromCodePoint(point)),
);

describe('decodeUtf8', () => {
  it('gives back every text, so that encoding restores the octets', () => {
    fc.assert(
      fc.property(fc.string({ unit: character }), (text) => {
        const encoded = Buffer.from(text);
        const { text: decoded, hadByteOrderMark } = decodeUtf8(encoded);
        expect(Buffer.from((hadByteOrderMark ? '\ufeff' : '') + decoded)).toEqual(encoded);
      }),
    );
  });

  it('takes a byte order mark off, but only one', () => {
    expect(decodeUtf8(octets('\ufeff{}'))).toEqual({ text: '{}', hadByteOrderMark: true });
    expect(decodeUtf8(octets('\ufeff\ufeff'))).toEqual({ text: '\ufeff', hadByteOrderMark: true });
    expect(decodeUtf8(octets('a\ufeff'))).toEqual({ text: 'a\ufeff', hadByteOrderMark: false });
  });

  it.each([
    ['alone', octets('ab\n', 0xff, 'c'), 2, 1, '0xff'],
    ['Latin-1', octets('é: ', 0xfc, 'x'), 1, 4, '0xfc'],
    ['cut off before a letter', octets('a', 0xef, 0xbf, 'b'), 1, 2, '0xef'],
    ['cut off by the end', octets('abc', 0xf0, 0x9f), 1, 4, '0xf0'],
    ['a surrogate', octets('\ufffd', 0xed, 0xa0, 0x80), 1, 2, '0xed'],
    ['overlong', octets('\n\n', 0xc0, 0x80), 3, 1, '0xc0'],
  ])('names the place and value of an invalid octet: %s', (_, input, line, column, value) => {
    const problem = `the octet ${value} is not UTF-8 text.`;
    expect(failure(input).code).toBe('config-broken');
    expect(failure(input).detail).toEqual({ line, column, problem });
  });

  it('takes or refuses random octets, and never misjudges the valid beginning', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ maxLength: 30 }), (start, rest) => {
        const input = octets(start, ...rest);
        const isValid = Buffer.from(input.toString()).equals(input);
        if (isValid) {
          expect(decodeUtf8(input).text.length).toBeLessThanOrEqual(input.length);
          return;
        }
        const line = failure(input).detail?.['line'];
        expect(line).toBeGreaterThanOrEqual(start.split(/\r\n|\n|\r/).length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('quoteCharacter', () => {
  it.each([
    ['a', '"a"'],
    ['"', `'"'`],
    ['😀', '"😀"'],
    ['\n', 'U+000A'],
    ['\u202e', 'U+202E'],
    [' ', 'U+0020'],
  ])('of %j', (text, quoted) => expect(quoteCharacter(text, 0)).toBe(quoted));
});
