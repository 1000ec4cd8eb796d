import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Frame } from '../../../../electron/mp/wire/framing.ts';
import { jsonFraming } from '../../../../electron/mp/wire/framing-json.ts';
import { MAX_FRAME_OCTETS } from '../../../../electron/mp/wire/limits.ts';
import type { ErrorCode } from '../../../../shared/errors.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { recording, said } from '../../../helpers/recordings.ts';

interface Outcome {
  frames: Frame[];
  code: ErrorCode | null;
}

function decode(chunks: readonly Buffer[], exact = false): Outcome {
  const frames: Frame[] = [];
  const decoder = jsonFraming.decoder((frame) => frames.push(frame), {
    maxFrame: MAX_FRAME_OCTETS,
    exactSizes: () => exact,
  });
  try {
    for (const chunk of chunks) decoder.push(chunk);
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    return { frames, code: error.code };
  }
  return { frames, code: null };
}

function octetByOctet(octets: Buffer): Buffer[] {
  return Array.from(octets, (_, at) => octets.subarray(at, at + 1));
}

/** Both ways of reading: the batch, and the scanner in one piece and octet by octet. */
function everyWay(text: string | Buffer): Outcome[] {
  const octets = Buffer.from(text as string, 'utf8');
  return [decode([octets]), decode([octets], true), decode(octetByOctet(octets))];
}

describe('what JSON frames look like', () => {
  it('is UTF-8 back to back', () => {
    const joined = `${jsonFraming.encode('', ['info', 'a#b'])}${jsonFraming.encode('x.a', ['ü'])}`;
    expect(joined).toBe('["","info","a#b"]["x.a","ü"]');
  });

  it('reads a recorded session', () => {
    const octets = said(recording('two-nodes-services.jsonl'), 'listener');
    const frames = octets.subarray(octets.lastIndexOf(0x0a) + 1);
    const { frames: read, code } = decode([frames]);
    expect(code).toBeNull();
    expect(read).toHaveLength(18);
    expect(decode(octetByOctet(frames)).frames).toEqual(read);
  });

  it('takes white space between frames and inside them', () => {
    const text = ' \n["a", 1 ]\r\n\t[ "b" ,\n2]  ["c"]\n';
    for (const { frames, code } of everyWay(text)) {
      expect(code).toBeNull();
      expect(frames).toEqual([['a', 1], ['b', 2], ['c']]);
    }
  });

  it('takes empty frames, which are keepalives', () => {
    for (const { frames, code } of everyWay('[][]["a"][ ]["b"][]')) {
      expect(code).toBeNull();
      expect(frames).toEqual([[], [], ['a'], [], ['b'], []]);
    }
  });

  it('takes escapes, also of characters that need none', () => {
    for (const { frames } of everyWay('["\\u0041\\/\\ud83d\\udc9a\\"\\\\",{"\\u005d":"]["}]')) {
      expect(frames).toEqual([['A/💚"\\', { ']': '][' }]]);
    }
  });

  it('takes keys that objects have by nature, as data', () => {
    const [{ frames } = { frames: [] }] = everyWay('["x",{"__proto__":{"a":1},"toString":2}]');
    const value = frames[0]?.[1] as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'toString']);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});

describe('what is no frame', () => {
  const bad: [string, string | Buffer][] = [
    ['an object', '{"a":1}'],
    ['a string', '"a"'],
    ['a number', '1'],
    ['a word', 'null'],
    ['a comma between frames', '["a"],["b"]'],
    ['a comma and space between frames', '["a"] , ["b"]'],
    ['a value between frames', '["a"]1["b"]'],
    ['a comma first', ',["a"]'],
    ['a bracket too many', '["a"]]'],
    ['a brace', '["a"]}'],
    ['brackets that do not match', '["a",{]}]'],
    ['a list closed as an object', '["a"}'],
    ['a number as port name', '[1,"a"]'],
    ['null as port name', '[null]'],
    ['a list as port name', '[["a"]]'],
    ['an object as port name', '[{"a":1}]'],
    ['a missing comma', '["a" "b"]'],
    ['a missing comma between lists', '["a",[1]["b"]]'],
    ['a comma too many', '["a",]'],
    ['no value', '["a",,1]'],
    ['a key without quotes', '["a",{b:1}]'],
    ['single quotes', "['a']"],
    ['a comment', '["a"]/**/["b"]'],
    ['a raw control character', '["a\n"]'],
    ['an unknown escape', '["\\x41"]'],
    ['a short escape', '["\\u12"]'],
    ['NaN', '["a",NaN]'],
    ['a number with a leading zero', '["a",01]'],
    ['a byte order mark', '\ufeff["a"]'],
    ['a no-break space', '["a"]\u00a0["b"]'],
    ['overlong UTF-8', Buffer.from([0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d])],
    ['a surrogate in UTF-8', Buffer.from([0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d])],
    ['cut UTF-8', Buffer.from([0x5b, 0x22, 0xe2, 0x82, 0x22, 0x5d])],
    ['Latin-1', Buffer.from('["é"]', 'latin1')],
  ];

  it.each(bad)('is refused: %s', (_what, text) => {
    for (const { code } of everyWay(text)) expect(code).toBe('frame-invalid');
  });

  it('is no fault while it may still become one', () => {
    for (const { frames, code } of everyWay('["a]["]["b"')) {
      expect(code).toBeNull();
      expect(frames).toEqual([['a][']]);
    }
  });

  it.each(['[', '{"a":', '["x",{"a":['])('is refused when it nests without end: %s', (part) => {
    const text = `["x",${part.startsWith('{') ? part : '['}`.concat(part.repeat(100_000));
    for (const { frames, code } of everyWay(text.slice(0, 200_000))) {
      expect(frames).toEqual([]);
      expect(code).toBe('frame-too-deep');
    }
  });

  it('stays refused for the frames before it: those are delivered once', () => {
    for (const { frames, code } of everyWay('["a"]["b",2]["c"]{')) {
      expect(code).toBe('frame-invalid');
      expect(frames).toEqual([['a'], ['b', 2], ['c']]);
    }
  });
});

