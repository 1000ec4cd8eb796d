import { describe, expect, it, test } from 'vitest';
import {
  andFilter,
  filterForField,
  filterForPath,
  filterText,
  matches,
  MAX_FILTER_LENGTH,
  parseFilter,
} from '../../../../shared/filter.ts';
import type { Filter, FilterRecord } from '../../../../shared/filter.ts';
import type { Json } from '../../../../shared/json.ts';

const NOW = new Date(2026, 2, 29, 12, 0).getTime();

function filter(text: string): Filter {
  const result = parseFilter(text, { now: NOW });
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.filter;
}

function errorOf(text: string) {
  const result = parseFilter(text, { now: NOW });
  if (result.ok) throw new Error(`${text} is understood`);
  return result.error;
}

function record(over: Partial<FilterRecord> = {}): FilterRecord {
  return {
    at: NOW,
    direction: 'in',
    peer: 'bob',
    port: 'x',
    size: 100,
    replyTo: null,
    answeredBy: null,
    marked: false,
    message: [],
    ...over,
  };
}

const passes = (text: string, message: Json[], over: Partial<FilterRecord> = {}) =>
  matches(filter(text), record({ message, ...over }));

describe('filterText', () => {
  it.each([
    ['', ''],
    ['  ', ''],
    ['a b', 'a and b'],
    ['A AND (b AND c) OR (d)', 'A and b and c or d'],
    ['(a or b) c', '(a or b) and c'],
    ['not (a)', 'not a'],
    ['not(a b)', 'not (a and b)'],
    ['NOT not a', 'not not a'],
    ['"and" "tag" "in" "x y"', '"and" and "tag" and "in" and "x y"'],
    ['tag="a b" size>2 KiB', 'tag = "a b" and size > 2KiB'],
    ['tag   IN(a,"b")', 'tag in (a, "b")'],
    ['tag not in (and)', 'tag not in (and)'],
    ['arg[-0]["name"]["a b"][01] !~ *', 'arg[0].name["a b"][1] !~ *'],
    ['tag = "\u202eevil\n"', String.raw`tag = "\u202eevil\n"`],
    ['"\u{e0041}"', String.raw`"\udb40\udc41"`],
  ])('%j becomes %j', (text, canonical) => {
    expect(filterText(filter(text))).toBe(canonical);
    expect(filterText(filter(canonical))).toBe(canonical);
  });
});

describe('bounds', () => {
  it('refuses long filters, long texts, deep nesting and long lists at their places', () => {
    const long = errorOf('a '.repeat(1_001));
    expect(long).toMatchObject({ from: MAX_FILTER_LENGTH, to: 2_002 });
    expect(filter('a '.repeat(1_000)).source).toHaveLength(2_000);
    expect(errorOf(`b ${'a'.repeat(257)}`)).toMatchObject({ from: 2, to: 259 });
    expect(errorOf(`tag ~ ${'a'.repeat(257)}`)).toMatchObject({ from: 6, to: 263 });
    expect(filter(`tag = ${'a'.repeat(1_000)}`)).toBeTruthy();
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(filterText(filter(nested(64)))).toBe('a');
    expect(errorOf(nested(65))).toMatchObject({ from: 65, to: 66 });
    expect(errorOf('not '.repeat(65) + 'a').message).toMatch(/64 levels/);
    const list = (count: number) => `tag in(${'1,'.repeat(count - 1)}1)`;
    expect(filter(list(990))).toBeTruthy();
  });

  it('refuses invisible characters outside quotes, and counts no-break spaces as space', () => {
    expect(errorOf('tag = a\u200bb')).toMatchObject({ from: 7, to: 8 });
    expect(errorOf('arg[0].a\u200bb')).toMatchObject({ from: 8, to: 9 });
    expect(filterText(filter('tag\u00a0=\u3000a'))).toBe('tag = a');
    expect(passes('tag = "a\u200bb"', ['a\u200bb'])).toBe(true);
  });
});

