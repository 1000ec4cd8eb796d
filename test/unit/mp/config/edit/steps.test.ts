import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentRange, scanContainer } from '../../../../../electron/mp/config/edit/scan.ts';
import {
  mayTakeBack,
  rawAt,
  takeStep,
  valueAt,
} from '../../../../../electron/mp/config/edit/steps.ts';
import type { Path, Step } from '../../../../../electron/mp/config/edit/steps.ts';
import { sameValue } from '../../../../../electron/mp/config/equal.ts';
import { parseRelaxed } from '../../../../../electron/mp/config/relaxed.ts';
import type { Json } from '../../../../../shared/json.ts';
import { relaxedObject, relaxedText, tokensOf } from '../../../../helpers/relaxed-text.ts';

const put = (path: Path, json: Json): Step => ({ do: 'put', path, value: { json } });
const after = (text: string, step: Step): string => takeStep(text, step).text;
const lines = (...all: string[]): string => `${all.join('\n')}\n`;

const PRETTY = lines(
  '{',
  '   "secret" : "s", # ours',
  '   # who is asked first',
  '   "seeds" : [',
  '      "a:1", # main',
  '      # reserve',
  '      "b:2",',
  '   ],',
  '   "profile" : {',
  '      "desk" : {},',
  '      "lap" : {',
  '         "binds" : []',
  '      }',
  '   },',
  '   "version" : 1',
  '}',
);

/** `PRETTY` with one piece replaced. */
function pretty(from: string, to: string): string {
  expect(PRETTY.split(from).length).toBe(2);
  return PRETTY.replace(from, () => to);
}

