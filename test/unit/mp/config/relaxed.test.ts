import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, parseRelaxed } from '../../../../electron/mp/config/relaxed.ts';
import { MeshError } from '../../../../shared/errors.ts';

/** What `parseRelaxed` throws for `text`. */
function failure(text: string): MeshError {
  try {
    parseRelaxed(text);
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
  throw new Error('parsed without an error');
}

/** Plain objects, so that values compare with those of JSON.parse, `__proto__` included. */
const plain = (value: unknown): string => JSON.stringify(value);

/** Splits JSON into its tokens; strings stay whole. */
function tokens(json: string): string[] {
  return json.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^[\]{},:"]+/g) ?? [];
}

/** Puts blanks and comments between tokens and commas before closing brackets. */
function relax(json: string, blanks: readonly string[], trailing: boolean): string {
  const all = tokens(json);
  return all
    .map((token, i) => {
      const isEnd = token === ']' || token === '}';
      const afterValue = !['[', '{', undefined].includes(all[i - 1]);
      const comma = trailing && isEnd && afterValue ? ',' : '';
      const [before, between] = [blanks[i % blanks.length], blanks[(i + 1) % blanks.length]];
      return `${before}${comma}${between}${token}`;
    })
    .join('');
}

const blank = fc.oneof(
  fc.constantFrom('', ' ', '\t', '\n', '\r\n', '  \n', '#\n', '# "}],[{:\r', '#,é😀\n #x\n'),
  fc
    .string()
    .filter((text) => !/[\r\n]/.test(text))
    .map((text) => `#${text}\n`),
);

describe('parseRelaxed', () => {
  it('reads all JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), (json) => {
        expect(plain(parseRelaxed(json))).toBe(plain(JSON.parse(json)));
      }),
      { numRuns: 500 },
    );
  });

  it('reads it with comments, blanks and trailing commas put in', () => {
    fc.assert(
      fc.property(
        fc.json({ stringUnit: 'grapheme' }),
        fc.array(blank, { minLength: 1, maxLength: 7 }),
        fc.boolean(),
        (json, blanks, trailing) => {
          const text = relax(json, blanks, trailing);
          expect(plain(parseRelaxed(text))).toBe(plain(JSON.parse(json)));
        },
      ),
      { numRuns: 500 },
    );
  });

  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom(...'[]{}:,"\\u#0-1.eE tfn\n\tdDbB8/\''), { maxLength: 40 })
      .map((all) => all.join('')),
    fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([json, at, put]) => {
      const i = at % (json.length + 1);
      return json.slice(0, i) + put + json.slice(i + 1);
    }),
  );

  it('throws nothing but a coded error with a place inside the text, and takes what JSON.parse takes', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        let error: unknown;
        try {
          parseRelaxed(text);
          return;
        } catch (thrown) {
          error = thrown;
        }
        expect(error).toBeInstanceOf(MeshError);
        const { code, detail } = error as MeshError;
        const { line, column, problem } = detail ?? {};
        expect(code).toBe('config-broken');
        expect(problem).toMatch(/\.$/);
        const lines = text.split(/\r\n|\n|\r/);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual([...(lines[Number(line) - 1] ?? '')].length + 1);
        // Lone surrogates are the one thing that JSON.parse takes and JSON::XS doesn't.
        if (!/surrogate/.test(String(problem))) expect(() => void JSON.parse(text)).toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('lets the last of duplicate keys win and a literal tab stand in a string', () => {
    expect(plain(parseRelaxed('{"a":1,"b":2,"a":"x\ty"}'))).toBe('{"a":"x\\ty","b":2}');
  });

  it('keeps __proto__ and the like harmless', () => {
    const value = parseRelaxed('{"__proto__":{"polluted":1},"constructor":2,"x":{"__proto__":[]}}');
    expect(plain(value)).toBe('{"__proto__":{"polluted":1},"constructor":2,"x":{"__proto__":[]}}');
    expect((value as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((value as Record<string, unknown>)['toString']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('allows nesting up to its limit and not one more', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const nestedObjects = (depth: number): string =>
      '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    expect(plain(parseRelaxed(nested(MAX_DEPTH)))).toBe(nested(MAX_DEPTH));
    expect(plain(parseRelaxed(nestedObjects(MAX_DEPTH)))).toBe(nestedObjects(MAX_DEPTH));
    for (const text of [nested(MAX_DEPTH + 1), nested(100_000), nestedObjects(MAX_DEPTH + 1)]) {
      expect(failure(text).message).toMatch(/deeper than 512/);
    }
    expect(plain(parseRelaxed(`[${'[[]],'.repeat(2000)}]`)).length).toBe(2 * 2000 * 2 + 2000 + 1);
  });

  it.each([
    ['', 1, 1, 'a value is expected here, but the text ends.'],
    ['{"a" 1}', 1, 6, 'a colon is expected here, but "1" was found.'],
    ['{\n  "a": 1\n  "b": 2 }', 3, 3, `a comma or "}" is expected here, but '"' was found.`],
    [
      '{\n  "é😀": 1,\n  "profile": {\n',
      4,
      1,
      'the text ends, but the "{" of line 3 is never closed.',
    ],
    ['{"é😀": ?}', 1, 8, 'a value is expected here, but "?" was found.'],
    [
      "{'a': 1}",
      1,
      2,
      'a key in double quotes or "}" is expected here, but "\'" was found. Strings stand in double quotes.',
    ],
    [
      '{} // x',
      1,
      4,
      'nothing more may follow the value, but "/" was found. Comments begin with "#".',
    ],
    ['{"a": yes}', 1, 7, 'a word without quotes is neither true, false nor null.'],
    ['["abc', 1, 2, 'the string that begins here is never closed.'],
    ['["a\nb"]', 1, 4, 'a string may not contain U+000A; write an escape.'],
    ['["\\x"]', 1, 3, 'a backslash is followed by no known escape.'],
    ['["\\u12g4"]', 1, 3, '"\\u" needs four hexadecimal digits.'],
    ['["\\ud800"]', 1, 3, 'half of a surrogate pair is no character; write both halves.'],
    ['["\\udc00"]', 1, 3, 'half of a surrogate pair is no character; write both halves.'],
    ['["\\ud800\\u0041"]', 1, 3, 'half of a surrogate pair is no character; write both halves.'],
    ['[01]', 1, 3, 'a comma or "]" is expected here, but "1" was found.'],
    ['[1,,]', 1, 4, 'a value is expected here, but "," was found.'],
    ['[,]', 1, 2, 'a value is expected here, but "," was found.'],
    ['{,}', 1, 2, 'a key in double quotes or "}" is expected here, but "," was found.'],
    ['[1]\u0000', 1, 4, 'nothing more may follow the value, but U+0000 was found.'],
  ])('says where %j is wrong, and why', (text, line, column, problem) => {
    expect(failure(text).detail).toEqual({ line, column, problem });
    expect(failure(text).message).toBe(`Line ${line}, column ${column}: ${problem}`);
  });
});
