import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  completeFilter,
  filterForPath,
  filterText,
  parseFilter,
} from '../../../../shared/filter.ts';
import type { FilterRecord } from '../../../../shared/filter.ts';
import { parse } from '../../../../shared/filter/parser.ts';
import { print } from '../../../../shared/filter/print.ts';
import { searchFor } from '../../../../shared/filter/search.ts';
import type { FilterNode } from '../../../../shared/filter/syntax.ts';
import type { Json } from '../../../../shared/json.ts';

const NOW = 1_780_000_000_000;
const known = {
  peers: ['lon-01', 'a b'],
  ports: ['', 'x'],
  tags: ['"', 'and'],
  paths: ['arg[0].a'],
};

/** Pieces that filters are made of, so that many of the texts are filters or nearly so. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['and', 'or', 'not', 'in', '(', ')', ',', '=', '!=', '~', '!~', '<', '<=', '>', '>='],
    ...['peer', 'port', 'tag', 'dir', 'size', 'time', 'latency', 'reply', 'answered', 'marked'],
    ...[
      'arg[0]',
      'arg[-1].a',
      'arg[2]["b c"][0]',
      'out',
      '5',
      '2KiB',
      'KiB',
      '20ms',
      '-5m',
      'today',
    ],
    ...['12:30', '2026-11-04', 'null', 'a*b?', '"', '\\', "'", '[', ']', '.', '\u202e', '!'],
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text)),
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(' ')),
  fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);

const word = fc.constantFrom('a', 'job', 'b*', '"x y"', '"\\u202e"', '5', '"5"', 'and', 'true');
const condition = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('tag', 'peer', 'arg[0]', 'arg[1].a'),
      fc.constantFrom('=', '!=', '~', '<', '>='),
      word,
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      fc.constantFrom('size', 'latency'),
      fc.constantFrom('<', '>=', '='),
      fc.nat().map(String),
    )
    .map((parts) => parts.join('')),
  fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => `tag not in (${words.join(',')})`),
  fc.constantFrom('reply', 'marked', 'tag', 'arg[0]', '"not"', 'free', 'time > -5m', 'dir = in'),
);
/** Filters that are right. */
const goodText = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    condition,
    fc
      .tuple(tie('filter'), fc.constantFrom(' and ', ' or ', ' '), tie('filter'))
      .map((parts) => parts.join('')),
    tie('filter').map((inner) => `not (${inner})`),
    tie('filter').map((inner) => `(${inner})`),
  ),
})).filter;

const anyRecord: fc.Arbitrary<FilterRecord> = fc.record({
  at: fc.double({ min: 0, max: 2e12, noNaN: true }),
  direction: fc.constantFrom('in' as const, 'out' as const),
  peer: fc.string(),
  port: fc.string(),
  size: fc.nat(),
  replyTo: fc.option(fc.record({ latency: fc.double({ min: 0, noNaN: true }) })),
  answeredBy: fc.option(fc.record({ latency: fc.double({ min: 0, noNaN: true }) })),
  marked: fc.boolean(),
  message: fc.array(fc.jsonValue() as fc.Arbitrary<Json>),
});

it('gives a filter or an error with a place inside the text, for any text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const result = parseFilter(text, { now: NOW });
      if (result.ok) return;
      const { from, to, message } = result.error;
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(text.length);
      // Nothing to underline only where there is nothing.
      expect(from < to || from === text.length).toBe(true);
      expect(message).not.toBe('');
    }),
    { numRuns: 3_000 },
  );
});

it('reads back what it prints', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, goodText), (text) => {
      const result = parse(text, NOW);
      if (!result.ok) return;
      const again = parse(print(result.node), NOW);
      expect(again).toEqual({ ok: true, node: result.node });
    }),
    { numRuns: 3_000 },
  );
});

it('answers for any message as the tree says, in whatever order it looks', () => {
  fc.assert(
    fc.property(goodText, anyRecord, (text, record) => {
      const result = parseFilter(text, { now: NOW });
      if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
      expect(result.filter.test(record)).toBe(slowly(result.filter.node, record));
    }),
    { numRuns: 2_000 },
  );
});

it('holds the opposite of a comparison to be the rest', () => {
  fc.assert(
    fc.property(condition, anyRecord, (text, record) => {
      const test = (filter: string) => {
        const result = parseFilter(filter, { now: NOW });
        return result.ok && result.filter.test(record);
      };
      expect(test(`not (${text})`)).toBe(!test(text));
      if (text.includes(' != ')) expect(test(text.replace(' != ', ' = '))).toBe(!test(text));
    }),
    { numRuns: 1_000 },
  );
});

it('offers only what lies inside the text, for any text and cursor', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), (text, place) => {
      const cursor = place % (text.length + 1);
      for (const { from, to, insert } of completeFilter(text, cursor, known)) {
        expect(0 <= from && from <= cursor && cursor <= to && to <= text.length).toBe(true);
        expect(insert.trim()).not.toBe('');
      }
    }),
    { numRuns: 2_000 },
  );
});

it('fits patterns like the regular expression of the same meaning', () => {
  const symbols = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', 'é'), maxLength: 70 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'é'), maxLength: 80 });
  fc.assert(
    fc.property(symbols, texts, (pattern, text) => {
      fc.pre((pattern.match(/\*/g) ?? []).length < 6 && /[*?]/.test(pattern));
      const source = pattern.replace(/\*+/g, '.*').replaceAll('?', '.');
      const expected = new RegExp(`^${source}$`, 'is').test(text);
      expect(searchFor(pattern, false).text(text)).toBe(expected);
    }),
    { numRuns: 3_000 },
  );
});

it('filters on any scalar of any message so that this message passes', () => {
  const path = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(3)), { maxLength: 3 });
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );
  fc.assert(
    fc.property(path, scalar, anyRecord, (steps, value, record) => {
      const inner = steps.reduceRight<Json>((held, step) => {
        if (typeof step === 'number') return [...Array<null>(step).fill(null), held];
        return Object.fromEntries([[step, held]]);
      }, value);
      const text = filterForPath([1, ...steps], value, true);
      const result = parseFilter(text ?? '', { now: NOW });
      if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
      expect(result.filter.test({ ...record, message: ['tag', inner] })).toBe(true);
      expect(filterText(result.filter)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

/** `and`, `or` and `not` as they are written, one leaf after the other. */
function slowly(node: FilterNode, record: FilterRecord): boolean {
  if (node.kind === 'and') return node.items.every((item) => slowly(item, record));
  if (node.kind === 'or') return node.items.some((item) => slowly(item, record));
  if (node.kind === 'not') return !slowly(node.item, record);
  const leaf = parseFilter(print(node), { now: NOW });
  return leaf.ok && leaf.filter.test(record);
}
