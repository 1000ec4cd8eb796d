import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storableFraming } from '../../../../electron/mp/wire/framing-storable.ts';
import { MAX_DEPTH } from '../../../../electron/mp/wire/limits.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { expectCode } from '../../../helpers/codes.ts';
import {
  decode,
  framed,
  frameOf,
  MAX_FRAME,
  octets,
  withLength,
  WRITTEN_BY_PERL,
} from '../../../helpers/storable.ts';

describe('what is refused', () => {
  it.each([
    ['a blessed object of class Foo', '041103466f6f0200000000'],
    ['a blessed object of class Regexp', '0411065265676578702000017800'],
    [
      'an object with overloaded operators of class JSON::PP::Boolean',
      '1411114a534f4e3a3a50503a3a426f6f6c65616e0881',
    ],
    ['a version string', '1d0676312e322e330a03010203'],
    ['a weak reference', '1b02 00000000'],
    ['code', '041a0a027b7d'],
    ['an object that freezes itself', '041304034d79580000'],
    ['a tied hash', '040c0403 00000000'],
    ['a tied array', '040b0402 00000000'],
    ['a tied scalar', '040d0881'],
    ['an integer in native order', '060100000000000000'],
    ['a double in native order', '07000000000000f03f'],
    ['an array where none belongs', '02 00000000'],
    ['a hash where none belongs', '03 00000000'],
    ['a value of more than 2 GiB', '21010000000100000000'],
    ['a value of the unknown type 36', '24'],
    ['a value of the unknown type 105', '69'],
  ])('%s', (what, hex) => {
    const { message, next } = expectCode('frame-invalid', () => decode([frameOf(hex)]));
    expect(message).toBe(`A frame holds ${what}.`);
    expect(next).toContain('plain data');
  });

  it.each([
    ['a class with an odd name', '04110328291b0200000000', 'A frame holds a blessed object.'],
    ['a list that holds itself', '0400 00000000', 'A frame holds a value that is part of itself.'],
    ['a reference to itself', '0400 00000002', 'A frame holds a value that is part of itself.'],
    ['a repetition of nothing', '0400 00000003', 'A frame repeats a value that it does not hold.'],
    [
      'a key that is a value',
      '0419 00 00000001 0881 08 00000001 61',
      'A frame holds a hash with a key that is no string.',
    ],
    ['text that is not UTF-8', '1702c328', 'A frame holds octets that are not UTF-8.'],
    ['half a surrogate pair', '1703eda080', 'A frame holds octets that are not UTF-8.'],
    ['a forged count', '0402 ffffffff 0881', 'A frame claims more values than it has octets for.'],
    [
      'a forged count of keys',
      '0403 00000002 0881 0000',
      'A frame claims more values than it has octets for.',
    ],
    ['a forged length', '01 ffffffff 00', 'A frame ends inside a value.'],
    ['a missing value', '04', 'A frame ends inside a value.'],
    ['more than one value', '0881 0881', 'A frame goes on after its end.'],
  ])('%s', (_what, hex, message) => {
    expect(expectCode('frame-invalid', () => decode([frameOf(hex)])).message).toBe(message);
  });

  it.each([
    ['native order', '040b 08 3132333435363738 04080808 02 00000000', /native byte order/],
    ['another major version', '070b 02 00000000', /not Storable data of version 2/],
    ['a file', '70737430 050b 02 00000000', /not Storable data of version 2/],
    ['a hash', '050b 03 00000000', /a hash where none belongs/],
    ['a string', '050b 0a03616263', /not a list/],
    ['a reference to a list', '050b 04 02 00000000', /not a list/],
    ['a blessed list', '050b 1103466f6f 02 00000000', /blessed object of class Foo/],
    ['a number as port', '050b 02 00000001 0881', /does not begin with a port name/],
  ])('a frame that is %s', (_what, hex, message) => {
    const frame = withLength(octets(hex));
    expect(expectCode('frame-invalid', () => decode([frame])).message).toMatch(message);
  });

  it.each([
    ['no octets', '00', 'frame-invalid'],
    ['too few octets', '06', 'frame-invalid'],
    ['zeros in front', '8080808087', 'frame-invalid'],
    ['more than the limit', 'c08001', 'frame-too-large'],
    ['no end', 'ffffffffffffffffffffff', 'frame-too-large'],
  ] as const)('a length of %s, at once', (_what, hex, code) => {
    expectCode(code, () => decode([octets(hex)]));
    expectCode(code, () => decode(Array.from(octets(hex), (octet) => Buffer.from([octet]))));
  });

  it('nesting beyond the limit, of references and of copies as well', () => {
    const references = (count: number) => frameOf('04'.repeat(count) + '0882');
    expect(decode([references(MAX_DEPTH - 1)])).toEqual([['x', 2]]);
    expectCode('frame-too-deep', () => decode([references(MAX_DEPTH)]));
    expectCode('frame-too-deep', () => decode([references(MAX_FRAME / 2)]));
    // Half as deep as allowed, then, inside as many lists again, that one once more.
    const lists = (count: number, inside: string) => '0402 00000001'.repeat(count) + inside;
    const twice = (count: number) =>
      framed(`02 00000003 0a0178 ${lists(256, '0882')} ${lists(count, '0400 00000003')}`);
    expect(decode([twice(MAX_DEPTH - 1 - 256)])).toHaveLength(1);
    expectCode('frame-too-deep', () => decode([twice(MAX_DEPTH - 256)]));
  });

  it('copies of copies that would fill the memory', () => {
    // Each list holds the one before it twice. Tags: 0 the frame, 1 "x", then reference and list.
    const tag = (level: number) =>
      (level === 0 ? 3 : 5 + 4 * (level - 1)).toString(16).padStart(8, '0');
    const bomb = (levels: number) => {
      const doubled = Array.from(
        { length: levels },
        (_, level) => `0402 00000002 0400 ${tag(level)} 0400 ${tag(level)}`,
      );
      const count = (levels + 2).toString(16).padStart(8, '0');
      return framed(`02 ${count} 0a0178 0402 00000000 ${doubled.join('')}`);
    };
    const [frame] = decode([bomb(3)]);
    expect(frame?.at(-1)).toEqual([
      [
        [[], []],
        [[], []],
      ],
      [
        [[], []],
        [[], []],
      ],
    ]);
    expectCode('frame-too-large', () => decode([bomb(200)]));
  });

  it('a long string, many times', () => {
    const text = '79'.repeat(1000);
    const again = '00 00000002'.repeat(2000);
    expectCode('frame-too-large', () =>
      decode([framed(`02 000007d2 0a0178 01 000003e8 ${text} ${again}`)]),
    );
  });
});

