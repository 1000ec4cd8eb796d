import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterTime, Sieve } from '../../../../electron/observe/inspect/filtering.ts';
import { messageOf } from '../../../../electron/observe/inspect/kept.ts';
import { MessageRing } from '../../../../electron/observe/message-ring.ts';
import { parseFilter } from '../../../../shared/filter.ts';
import type { Json } from '../../../../shared/json.ts';
import { keptMessage } from '../../../helpers/kept-messages.ts';

const octets = 1024 * 1024;
const all = (filter: string) => new Sieve({ filter, system: true }, 0);

describe('Sieve', () => {
  it('says where a filter is wrong', () => {
    expect(() => all('tag = ')).toThrow(
      expect.objectContaining({
        code: 'filter-invalid',
        detail: { from: expect.any(Number), to: expect.any(Number) },
      }),
    );
  });

  it('lets system traffic through only when it is asked for', () => {
    const message = keptMessage(1, ['x'], { system: true });
    expect(all('').passes(message)).toBe(true);
    expect(new Sieve({ filter: '', system: false }, 0).passes(message)).toBe(false);
  });

  it('reads long tags as a whole, not as the row shows them', () => {
    const tag = `${'x'.repeat(300)}end`;
    const message = keptMessage(1, [tag], { tag: tag.slice(0, 240) });
    expect(all('tag ~ *end').passes(message)).toBe(true);
    expect(all(`tag = ${tag}`).passes(message)).toBe(true);
  });

  it('passes what the filter alone would, whatever shortcuts it takes', () => {
    const words = fc.constantFrom(
      'a',
      'B',
      'ab',
      'é',
      'É',
      'ΑΣ',
      'ας',
      'İ',
      '"',
      '\\',
      '\n',
      '😀',
      '1',
      'x.y',
    );
    const value = fc.oneof(
      words,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(words, { maxLength: 3 }),
      fc.dictionary(words, words, { maxKeys: 3 }),
    );
    const term = fc.oneof(
      words.map((word) => JSON.stringify(word)),
      words.map((word) => `tag = ${JSON.stringify(word)}`),
      words.map((word) => `arg[0] ~ ${JSON.stringify(word)}`),
      fc.constantFrom('tag', 'not tag', 'dir = in', 'size > 10', 'peer = bob', 'arg[0] = a'),
    );
    const filter = fc.oneof(
      term,
      fc.tuple(term, term).map(([a, b]) => `${a} and ${b}`),
      fc.tuple(term, term).map(([a, b]) => `${a} or ${b}`),
      fc.tuple(term, term, term).map(([a, b, c]) => `not (${a}) and (${b} or ${c})`),
    );
    let passed = 0;
    const property = fc.property(filter, fc.array(value, { maxLength: 3 }), (text, elements) => {
      const parsed = parseFilter(text, { now: 0 });
      if (!parsed.ok) throw new Error(parsed.error.message);
      const kept = keptMessage(1, elements);
      const expected = parsed.filter.test({ ...kept, message: messageOf(kept) });
      expect(all(text).passes(kept)).toBe(expected);
      const asData = { ...kept, content: elements as Json[] };
      expect(all(text).passes(asData)).toBe(expected);
      if (expected) passed += 1;
    });
    fc.assert(property, { numRuns: 2_000 });
    expect(passed).toBeGreaterThan(200);
  });

  it('takes the time of the last message of a recording for now', () => {
    const ring = new MessageRing({ messages: 10, octets });
    const store = { ring, self: 'me' as never };
    expect(filterTime(store, false, 5)).toBe(5);
    ring.add(keptMessage(1, [], { at: 77 }));
    expect([filterTime(store, false, 5), filterTime(store, true, 5)]).toEqual([77, 5]);
  });
});
