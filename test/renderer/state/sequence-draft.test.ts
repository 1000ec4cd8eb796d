import { describe, expect, test } from 'vitest';
import { expectationMistake } from '../../../renderer/state/sequence-draft.ts';

describe('an expected message', () => {
  test.each(['', ' \n', '"pong", "{{any}}"', '1,\n{"n": [null, "{{reply.0}} x"]}'])(
    'may be %j',
    (text) => expect(expectationMistake(text)).toBeNull(),
  );

  test.each([
    ['"pong",\n {"n": }', 2, 8, 'value is missing'],
    ['"pong", ', 1, 7, 'no value after the comma'],
    ['"pong", {{any}}', 1, 9, 'inside of strings'],
    ['[1,\n  {{any}}]', 2, 3, 'inside of strings'],
    ['"{{no such}}"', 1, 2, 'name of a variable'],
    ['"a", "{{\tany}}"', 1, 9, 'control character'],
  ])('is wrong at its place in %j', (text, line, column, words) => {
    const mistake = expectationMistake(text);
    expect(mistake).toMatchObject({ line, column, message: expect.stringContaining(words) });
    const lines = text.slice(0, mistake?.offset).split('\n');
    expect([lines.length, (lines.at(-1)?.length ?? 0) + 1]).toEqual([line, column]);
  });
});
