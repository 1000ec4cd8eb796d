import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAMINGS, type Frame } from '../../../../electron/mp/wire/framing.ts';
import { storableFraming } from '../../../../electron/mp/wire/framing-storable.ts';
import { MAX_DEPTH, MAX_FRAME_OCTETS } from '../../../../electron/mp/wire/limits.ts';
import type { Json } from '../../../../shared/json.ts';
import { expectCode } from '../../../helpers/codes.ts';

/** A list of `depth` lists in each other. */
function nest(depth: number): Json[] {
  let value: Json[] = [];
  for (let i = 1; i < depth; i++) value = [value];
  return value;
}

const MESSAGES: [string, string, Json[]][] = [
  ['to the node port', '', ['info', 'a#b']],
  ['without elements', 'x.a', []],
  ['of every type', 'x.a', [null, true, false, 0, -1.5e-7, 'text', [], {}, [[]], { a: { b: [] } }]],
  ['with escapes', 'x"\\', ['"', '\\', '\\"', '\\\\"', '\u0000\n\t\u001f\u007f', '\u2028']],
  ['with UTF-8 of all lengths', 'ü', ['é€💚', { 'ключ💚': 'ü' }, '\ufffd\ufeff']],
  ['that looks like frames inside', ']["', [']["', '],["', '["","x"]', '][', '{}[]"\\"][""']],
  ['with odd keys', 'x', [{ __proto__: 1, constructor: 2, '': 3, '1': 4 }, ['', '']]],
  ['with digits', 'x', [1795356356.51849, 2 ** 53 - 1, -0.1, 1e308, 5e-324]],
];

/** What a message is after the way through JSON: keys like __proto__ are own ones then. */
function plain(frame: Frame): Frame {
  return JSON.parse(JSON.stringify(frame)) as Frame;
}

/** Storable has no numbers but 32 bit integers: the others go as text (protocol section 3). */
function withoutNumbers(value: Json): Json {
  if (typeof value === 'number') return value === (value | 0) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNumbers);
  const parts = Object.entries(value).map(([key, part]) => [key, withoutNumbers(part)]);
  return Object.fromEntries(parts) as Json;
}