describe('a step changes only what it must', () => {
  it.each<[string, Step, string]>([
    ['a scalar', put(['secret'], 't'), pretty('"s"', '"t"')],
    ['an element replaced', put(['seeds'], ['a:1', 'c:3']), pretty('"b:2"', '"c:3"')],
    [
      'an element added at the end',
      put(['seeds'], ['a:1', 'b:2', 'c:3']),
      pretty('"b:2",\n', '"b:2",\n      "c:3",\n'),
    ],
    [
      'an element added between, after the comment of its line',
      put(['seeds'], ['a:1', 'x:9', 'b:2']),
      pretty('# main\n', '# main\n      "x:9",\n'),
    ],
    [
      'an element added first',
      put(['seeds'], ['x:9', 'a:1', 'b:2']),
      pretty('"seeds" : [\n', '"seeds" : [\n      "x:9",\n'),
    ],
    [
      'an element removed, its comment kept',
      put(['seeds'], ['b:2']),
      pretty('"a:1", # main', '# main'),
    ],
    ['the last element removed', put(['seeds'], ['a:1']), pretty('      "b:2",\n', '')],
    ['an array emptied', put(['profile', 'lap', 'binds'], []), PRETTY],
    [
      'an empty object filled',
      put(['profile', 'desk', 'nodeid'], 'n'),
      pretty('{},', '{\n         "nodeid" : "n"\n      },'),
    ],
    [
      'an array into an object',
      put(['profile', 'lap', 'services'], [['A', 1], 'B']),
      pretty(
        '"binds" : []\n',
        lines(
          '"binds" : [],',
          '         "services" : [',
          '            [',
          '               "A",',
          '               1',
          '            ],',
          '            "B"',
          '         ]',
        ),
      ),
    ],
    [
      'a value before the profiles',
      { ...put(['nodeid'], 'n'), before: 'profile' } as Step,
      pretty('   "profile"', '   "nodeid" : "n",\n   "profile"'),
    ],
    [
      'a member removed',
      { do: 'remove', path: ['version'] },
      pretty('   },\n   "version" : 1\n', '   }\n'),
    ],
    [
      'the first member removed, its comment kept',
      { do: 'remove', path: ['secret'] },
      pretty('"secret" : "s", # ours', '# ours'),
    ],
    [
      'the only member removed',
      { do: 'remove', path: ['profile', 'lap', 'binds'] },
      pretty('{\n         "binds" : []\n      }', '{}'),
    ],
    [
      'a member renamed',
      { do: 'rename', path: ['profile', 'lap'], to: 'top "1"' },
      pretty('"lap"', '"top \\"1\\""'),
    ],
    [
      'nothing renamed to what is there',
      { do: 'rename', path: ['profile', 'lap'], to: 'desk' },
      PRETTY,
    ],
    ['nothing where there is no object', put(['profile', 'no', 'x'], 1), PRETTY],
  ])('%s', (_, step, expected) => {
    expect(after(PRETTY, step)).toBe(expected);
  });

  it.each<[string, Step, string]>([
    ['{"a":1,"b":2}', put(['c'], [1, 'x']), '{"a":1,"b":2,"c":[1,"x"]}'],
    ['{"a": 1, "b": 2}', put(['c'], { d: [] }), '{"a": 1, "b": 2, "c": {"d": []}}'],
    ['{ "a" : 1, }', put(['c'], 2), '{ "a" : 1, "c" : 2, }'],
    ['{"a": 1, "b": 2, "c": 3}', { do: 'remove', path: ['b'] }, '{"a": 1, "c": 3}'],
    ['{"a": 1, "b": 2, "c": 3}', { do: 'remove', path: ['c'] }, '{"a": 1, "b": 2}'],
    ['{"a": 1, "b": 2, "c": 3,}', { do: 'remove', path: ['c'] }, '{"a": 1, "b": 2,}'],
    ['{"a": 1, "b": 2, "c": 3}', { do: 'remove', path: ['a'] }, '{"b": 2, "c": 3}'],
    ['{"a": 1}', { do: 'remove', path: ['a'] }, '{}'],
    ['{"a": 1, "b": 2, "a": 3}', { do: 'remove', path: ['a'] }, '{"b": 2}'],
    ['{"a": 1, "a": 3}', put(['a'], 4), '{"a": 1, "a": 4}'],
    ['{}', put(['a'], 1), '{\n   "a" : 1\n}'],
    ['{ # empty\n}\n', put(['a'], 1), '{ # empty\n   "a" : 1\n}\n'],
    ['{\n\t"a": 1\n}', put(['b'], { c: 1 }), '{\n\t"a": 1,\n\t"b": {\n\t\t"c": 1\n\t}\n}'],
    ['{\r\n  "a": 1\r\n}', put(['b'], 2), '{\r\n  "a": 1,\r\n  "b": 2\r\n}'],
    ['{\n  "s": ["a", "b"]\n}', put(['t'], ['c']), '{\n  "s": ["a", "b"],\n  "t": ["c"]\n}'],
    [
      '{"n": [12345678901234567890, 1e400]}',
      put(['n'], [12345678901234567890]),
      '{"n": [12345678901234567890]}',
    ],
    ['{"a": 1 # one\n}', put(['b'], 2), '{"a": 1, "b": 2 # one\n}'],
    ['{"a": 1 # one\n , "b": 2}', { do: 'remove', path: ['a'] }, '{# one\n  "b": 2}'],
  ])('in the style of %j', (text, step, expected) => {
    expect(after(text, step)).toBe(expected);
    expect(valueAt(expected, step.path)).toEqual(valueAt(after(text, step), step.path));
  });
});

const names = ['secret', 'seeds', 'other', 'Ã¼', '__proto__'] as const;
const documents = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), relaxedText), {
    selector: ([name]) => name,
    maxLength: 5,
  })
  .chain((members) => fc.tuple(relaxedObject(members), fc.constant(members)));
const target = fc.constantFrom(...names, 'new one');