describe('batch and scanner', () => {
  const parts = [
    '["',
    '"]',
    ']["',
    '],["',
    ']',
    '[',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    '1',
    'a',
    ' ',
    '[]',
  ];
  const soup = fc.array(fc.constantFrom(...parts), { maxLength: 24 }).map((each) => each.join(''));
  const almost = fc
    .tuple(fc.array(fc.constantFrom('["a"]', '["b]["]', '["",[1],{"x":"]"}]', '[]')), soup)
    .map(([frames, tail]) => frames.join('') + tail);

  it('agree on any input, valid or not', () => {
    fc.assert(
      fc.property(fc.oneof(soup, almost), (text) => {
        const [batch, scanner, slow] = everyWay(text);
        expect(batch).toEqual(scanner);
        expect(slow).toEqual(scanner);
      }),
      { numRuns: 3000 },
    );
  });

  it('agree on any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (octets) => {
        const [batch, scanner, slow] = everyWay(
          Buffer.concat([Buffer.from('["a"]["'), octets, Buffer.from('"]')]),
        );
        expect(batch).toEqual(scanner);
        expect(slow).toEqual(scanner);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('work', () => {
  /** Octets that pass through the operations that could look at them again. */
  function octetsTouched(action: () => void): number {
    let touched = 0;
    const spies = [
      vi.spyOn(Buffer.prototype, 'toString'),
      vi.spyOn(Buffer.prototype, 'indexOf'),
      vi.spyOn(Buffer.prototype, 'lastIndexOf'),
    ];
    const copy = vi.spyOn(Buffer.prototype, 'copy');
    const concat = vi.spyOn(Buffer, 'concat');
    const parse = vi.spyOn(JSON, 'parse');
    try {
      action();
      for (const spy of spies) {
        for (const owner of spy.mock.contexts as unknown as Buffer[]) touched += owner.length;
      }
      for (const { value } of copy.mock.results) touched += Number(value);
      for (const [list] of concat.mock.calls) {
        for (const part of list) touched += part.length;
      }
      for (const [text] of parse.mock.calls) touched += text.length;
    } finally {
      for (const spy of [...spies, copy, concat, parse]) spy.mockRestore();
    }
    return touched;
  }

  it.each([
    ['a long string', `["x","${'y'.repeat(4 * 2 ** 20)}"]`],
    ['backslashes', `["x","${'\\\\'.repeat(2 * 2 ** 20)}"]`],
    ['many small values', `["x"${',["]["]'.repeat(2 ** 18)}]`],
  ])('on 4 MiB of %s in chunks of 1 KiB is linear', (_what, text) => {
    const octets = Buffer.from(text);
    const chunks: Buffer[] = [];
    for (let at = 0; at < octets.length; at += 1024) chunks.push(octets.subarray(at, at + 1024));
    let outcome: Outcome | null = null;
    const touched = octetsTouched(() => void (outcome = decode(chunks)));
    expect((outcome as Outcome | null)?.frames).toHaveLength(1);
    expect(touched).toBeGreaterThan(octets.length);
    expect(touched).toBeLessThan(10 * octets.length);
  });

  it('on an unfinished string ends at the limit', () => {
    const decoder = jsonFraming.decoder(() => undefined, { maxFrame: 1e6 });
    decoder.push(Buffer.from('["x","'));
    const chunk = Buffer.alloc(1000, 'y');
    let pushed = 0;
    expectCode('frame-too-large', () => {
      for (; pushed < 2e6; pushed += chunk.length) decoder.push(chunk);
    });
    expect(pushed).toBeLessThanOrEqual(1e6);
  });
});
