import { describe, expect, it } from 'vitest';
import { jsonFraming } from '../../../../electron/mp/wire/framing-json.ts';
import { storableFraming } from '../../../../electron/mp/wire/framing-storable.ts';
import type { Json } from '../../../../shared/json.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { recording, said, type RecordedChunk } from '../../../helpers/recordings.ts';
import { decode, frameOf, octets, withLength, WRITTEN_BY_PERL } from '../../../helpers/storable.ts';

function valueOf(hex: string): Json | undefined {
  const [frame] = decode([frameOf(hex)]);
  expect(frame).toHaveLength(2);
  return frame?.[1];
}

describe('what Storable frames look like', () => {
  it.each(WRITTEN_BY_PERL)('reads %s as Perl writes it', (_what, hex, expected) => {
    expect(valueOf(hex)).toEqual(expected);
  });

  it.each<[string, Json, string]>([
    ['null', null, '05'],
    ['false', false, '10'],
    ['true', true, '0f'],
    ['small numbers', [-128, 127, -0], '0402 00000003 0800 08ff 0880'],
    ['32 bit numbers', [128, -129], '0402 00000002 0900000080 09ffffff7f'],
    [
      'larger numbers',
      [2 ** 31, -(2 ** 31) - 1],
      '0402 00000002 0a0a32313437343833363438 0a0b2d32313437343833363439',
    ],
    ['fractions', 1.5, '0a03312e35'],
    ['ASCII', 'abc', '0a03616263'],
    ['other text', 'ü€', '1705c3bce282ac'],
    ['objects', { a: 1 }, '0403 00000001 0881 00000001 61'],
    [
      'objects with other keys',
      { a: 1, é: 2 },
      '0419 00 00000002 0881 00 00000001 61 0882 01 00000002 c3a9',
    ],
  ])('writes %s', (_what, value, hex) => {
    expect(storableFraming.encode('x', [value])).toEqual(frameOf(hex));
  });

  it.each([
    [255, '0aff'],
    [256, '0100000100'],
    [16384, '0100004000'],
  ])('writes and reads a string of %i octets', (length, head) => {
    const text = 'y'.repeat(length);
    const frame = storableFraming.encode('x', [text]) as Buffer;
    expect(frame).toEqual(frameOf(head + '79'.repeat(length)));
    expect(decode([frame])).toEqual([['x', text]]);
    const wide = `€${text.slice(3)}`;
    expect(decode([storableFraming.encode('x', [wide]) as Buffer])).toEqual([['x', wide]]);
  });

  it('reads any minor version, and an empty frame', () => {
    expect(
      decode([withLength(octets('0507 02 00000000')), withLength(octets('0563 02 00000000'))]),
    ).toEqual([[], []]);
  });

  it.each<[string, Json]>([
    ['undefined', undefined as unknown as Json],
    ['NaN', NaN],
    ['a function', (() => 1) as unknown as Json],
  ])('does not write %s as something else', (_what, value) => {
    expectCode('message-unencodable', () => storableFraming.encode('x', [[value]]));
  });

  it('makes a key __proto__ like any other', () => {
    const hex = '0403 00000001 0403 00000001 0881 00000001 61 00000009 5f5f70726f746f5f5f';
    const value = valueOf(hex) as Record<string, Json>;
    const [, again] = valueOf(`0402 00000002 ${hex} 0400 00000005`) as Record<string, Json>[];
    for (const object of [value, again as Record<string, Json>]) {
      expect(Object.keys(object)).toEqual(['__proto__']);
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
      expect(object['a']).toBeUndefined();
    }
  });

  it('gives a copy of what is shared', () => {
    const [first, second] = valueOf('0402 00000002 0402 00000001 0881 0400 00000005') as Json[];
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
  });
});

describe('a recorded session', () => {
  /** Frames of one side without what differs from run to run: random names, the time. */
  function frames(name: string, from: RecordedChunk['from'], framing = storableFraming): string[] {
    const all = said(recording(name), from);
    // Greeting, nonce and authentication are a line each.
    let start = 0;
    for (let line = 0; line < 3; line++) start = all.indexOf(0x0a, start) + 1;
    const chunks = Array.from(all.subarray(start), (octet) => Buffer.from([octet]));
    const whole = decode([all.subarray(start)], framing);
    expect(decode(chunks, framing)).toEqual(whole);
    return whole.map((frame) =>
      JSON.stringify(frame)
        .replace(/\b[A-Za-z0-9]{8,20}\.([a-z])\b/g, 'RANDOM.$1')
        .replace(/(time-tag",)"?[\d.]+"?/, '$1TIME')
        .replace('2.5', '"2.5"')
        .replace('""2.5""', '"2.5"'),
    );
  }

  it('tells the same as the same session in JSON', () => {
    const storable = frames('two-nodes-storable.jsonl', 'connector');
    const json = frames('two-nodes-services.jsonl', 'connector', jsonFraming);
    expect(storable).toHaveLength(15);
    // Both know more once the groups are synchronised; when that is told depends on the moment.
    const withoutNodes = (all: string[]) => all.filter((frame) => !frame.includes('"nodes"'));
    expect(withoutNodes(storable)).toEqual(withoutNodes(json).slice(0, 13));
  });

  it('tells the same from the other side', () => {
    const storable = frames('two-nodes-storable.jsonl', 'listener');
    const json = frames('two-nodes-services.jsonl', 'listener', jsonFraming);
    expect(storable).toHaveLength(13);
    const sorted = (all: string[]) =>
      all.map((frame) => (frame.includes('known-tag') ? [...frame].sort().join('') : frame));
    expect(sorted(storable)).toEqual(sorted(json).slice(0, 13));
  });
});