describe('whatever the file looks like', () => {
  it('a step leaves everything else as it is, octet for octet', () => {
    fc.assert(
      fc.property(documents, target, fc.jsonValue({ maxDepth: 2 }), ([text], name, given) => {
        const value = JSON.parse(JSON.stringify(given)) as Json;
        for (const step of [put([name], value), { do: 'remove', path: [name] } satisfies Step]) {
          const changed = after(text, step);
          expectOthersKept(text, changed, name);
          expectSurroundingsKept(text, changed, name);
          const now = valueAt(changed, [name]);
          expect(sameValue(now, step.do === 'put' ? value : undefined)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('comments and the text of what stays survive in a value that is edited', () => {
    fc.assert(
      fc.property(
        fc.array(relaxedText, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (items, seed) => {
          const text = `{"list": [ # list\n${items.map((item) => `  ${item}, # of it\n`).join('')}]}`;
          const list = parseRelaxed(text) as { list: Json[] };
          const position = seed % items.length;
          const less = list.list.filter((_, index) => index !== position);
          const changed = after(text, put(['list'], [...less, 'the new one']));
          expect(parseRelaxed(changed)).toEqual({ list: [...less, 'the new one'] });
          const count = (what: string): number => changed.split(what).length - 1;
          expect(count('# list')).toBe(1);
          expect(count('# of it')).toBe(items.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a step can be taken back, and only while its value stays', () => {
    fc.assert(
      fc.property(documents, target, fc.jsonValue({ maxDepth: 2 }), ([text], name, given) => {
        const value = JSON.parse(JSON.stringify(given)) as Json;
        const steps: Step[] = [
          put([name], value),
          { do: 'remove', path: [name] },
          { do: 'rename', path: [name], to: 'fresh' },
        ];
        for (const step of steps) {
          const { text: changed, inverse } = takeStep(text, step);
          if (!inverse) {
            expect(changed).toBe(text);
            continue;
          }
          expect(mayTakeBack(changed, inverse)).toBe(true);
          const back = after(changed, inverse.step);
          expect(sameValue(parseRelaxed(back), parseRelaxed(text))).toBe(true);
          expect(rawAt(back, [name])).toBe(rawAt(text, [name]));
          expect(mayTakeBack(back, inverse)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('what is written into an own file looks like the rest of it', () => {
    const value = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), {
      minKeys: 1,
      maxKeys: 4,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(value, fc.constantFrom(2, 3, 4, '\t'), fc.jsonValue(), (given, indent, more) => {
        const plain = JSON.parse(JSON.stringify({ ...given, last: [[]] })) as {
          [key: string]: Json;
        };
        const added = JSON.parse(JSON.stringify(more)) as Json;
        const text = JSON.stringify(plain, null, indent);
        const expected = JSON.stringify({ ...plain, '~added': added }, null, indent);
        expect(after(text, put(['~added'], added))).toBe(expected);
        expect(after(expected, { do: 'remove', path: ['~added'] })).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

/** Other members keep their text, comments outside the member stay, and only commas and blanks near it change. */
function expectOthersKept(text: string, changed: string, name: string): void {
  const [before, now] = [text, changed].map((whole) => partsOf(whole, name));
  expect(now?.others).toEqual(before?.others);
  const comments = (tokens: readonly string[]): string[] =>
    tokens.filter((token) => token.startsWith('#'));
  expect(comments(now?.outside ?? [])).toEqual(comments(before?.outside ?? []));
}

/** Everything up to the member before it and from the member behind it on is the same. */
function expectSurroundingsKept(text: string, changed: string, name: string): void {
  const root = scanContainer(text, documentRange(text));
  const items = root?.items ?? [];
  const hits = items.flatMap((item, index) => (item.key === name ? [index] : []));
  const [first = items.length, last = items.length] = [hits[0], hits.at(-1)];
  const start = items[first - 1]?.end ?? (root?.start ?? 0) + 1;
  const end = items[last + 1]?.start ?? (root?.end ?? 0) - 1;
  expect(changed.startsWith(text.slice(0, start))).toBe(true);
  expect(changed.endsWith(text.slice(end))).toBe(true);
}

/** The texts of the other members with what stands before their values, and the tokens outside the member. */
function partsOf(text: string, name: string): { others: string[]; outside: string[] } {
  const root = scanContainer(text, documentRange(text));
  const others: string[] = [];
  let outside = '';
  let at = 0;
  for (const item of root?.items ?? []) {
    outside += text.slice(at, item.start);
    at = item.end;
    if (item.key !== name) others.push(text.slice(item.start, item.end));
  }
  return { others, outside: tokensOf(outside + text.slice(at)) };
}
