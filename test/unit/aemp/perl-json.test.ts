import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compactJson, prettyJson, terminalText } from '../../../electron/aemp/perl-json.ts';
import type { Json } from '../../../shared/json.ts';

const SAMPLES = new URL('../../fixtures/vectors/config/', import.meta.url);
const recorded = readdirSync(SAMPLES).filter((name) => name.startsWith('show'));

describe('pretty JSON', () => {
  it.each(recorded)('is laid out as in %s', (name) => {
    const text = readFileSync(new URL(name, SAMPLES), 'utf8');
    expect(prettyJson(JSON.parse(text) as Json)).toBe(text);
  });

  it('knows what is empty', () => {
    expect(prettyJson({})).toBe('{}\n');
    expect(prettyJson({ a: [], b: {}, c: [[]] })).toBe(
      '{\n   "a" : [],\n   "b" : {},\n   "c" : [\n      []\n   ]\n}\n',
    );
  });

  it('prints text as it was typed, encoded twice or not', () => {
    expect(prettyJson({ 'Ã¼': 'bÃ¼ro', b: 'büro', c: '€' })).toBe(
      '{\n   "ü" : "büro",\n   "b" : "büro",\n   "c" : "€"\n}\n',
    );
  });

  it('lets nothing reach the terminal', () => {
    expect(prettyJson('\u001b[31m\u009b\u202e')).toBe('"\\u001b[31m\\u009b\\u202e"\n');
  });
});

describe('what the network says', () => {
  it('is a JSON array without brackets', () => {
    expect(compactJson([])).toBe('');
    expect(compactJson([1, 'a', null, { b: [true] }])).toBe('1,"a",null,{"b":[true]}');
  });

  it('does nothing to the terminal', () => {
    expect(terminalText('bob\u001b]0;x\u0007\n\u009b')).toBe('bob\\u001b]0;x\\u0007\\n\\u009b');
    expect(terminalText({ a: 1 })).toBe('{"a":1}');
  });
});
