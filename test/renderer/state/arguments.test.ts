import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../renderer/state/arguments.ts';

describe('good arguments', () => {
  test.each([
    ['', []],
    [' \n ', []],
    ['"hello", {"a": 1}', ['hello', { a: 1 }]],
    ['null,true,\n[1.5e3, -0]', [null, true, [1500, -0]]],
    ['"\\u00e9 \\" ü"', ['é " ü']],
    ['{}', [{}]],
    ['[]', [[]]],
  ])('%j', (text, values) => {
    expect(parseArguments(text)).toEqual({ ok: true, values });
  });
});

describe('mistakes are named with their place', () => {
  test.each([
    ['hello', 1, 1, 'Text stands in double quotes: "hello"'],
    ['"a", {"b": wrong}', 1, 12, 'Text stands in double quotes: "wrong"'],
    ['"a"\n,\n  "b" "c"', 3, 7, 'A comma must stand between two values'],
    ['"a",', 1, 4, 'There is no value after the comma'],
    ['[1, ]', 1, 3, 'There is no value after the comma'],
    [', 1', 1, 1, 'A value is missing before the comma'],
    ['"open', 1, 1, 'This string is not closed by a double quote'],
    ['1, "open\n2', 1, 4, 'This string is not closed before the line ends'],
    ['{"a" 1}', 1, 6, 'A colon must stand between key and value'],
    ['{a: 1}', 1, 2, 'A key in double quotes must stand here'],
    ['{"a": }', 1, 7, 'A value is missing after the colon'],
    ["'a'", 1, 1, 'Strings stand in double quotes: "…"'],
    ['True', 1, 1, 'Write true in small letters'],
    ['01', 1, 1, 'This is not a number as JSON writes it'],
    ['1.', 1, 1, 'This is not a number as JSON writes it'],
    ['[1, 2', 1, 6, '"]" is missing at the end'],
    ['{"a": [1}', 1, 9, '"]" is expected, not "}"'],
    ['1], [2', 1, 2, '"]" closes nothing'],
    ['"\\x"', 1, 2, 'This escape is none of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX'],
    ['"a\tb"', 1, 3, 'Write a control character as an escape such as \\t'],
    ['1, €', 1, 4, '"€" begins no value'],
  ])('%j', (text, line, column, message) => {
    expect(parseArguments(text)).toMatchObject({ ok: false, line, column, message });
  });

  test('far too deep', () => {
    expect(parseArguments('['.repeat(500))).toMatchObject({ ok: false, line: 1, column: 202 });
  });
});

const TOKENS = ['"a"', '"', '1', '-', '.5', 'e9', '[', ']', '{', '}', ':', ',', ' ', '\n', 'null'];
const TEXT = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { maxLength: 14 }).map((parts) => parts.join('')),
  fc.json().map((json) => `${json}, ${json}`),
  fc.string(),
);

test('agrees with JSON.parse on what is good', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      fc.pre(text.trim() !== '');
      expect(parseArguments(text)).toMatchObject(
        parses(`[${text}]`) ? { ok: true, values: JSON.parse(`[${text}]`) } : { ok: false },
      );
    }),
    { numRuns: 1000 },
  );
});

test('a mistake lies inside the text, or just behind it', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const parsed = parseArguments(text);
      if (parsed.ok) return;
      expect(parsed.offset).toBeGreaterThanOrEqual(0);
      expect(parsed.offset).toBeLessThanOrEqual(text.length);
      const lines = text.split('\n');
      const place = lines.slice(0, parsed.line - 1).join('\n').length + (parsed.line > 1 ? 1 : 0);
      expect(place + parsed.column - 1).toBe(parsed.offset);
    }),
  );
});

function parses(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
