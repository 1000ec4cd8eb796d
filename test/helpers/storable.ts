import type { Frame } from '../../electron/mp/wire/framing.ts';
import { storableFraming } from '../../electron/mp/wire/framing-storable.ts';
import type { Json } from '../../shared/json.ts';

/** Limit for the frames that {@link decode} reads, in octets. */
export const MAX_FRAME = 1024 * 1024;

/** All frames in the chunks. */
export function decode(chunks: readonly Buffer[], framing = storableFraming): Frame[] {
  const frames: Frame[] = [];
  const decoder = framing.decoder((frame) => frames.push(frame), { maxFrame: MAX_FRAME });
  for (const chunk of chunks) decoder.push(chunk);
  return frames;
}

/** The length as Perl's `pack "w"` writes it, with a formula other than ours. */
export function withLength(body: Buffer): Buffer {
  const digits = body.length
    .toString(2)
    .padStart(Math.ceil(body.length.toString(2).length / 7) * 7, '0');
  const sevens = digits.match(/.{7}/g) ?? [];
  const octets = sevens.map((bits, at) => parseInt(bits, 2) + (at < sevens.length - 1 ? 128 : 0));
  return Buffer.concat([Buffer.from(octets), body]);
}

/** Octets from hexadecimal digits, with spaces wherever that helps to read them. */
export function octets(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}

/** A frame with this content after the version. */
export function framed(hex: string): Buffer {
  return withLength(Buffer.concat([octets('050b'), octets(hex)]));
}

/** A frame of `x`, then the one value in `hex`. Its own tags are 0 for the list, 1 for `x`. */
export function frameOf(hex: string): Buffer {
  return framed(`02 00000002 0a0178 ${hex}`);
}

/** What it is, how Storable of Perl writes it, what we read; see {@link frameOf}. */
export const WRITTEN_BY_PERL: [string, string, Json][] = [
  ['undef', '05', null],
  ['an element that was never set', '0e', null],
  ['the one undef', '1f', null],
  ['the smallest octet', '0800', -128],
  ['the largest octet', '08ff', 127],
  ['the smallest 32 bit integer', '0980000000', -(2 ** 31)],
  ['the largest 32 bit integer', '097fffffff', 2 ** 31 - 1],
  ['a larger integer', '0a0a32313437343833363438', '2147483648'],
  ['a double', '0a03312e35', '1.5'],
  ['an infinity', '0a03496e66', 'Inf'],
  ['results of comparisons', '0402 00000002 0f10', [true, false]],
  ['booleans of newer versions', '0402 00000002 2223', [true, false]],
  ['references to 1 and 0', '0402 00000002 040881 040880', [true, false]],
  ['references to "1" and "0"', '0402 00000002 040a0131 040a0130', [true, false]],
  ['a reference to a scalar', '040a03616263', 'abc'],
  ['a reference to a reference', '04040402 00000001 0883', [3]],
  ['octets', '0a02e9ff', 'éÿ'],
  ['UTF-8', '1703e282ac', '€'],
  ['a sent replacement character', '1703efbfbd', '\ufffd'],
  ['an empty string', '0a00', ''],
  ['a hash', '0403 00000002 0881 00000001 61 0882 00000001 e9', { a: 1, é: 2 }],
  [
    'a hash with all kinds of keys',
    '0419 00 00000003 0881 01 00000003 e282ac 0882 02 00000001 e9 0883 00 00000001 61',
    { '€': 1, é: 2, a: 3 },
  ],
  ['a locked hash', '0419 01 00000002 0881 00 00000001 61 0e 14 00000001 62', { a: 1 }],
  ['an empty list and hash', '0402 00000002 0402 00000000 0403 00000000', [[], {}]],
  ['a list twice', '0402 00000002 0402 00000001 0881 0400 00000005', [[1], [1]]],
  ['a string twice', '0402 00000002 040a03616263 0400 00000005', ['abc', 'abc']],
];