describe('hostile octets', () => {
  /** Passes when the octets are read, or refused in the way that is documented. */
  function survives(chunks: readonly Buffer[]): boolean {
    try {
      decode(chunks);
    } catch (error) {
      return error instanceof MeshError && error.code.startsWith('frame-');
    }
    return true;
  }

  it('lead to nothing but errors of ours, 20000 times', () => {
    const types = fc.integer({ min: 0, max: 40 });
    const soup = fc.array(
      fc.oneof(types, types, fc.integer({ min: 0, max: 255 }), fc.constant(0)),
      {
        maxLength: 80,
      },
    );
    const inFrame = soup.map((body) =>
      framed(`02 0000000${body.length % 9} ${Buffer.from(body).toString('hex')}`),
    );
    const raw = fc.uint8Array({ maxLength: 80 }).map((body) => Buffer.from(body));
    fc.assert(
      fc.property(fc.oneof(inFrame, raw), fc.nat({ max: 80 }), (bytes, cut) =>
        survives([bytes.subarray(0, cut), bytes.subarray(cut)]),
      ),
      { numRuns: 20_000 },
    );
  });

  it('in place of good ones as well', () => {
    const bodies = WRITTEN_BY_PERL.map(([, hex]) => hex);
    fc.assert(
      fc.property(
        fc.constantFrom(...bodies),
        fc.nat({ max: 60 }),
        fc.nat({ max: 255 }),
        (hex, at, octet) => {
          const frame = frameOf(hex);
          frame[at % frame.length] = octet;
          return survives([frame]);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('one by one take no more work than at once', () => {
    // Gathering that copies all with each octet would take hours.
    const text = 'y'.repeat(MAX_FRAME - 100);
    const frame = storableFraming.encode('x', [text]) as Buffer;
    expect(decode(Array.from(frame, (octet) => Buffer.from([octet])))).toEqual([['x', text]]);
  });
});
