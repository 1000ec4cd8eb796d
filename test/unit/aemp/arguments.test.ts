import { describe, expect, it } from 'vitest';
import {
  fileValue,
  messageValue,
  readArguments,
  readCommandLine,
} from '../../../electron/aemp/arguments.ts';
import { toFileText, toPlainText } from '../../../electron/mp/config/octets.ts';
import { expectCode } from '../../helpers/codes.ts';

describe('options', () => {
  it('stand before the first word', () => {
    const line = readCommandLine(['--rc', 'a file', '--timeout=2.5', 'setnodeid', '--rc']);
    expect(line).toMatchObject({ show: null, rc: 'a file', timeout: 2.5 });
    expect(line.words.map(messageValue)).toEqual(['setnodeid', '--rc']);
    expect(readCommandLine(['--help', 'x']).show).toBe('help');
    expect(readCommandLine(['--version']).show).toBe('version');
  });

  it.each([
    [['--rc']],
    [['--rc=', 'x']],
    [['--timeout', '0', 'mon', 'x']],
    [['--timeout', '1e9', 'mon', 'x']],
    [['--timeout', '86401', 'mon', 'x']],
    [['--bogus', 'x']],
    [['--']],
  ])('%j is refused', (argv) => {
    expectCode('usage', () => readCommandLine(argv));
  });
});

describe('JSON arguments', () => {
  it('stand for the whole line when a single one is an array', () => {
    expect(readArguments(['["setsecret","[x",5]']).map(fileValue)).toEqual(['setsecret', '[x', 5]);
  });

  it('are those that begin so', () => {
    const values = readArguments(['binds', '["*:4040"]', '{"a":[1]}', '"x"', 'x"', ' [']);
    expect(values.map(fileValue)).toEqual(['binds', ['*:4040'], { a: [1] }, 'x', 'x"', ' [']);
  });

  it.each([
    '[1',
    '{a}',
    '"x',
    '[1,]',
    '["\\ud800"]',
    '[1] # no',
    `${'['.repeat(600)}${']'.repeat(600)}`,
  ])('%s is refused, and not repeated', (text) => {
    const read = () => readArguments(['setsecret', text]);
    expectCode('value-invalid', read);
    expect(read).toThrow(/^Argument 2 begins with ".", but is no JSON/);
  });

  it('must be UTF-8', () => {
    expectCode('value-invalid', () => readArguments(['setsecret', 'a\ufffd']));
  });
});

describe('text outside ASCII', () => {
  it('is encoded twice for the file, as by the reference, and not for messages', () => {
    const [word, json] = readArguments(['ünïcode', '"ünïcode"']);
    expect(word && fileValue(word)).toBe('Ã¼nÃ¯code');
    expect(word && messageValue(word)).toBe('ünïcode');
    expect(json && fileValue(json)).toBe('ünïcode');
  });

  it.each(['abc', 'ü', '€', 'Ã¼', '\ufeffx', '日本'])('%s comes back', (text) => {
    expect(toPlainText(toFileText(text))).toBe(text);
  });

  it('is left alone where it was encoded once', () => {
    for (const text of ['ü', '日本', 'é€', 'Ã']) expect(toPlainText(text)).toBe(text);
  });
});
