import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeshError } from '../../../../shared/errors.ts';
import type { Json } from '../../../../shared/json.ts';
import {
  ANY,
  assertArguments,
  BUILT_IN_VARIABLES,
  fillArguments,
  fillData,
  fillText,
  isVariableName,
  MAX_FILLED_LENGTH,
  templateOf,
  templateText,
  valueAtPath,
  variablesIn,
  variableValue,
} from '../../../../shared/template.ts';

const VALUES = {
  now: 1_700_000_000_000,
  'now.iso': '2023-11-14T22:13:20.000Z',
  name: 'Ada "the" \\ {{now}}\n',
  user: { id: 7, tags: ['a'] },
  nothing: null,
} satisfies Record<string, Json>;
const lookup = (name: string) => VALUES[name as keyof typeof VALUES] as Json | undefined;

function errorOf(run: () => unknown): MeshError {
  try {
    run();
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('fillArguments', () => {
  it.each<[string, Json[]]>([
    ['', []],
    ['1, "a"', [1, 'a']],
    ['{{now}}', [1_700_000_000_000]],
    ['{{ now }}, "{{now}}"', [1_700_000_000_000, '1700000000000']],
    ['"at {{now.iso}}!"', ['at 2023-11-14T22:13:20.000Z!']],
    ['{"at": {{now}}, "{{now.iso}}": [{{user}}]}', [{ at: VALUES.now, '2023-11-14T22:13:20.000Z': [VALUES.user] }]], // prettier-ignore
    ['{"a":{"b":{{now}}}}', [{ a: { b: VALUES.now } }]],
    ['"{{name}}"', [VALUES.name]],
    ['"{{user}} {{nothing}}"', ['{"id":7,"tags":["a"]} null']],
    ['"{{{now}}}"', ['{1700000000000}']],
    ['"{{open}}x}}", {{open}}', ['{{x}}', '{{']],
    ['"\\u007b{x}} \\" {{now}}"', ['{{x}} " 1700000000000']],
  ])('fills in %s', (text, values) => {
    expect(fillArguments(text, lookup)).toEqual(values);
  });

  it('says which variable has no value, and where', () => {
    const error = errorOf(() => fillArguments('1,\n "x {{gone.a}}"', lookup));
    expect(error.code).toBe('variable-missing');
    expect(error.message).toBe(
      'The variable {{gone.a}} in the arguments, line 2, column 5, has no value.',
    );
    const place = { where: 'arguments', offset: 7, line: 2, column: 5 };
    expect(error.detail).toEqual({ name: 'gone.a', ...place });
  });

  it.each([
    ['{{now}} 1', 8],
    ['1{{now}}', 0],
    ['{{now}}{{now}}', 7],
    ['{ {{name}}: 1 }', 2],
    ['"{{now}}', 0],
    ['[{{now}}', 8],
    ["'{{now}}'", 0],
  ])('names mistakes where they were written: %s', (text, offset) => {
    const error = errorOf(() => fillArguments(text, lookup));
    expect([error.code, error.detail?.['offset']]).toEqual(['json-invalid', offset]);
  });

  it.each(['{{', '"{{"', '{{}}', '{{a b}}', '"{{1}}"', '{{a.}}', '{{a}', `{{${'a'.repeat(201)}}}`])(
    'refuses what looks like a variable and is none: %s',
    (text) => {
      const error = errorOf(() => fillArguments(text, lookup));
      expect(error.code).toBe('variable-invalid');
      expect(error.detail).toMatchObject({ where: 'arguments', line: 1 });
    },
  );

  it('bounds what it makes', () => {
    const text = Array.from({ length: 100 }, () => '{{big}}').join(',');
    const big = 'x'.repeat(MAX_FILLED_LENGTH / 99);
    const error = errorOf(() => fillArguments(text, () => big));
    expect(error.code).toBe('frame-too-large');
  });

  it('checks a text without knowing the values', () => {
    expect(() => assertArguments('{{unknown}}, "{{other}}"')).not.toThrow();
    expect(errorOf(() => assertArguments('{{unknown}},')).code).toBe('json-invalid');
  });
});

describe('whatever the values are', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"', '\\', '", 1, "', '\\"', '{{now}}', '}}', '{{', ' ', '\n', ']'),
  );

  it('a message keeps its shape', () => {
    fc.assert(
      fc.property(json, nasty, (value, text) => {
        const values: Record<string, Json> = { value, text };
        const filled = fillArguments(
          '{{value}}, ["{{text}}", {"k{{text}}": {{value}}}], "<{{text}}|{{value}}>"',
          (name) => values[name],
        );
        const written = typeof value === 'string' ? value : JSON.stringify(value);
        const same = JSON.parse(JSON.stringify(value)) as Json;
        const expected = [same, [text, { [`k${text}`]: same }], `<${text}|${written}>`];
        expect(filled).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a tag is what stands in it', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(fillText('a{{x}}b', () => text)).toBe(`a${text}b`);
      }),
    );
  });

  it('templates of data stand for just that data', () => {
    const braces = fc.array(fc.constantFrom('{', '{{', '}', 'a', '"', '\\', '{{now}}'));
    const text = fc.oneof(
      nasty,
      braces.map((parts) => parts.join('')),
    );
    const data = fc.array(fc.oneof(json, text, fc.dictionary(text, text)));
    fc.assert(
      fc.property(data, text, (values, tag) => {
        const same = JSON.parse(JSON.stringify(values)) as Json[];
        expect(fillArguments(templateOf(values as Json[]), () => undefined)).toEqual(same);
        expect(fillText(templateText(tag), () => undefined)).toBe(tag);
        expect(fillData(templateText(tag), () => undefined)).toBe(tag);
      }),
      { numRuns: 2_000 },
    );
  });

  it('any text is filled in or refused with a place inside of it', () => {
    const parts = fc.constantFrom('{{', '}}', '{', '"', '\\', 'now', '.', ',', '1', '[', ']', '\n');
    fc.assert(
      fc.property(fc.array(parts), (words) => {
        const text = words.join('');
        for (const fill of [fillArguments, fillText]) {
          try {
            fill(text, lookup);
          } catch (error) {
            expect(error).toBeInstanceOf(MeshError);
            const offset = (error as MeshError).detail?.['offset'] as number;
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(offset).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('fillData', () => {
  it('keeps the type of a variable that stands alone', () => {
    const value = { a: '{{user}}', b: ['{{now}}', 'at {{now}}', 1, null], '{{now}}': true };
    expect(fillData(value, lookup)).toEqual({
      a: VALUES.user,
      b: [VALUES.now, 'at 1700000000000', 1, null],
      '{{now}}': true,
    });
    expect(fillData(ANY, (name) => `<${name}>`)).toBe('<any>');
  });

  it('treats a member called __proto__ as data', () => {
    const value = JSON.parse('{"__proto__": "{{now}}"}') as Json;
    expect(JSON.stringify(fillData(value, lookup))).toBe('{"__proto__":1700000000000}');
  });
});

describe('variables', () => {
  it('are listed with their places', () => {
    expect(variablesIn('{{a}}, "{{b.c}}"', 'arguments')).toEqual([
      { name: 'a', from: 0, to: 5, asText: false },
      { name: 'b.c', from: 8, to: 15, asText: true },
    ]);
    expect(variablesIn('x{{a}}', 'text')).toMatchObject([{ name: 'a', asText: true }]);
    expect(variablesIn('{{', 'text')).toEqual([]);
  });

  it.each<[string, Json]>([
    ['1', 1],
    ['{"a": [1]}', { a: [1] }],
    ['"text"', 'text'],
    ['text', 'text'],
    ['', ''],
    ['1, 2', '1, 2'],
    ['007', '007'],
    ['1e999', '1e999'],
    ['[1e999]', '[1e999]'],
    ['['.repeat(10_000), '['.repeat(10_000)],
  ])('of ones own are JSON, or text: %.30s', (text, value) => {
    expect(variableValue(text)).toEqual(value);
  });

  it('of ones own have names that are not taken', () => {
    for (const name of ['a', '_x', 'user-name', 'A1']) expect(isVariableName(name)).toBe(true);
    const taken = BUILT_IN_VARIABLES.map(({ name }) => name);
    for (const name of [...taken, '', '1a', 'a b', 'a.b', 'arg', 'x'.repeat(65)]) {
      expect(isVariableName(name)).toBe(false);
    }
  });

  it('have parts', () => {
    expect(valueAtPath({ a: [{ b: 1 }] }, ['a', '0', 'b'])).toBe(1);
    for (const path of [
      ['toString'],
      ['a', 'length'],
      ['a', '1'],
      ['a', '-1'],
      ['a', '0', 'b', 'c'],
    ]) {
      // prettier-ignore
      expect(valueAtPath({ a: [{ b: 1 }] }, path)).toBeUndefined();
    }
  });
});
