import { describe, expect, test } from 'vitest';
import { MAX_JSON_OFFERS, offersAt } from '../../../renderer/state/json-offers.ts';
import type { DraftValues } from '../../../renderer/state/json-offers.ts';

const KNOWN: DraftValues = {
  arguments: ['{"id": 1}', '"x"'],
  tags: ['job', 'jump "high"'],
  ports: ['bob#x.a', 'job-node'],
  variables: [
    { name: 'now', meaning: 'the time' },
    { name: 'now.iso', meaning: 'the time' },
    { name: 'host', meaning: 'fra' },
  ],
};

/** Takes the first offer, or the one named; `|` is the cursor. */
function take(text: string, label?: string, asked = true): string | null {
  const at = text.indexOf('|');
  const plain = text.replace('|', '');
  const found = offersAt(plain, at, KNOWN, asked);
  const offer = found?.offers.find((one) => label === undefined || one.label === label);
  if (!found || !offer) return null;
  return plain.slice(0, found.from) + offer.insert + plain.slice(found.to);
}

describe('variables', () => {
  test.each([
    ['{{|', 'now', '{{now}}'],
    ['1, {{no|', 'now.iso', '1, {{now.iso}}'],
    ['"at {{ho|"', 'host', '"at {{host}}"'],
    ['{{n|ow}}', 'now', '{{now}}'],
    ['{{ n|ow }}, 1', 'host', null],
    ['{{|}}', 'host', '{{host}}'],
  ])('%s', (text, label, expected) => expect(take(text, label)).toBe(expected));
});

describe('names inside of strings', () => {
  test.each([
    ['"bo|', 'bob#x.a', '"bob#x.a"'],
    ['"bo|"', 'bob#x.a', '"bob#x.a"'],
    ['{"to": "bo|b"}', 'bob#x.a', '{"to": "bob#x.a"}'],
    ['"jum|', 'jump "high"', '"jump \\"high\\""'],
    ['"jo|, "next"', 'job', '"job", "next"'],
  ])('%s', (text, label, expected) => expect(take(text, label)).toBe(expected));

  test('port IDs come before tags', () => {
    expect(offersAt('"jo', 3, KNOWN, false)?.offers.map(({ kind }) => kind)).toEqual([
      'port',
      'tag',
    ]);
  });
});

test('whole arguments only where nothing is written, and only when asked for', () => {
  expect(take('|')).toBe('{"id": 1}');
  expect(take('|', undefined, false)).toBeNull();
});

test('words and variables where a value may stand', () => {
  expect(take('[1, tr|')).toBe('[1, true');
  expect(take('ho|')).toBe('{{host}}');
  expect(take('[1, |', undefined, false)).toBeNull();
  expect(take('[zzz|')).toBeNull();
});

test('an escaped quote does not end a string', () => {
  expect(take('"a\\"|')).toBeNull();
  expect(take('"a\\\\" |')).toBe('"a\\\\" true');
});

test('offers are bounded', () => {
  const ports = Array.from({ length: 500 }, (_, index) => `node-${index}`);
  const found = offersAt('"', 1, { ...KNOWN, ports }, true);
  expect(found?.offers).toHaveLength(MAX_JSON_OFFERS);
});
