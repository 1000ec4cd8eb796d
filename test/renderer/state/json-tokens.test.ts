import { expect, test } from 'vitest';
import { tokensOf } from '../../../renderer/state/json-tokens.ts';

const read = (line: string) =>
  tokensOf(line).map(({ from, to, kind }) => `${kind} ${line.slice(from, to)}`);

test('keys, strings, words and brackets', () => {
  expect(read('{"a" : "b", "c": [-1.5e3, true]}')).toEqual([
    'bracket {',
    'key "a"',
    'string "b"',
    'key "c"',
    'bracket [',
    'word -1.5e3',
    'word true',
    'bracket ]',
    'bracket }',
  ]);
});

test('variables alone, in strings, and with an object before them', () => {
  expect(read('{{now}}, "x {{ a.b }} y"')).toEqual([
    'variable {{now}}',
    'string "x {{ a.b }} y"',
    'variable {{ a.b }}',
  ]);
  expect(read('{{{now}}')).toEqual(['bracket {', 'variable {{now}}']);
});

test('what is no variable is what it looks like', () => {
  expect(read('{{1}} "{{"')).toEqual([
    'bracket {',
    'bracket {',
    'word 1',
    'bracket }',
    'bracket }',
    'string "{{"',
  ]);
});

test('a string that is not closed ends with its line', () => {
  expect(read('"a\\"b')).toEqual(['string "a\\"b']);
});

test('tokens are in order, so that they can be drawn', () => {
  const tokens = tokensOf('{"{{a}}{{b}}": {{c}}}'.repeat(50));
  const starts = tokens.map(({ from }) => from);
  expect(starts).toEqual([...starts].sort((x, y) => x - y));
});