describe('errors in words', () => {
  it.each([
    ['Tag = job', 'Tag', ['tag']],
    ['foo in (a)', 'foo', expect.arrayContaining(['peer'])],
    ['arg.name = 1', 'arg.name', ['arg[0]']],
    ['arg["a"] = 1', 'arg["a"]', ['arg[0]']],
    ['arg[0', '[0', ['[0]', '["key"]']],
    ['arg[0]["a"', '["a"', [']']],
    ['arg[0]["a', '"a', ['"']],
    ['arg[0].', '.', ['.key']],
    ['arg[0]x', 'x', ['.key', '[0]']],
    ['a)', ')', ['and', 'or']],
    ['a, b', ',', ['and', 'or']],
    ['()', ')', expect.arrayContaining(['('])],
    ['tag !job', '!job', null],
    ['latency > soon', 'soon', expect.arrayContaining(['20ms'])],
    ['size ~ 1', '~', expect.arrayContaining(['>='])],
    ['tag = "\\u12"', '\\u', expect.anything()],
    ['time = 2026-02-30', '2026-02-30', expect.anything()],
    ['time > "2026-02-03T10:00+25:00"', '"2026-02-03T10:00+25:00"', expect.anything()],
  ])('%s is wrong at %s', (text, place, expected) => {
    if (expected === null) {
      expect(filterText(filter(text))).toBe('tag and "!job"');
      return;
    }
    const error = errorOf(text);
    expect(text.slice(error.from, error.to)).toBe(place);
    expect(error.expected).toEqual(expected);
  });
});

describe('matching', () => {
  it('keeps quoted and unquoted values apart in arguments', () => {
    expect(passes('arg[0] = 1', ['t', '1.0'])).toBe(true);
    expect(passes('arg[0] = 1', ['t', '01'])).toBe(false);
    expect(passes('arg[0] = 1', ['t', true])).toBe(false);
    expect(passes('arg[0] = "1"', ['t', '1'])).toBe(true);
    expect(passes('arg[0] = null', ['t', null])).toBe(true);
    expect(passes('arg[0] = null', ['t'])).toBe(false);
    expect(passes('arg[0] = "null"', ['t', null])).toBe(false);
    expect(passes('arg[0] = 1e3', ['t', 1000])).toBe(true);
    expect(passes('arg[0] in (1, "2", x)', ['t', '2'])).toBe(true);
    expect(passes('arg[0] in (1, "2", x)', ['t', 2])).toBe(false);
    expect(passes('arg[0] < 5', ['t', '4'])).toBe(true);
    expect(passes('arg[0] < 5', ['t', 'a'])).toBe(false);
    expect(passes('arg[0] < 5', ['t', null])).toBe(false);
    expect(passes('arg[0] < "5"', ['t', 4])).toBe(false);
    expect(passes('arg[0] >= "b"', ['t', 'b'])).toBe(true);
    expect(passes('arg[0] = a', ['t', ['a']])).toBe(false);
  });

  it('finds only own keys, and what is there', () => {
    const own = JSON.parse('["t", {"__proto__": 1, "a": []}]') as Json[];
    expect(passes('arg[0].__proto__ = 1', own)).toBe(true);
    expect(passes('arg[0].__proto__', ['t', {}])).toBe(false);
    expect(passes('arg[0].constructor', ['t', {}])).toBe(false);
    expect(passes('arg[0].length', ['t', [1]])).toBe(false);
    expect(passes('arg[0]["0"]', ['t', [1]])).toBe(false);
    expect(passes('arg[-1]', ['t'])).toBe(false);
    expect(passes('arg[-1] = t', [1, 't'])).toBe(true);
    expect(passes('arg[0][-2] = 1', ['t', [1, 2]])).toBe(true);
    expect(passes('arg[0][-3]', ['t', [1, 2]])).toBe(false);
  });

  it('fits patterns to whole texts', () => {
    const fits = (pattern: string, text: string) => passes(`tag ~ ${pattern}`, [text]);
    expect(fits('a*c', 'abbc')).toBe(true);
    expect(fits('a*c', 'abbcd')).toBe(false);
    expect(fits('*', '')).toBe(true);
    expect(fits('?', '')).toBe(false);
    expect(fits('a?*', 'a')).toBe(false);
    expect(fits('*a*b*a', 'xAyBza')).toBe(true);
    expect(fits('**', 'x')).toBe(true);
    expect(fits(`${'a'.repeat(100)}*${'?'.repeat(50)}b`, `${'a'.repeat(155)}b`)).toBe(true);
    expect(fits(`${'a'.repeat(100)}*${'?'.repeat(50)}b`, `${'a'.repeat(149)}b`)).toBe(false);
    expect(passes('arg[0] ~ a*', ['t', { k: ['xa', { abc: 1 }] }])).toBe(true);
    expect(passes('arg[0] ~ a*', ['t', { k: ['xa', { xabc: 1 }] }])).toBe(false);
  });

  // By trial and error this would take the age of the universe.
  it('comes to an end for any pattern', () => {
    const text = 'a'.repeat(1 << 20);
    for (const pattern of [
      `${'*a'.repeat(60)}*b`,
      `*${'a?'.repeat(120)}b*`,
      `"${'a'.repeat(255)}b"`,
    ]) {
      expect(passes(`arg[0] ~ ${pattern}`, ['t', text])).toBe(false);
    }
  });

  it('takes the tag from where it is kept, if it is kept', () => {
    expect(passes('tag = a', ['b'], { tag: 'a' })).toBe(true);
    expect(passes('tag', ['b'], { tag: null })).toBe(false);
    expect(passes('tag = b', ['b'], { tag: undefined })).toBe(true);
  });

  it('survives data nested far deeper than the stack', () => {
    let deep: Json = 'needle';
    for (let level = 0; level < 200_000; level++) deep = [deep];
    expect(passes('needle', ['t', deep])).toBe(true);
    expect(passes('arg[0] ~ other', ['t', deep])).toBe(false);
  });

  it('looks into the message only when it must', () => {
    const sealed = record();
    Object.defineProperty(sealed, 'message', {
      get() {
        throw new Error('Opened');
      },
    });
    expect(filter('hello and peer = eve').test(sealed)).toBe(false);
    expect(filter('arg[0] = 1 or size = 100').test(sealed)).toBe(true);
    expect(filter('bo').test(sealed)).toBe(true);
    expect(filter('peer = bob dir = in size > 1').needs.message).toBe(false);
    expect(filter('not (size = 1 or tag)').needs.message).toBe(true);
  });

  it('says what can change its answer later', () => {
    expect(filter('latency > 1 or x').needs).toEqual({
      message: true,
      answers: true,
      marks: false,
    });
    expect(filter('not marked').needs).toEqual({ message: false, answers: false, marks: true });
    expect(filter('a or time > -5m').moving).toBe(true);
    expect(filter('time > 2026-01-01').moving).toBe(false);
  });

  it('takes zones and days without an hour', () => {
    const at = (text: string) => ({ at: Date.parse(text) });
    expect(passes('time = 2026-03-01T10:00Z', [], at('2026-03-01T10:00:59.9Z'))).toBe(true);
    expect(passes('time = 2026-03-01T10:00Z', [], at('2026-03-01T10:01:00Z'))).toBe(false);
    expect(passes('time = 2026-03-01T10:00:00+02:00', [], at('2026-03-01T08:00:00Z'))).toBe(true);
    expect(passes('time = 2026-03-29', [], { at: new Date(2026, 2, 29, 23, 59).getTime() })).toBe(
      true,
    );
    expect(passes('time = 2026-03-29', [], { at: new Date(2026, 2, 30).getTime() })).toBe(false);
  });
});