describe.each([...new Set([...FRAMINGS.values(), storableFraming])])('framing $name', (framing) => {
  /** What the other side has of a frame. */
  function arrived(frame: Frame): Frame {
    return framing.name === 'storable' ? plain(frame).map(withoutNumbers) : plain(frame);
  }

  function encode(port: string, message: readonly Json[]): Buffer {
    return Buffer.from(framing.encode(port, message) as string);
  }

  /** Everything that comes out of chunks, with sizes. */
  function decode(chunks: readonly Buffer[], maxFrame = MAX_FRAME_OCTETS, exact = false) {
    const frames: Frame[] = [];
    const sizes: number[] = [];
    const decoder = framing.decoder(
      (frame, octets) => {
        frames.push(frame);
        sizes.push(octets);
      },
      { maxFrame, exactSizes: () => exact },
    );
    for (const chunk of chunks) decoder.push(chunk);
    return { frames, sizes };
  }

  function octetByOctet(octets: Buffer): Buffer[] {
    return Array.from(octets, (_, at) => octets.subarray(at, at + 1));
  }

  it.each(MESSAGES)('takes a message %s, split at every octet', (_what, port, message) => {
    const octets = encode(port, message);
    const expected = [arrived([port, ...message])];
    for (let at = 0; at <= octets.length; at++) {
      const { frames } = decode([octets.subarray(0, at), octets.subarray(at)]);
      expect(frames).toEqual(expected);
    }
    expect(decode(octetByOctet(octets)).frames).toEqual(expected);
  });

  const all = MESSAGES.map(([, port, message]) => encode(port, message));
  const expectedAll = MESSAGES.map(([, port, message]) => arrived([port, ...message]));

  it('takes all of them joined, split at every octet', () => {
    const octets = Buffer.concat(all);
    for (let at = 0; at <= octets.length; at++) {
      const { frames } = decode([octets.subarray(0, at), octets.subarray(at)]);
      expect(frames).toEqual(expectedAll);
    }
    expect(decode(octetByOctet(octets)).frames).toEqual(expectedAll);
  });

  it('measures each frame when that is asked for, and the sum in any case', () => {
    const octets = Buffer.concat(all);
    const exact = decode([octets], MAX_FRAME_OCTETS, true);
    expect(exact.sizes).toEqual(all.map((frame) => frame.length));
    for (const chunks of [[octets], octetByOctet(octets)]) {
      const sum = decode(chunks).sizes.reduce((left, right) => left + right, 0);
      expect(Math.abs(sum - octets.length)).toBeLessThanOrEqual(all.length);
    }
  });

  it('does not hold on to the memory of a chunk', () => {
    const [octets] = [Buffer.concat(all)];
    const frames: Frame[] = [];
    const decoder = framing.decoder((frame) => frames.push(frame), { maxFrame: 1e6 });
    const shared = Buffer.alloc(7);
    for (let at = 0; at < octets.length; at += 7) {
      const length = octets.copy(shared, 0, at, at + 7);
      decoder.push(shared.subarray(0, length));
      shared.fill(0xff);
    }
    expect(frames).toEqual(expectedAll);
  });

  it('has no frame before its last octet', () => {
    const octets = encode('x.a', ['tag', { a: [1] }]);
    expect(decode([octets.subarray(0, -1)]).frames).toEqual([]);
    expect(decode([octets.subarray(0, 1), octets.subarray(1, -1)]).frames).toEqual([]);
  });

  it('takes frames up to the limit and none larger, in one piece or many', () => {
    const octets = encode('x.a', ['tag', 'y'.repeat(1000)]);
    const halves = [octets.subarray(0, 500), octets.subarray(500)];
    for (const chunks of [[octets], halves, octetByOctet(octets)]) {
      expect(decode(chunks, octets.length).frames).toHaveLength(1);
      expectCode('frame-too-large', () => decode(chunks, octets.length - 1));
    }
  });

  it('applies the limit to each frame, not to their sum', () => {
    const octets = encode('x.a', ['y'.repeat(100)]);
    const many = Buffer.concat(Array.from({ length: 50 }, () => octets));
    for (const chunks of [[many], [many.subarray(0, 777), many.subarray(777)]]) {
      expect(decode(chunks, octets.length).frames).toHaveLength(50);
    }
  });

  it('refuses a frame that never ends before it fills the memory', () => {
    const [head] = [encode('x.a', ['y'.repeat(3000)])];
    expectCode('frame-too-large', () => decode(octetByOctet(head.subarray(0, 2000)), 1000));
  });

  it('takes 8 MiB', () => {
    // Of a long string; the head of a short one may be shorter.
    const half = MAX_FRAME_OCTETS / 2;
    const overhead = encode('', ['x'.repeat(half)]).length - half;
    const fits = encode('', ['x'.repeat(MAX_FRAME_OCTETS - overhead)]);
    const chunks: Buffer[] = [];
    for (let at = 0; at < fits.length; at += 65536) chunks.push(fits.subarray(at, at + 65536));
    expect(fits).toHaveLength(MAX_FRAME_OCTETS);
    expect(decode(chunks).frames).toHaveLength(1);
    const larger = encode('', ['x'.repeat(MAX_FRAME_OCTETS - overhead + 1)]);
    expectCode('frame-too-large', () =>
      decode([larger.subarray(0, 65536), larger.subarray(65536)]),
    );
  });

  it.each([
    ['lists', (depth: number): Json => nest(depth)],
    [
      'objects',
      (depth: number): Json => {
        let value: Json = {};
        for (let i = 1; i < depth; i++) value = { a: value };
        return value;
      },
    ],
  ])('takes %s nested to the limit, and none deeper', (_what, build) => {
    // The frame itself is one level.
    const deepest = encode('x', [build(MAX_DEPTH - 1)]);
    const deeper = encode('x', [build(MAX_DEPTH)]);
    for (const split of [0, 5]) {
      const chunks = (octets: Buffer) => [octets.subarray(0, split), octets.subarray(split)];
      expect(decode(chunks(deepest)).frames).toHaveLength(1);
      expectCode('frame-too-deep', () => decode(chunks(deeper)));
    }
  });

  it('delivers what came before a bad frame', () => {
    const good = encode('x', [1]);
    const bad = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    const frames: Frame[] = [];
    const decoder = framing.decoder((frame) => frames.push(frame), { maxFrame: 1e6 });
    expect(() => decoder.push(Buffer.concat([good, good, bad]))).toThrow();
    expect(frames).toEqual([
      ['x', 1],
      ['x', 1],
    ]);
  });

  it('gives back whatever was sent, however it is split', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(']["', '],["', '][', '"', '\\', '\\"', '{', '}', ',', 'é', '💚', ' '),
        )
        .map((parts) => parts.join('')),
    );
    const value = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(null, true, false, 0),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const frame = fc.tuple(text, fc.array(value, { maxLength: 5 }));
    const cuts = fc.array(fc.nat({ max: 10_000 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 5 }), cuts, (sent, at) => {
        const octets = Buffer.concat(sent.map(([port, message]) => encode(port, message)));
        const bounds = [0, ...at.map((cut) => cut % (octets.length + 1)), octets.length];
        bounds.sort((left, right) => left - right);
        const chunks = bounds.slice(1).map((end, i) => octets.subarray(bounds[i], end));
        const expected = sent.map(([port, message]) => arrived([port, ...message]));
        expect(decode(chunks).frames).toEqual(expected);
        expect(decode(chunks, 1e6, true).frames).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
});