describe('filterForField and filterForPath', () => {
  test.each([
    [filterForField('peer', 'lon-01'), 'peer = lon-01'],
    [filterForField('peer', 'a "b"'), 'peer = "a \\"b\\""'],
    [filterForField('port', ''), 'port = ""'],
    [filterForField('tag', '12'), 'tag = 12'],
    [filterForField('size', 12), 'size = 12'],
    [filterForField('tag', 'x'.repeat(300)), `tag ~ "${'x'.repeat(100)}"`],
    [filterForPath([0], 'job', true), 'tag = job'],
    [filterForPath([1, 'a b', 0], 5, true), 'arg[0]["a b"][0] = 5'],
    [filterForPath([1], 5, false), 'arg[1] = 5'],
    [filterForPath([1], '5', true), 'arg[0] = "5"'],
    [filterForPath([1], 'true', true), 'arg[0] = "true"'],
    [filterForPath([1], true, true), 'arg[0] = true'],
    [filterForPath([1], null, true), 'arg[0] = null'],
    [filterForPath([1, 'x'], {}, true), 'arg[0].x'],
    [filterForPath([1], '*', true), 'arg[0] = "*"'],
    [filterForPath([1], '\u202e', true), String.raw`arg[0] = "\u202e"`],
    [filterForPath([], [], true), null],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
    if (text !== null) expect(filterText(filter(text))).toBe(text);
  });
});

describe('andFilter', () => {
  test.each([
    ['', 'a', 'a'],
    [' a ', '', 'a'],
    ['tag =', 'a', 'a'],
    ['a or b', 'c', '(a or b) and c'],
    ['a', 'b or c', 'a and (b or c)'],
    ['a b', 'b', 'a b'],
    ['tag=x', 'tag = x', 'tag=x'],
    ['a', 'b', 'a and b'],
  ])('%j and %j', (a, b, both) => {
    expect(andFilter(a, b)).toBe(both);
  });
});
