import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonPages } from '../../../../electron/observe/inspect/json-pages.ts';
import { MessageReader } from '../../../../electron/observe/inspect/message-reader.ts';
import { Pace } from '../../../../electron/observe/inspect/pace.ts';
import { MessageRing } from '../../../../electron/observe/message-ring.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';
import { DETAIL_LENGTH } from '../../../../shared/messages.ts';
import { keptMessage } from '../../../helpers/kept-messages.ts';

const pace = new Pace({ now: () => performance.now() });

function storeOf(...messages: Json[][]) {
  const ring = new MessageRing({ messages: 10, octets: 1024 * 1024 * 1024 });
  for (const message of messages) ring.add(keptMessage(ring.next, message));
  return { ring, self: 'me' as NodeId };
}

describe('JsonPages', () => {
  it('are parts of what JSON.stringify writes', async () => {
    const values = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })) as fc.Arbitrary<Json>;
    const property = fc.asyncProperty(
      values,
      fc.nat(60),
      fc.nat(60),
      async (value, from, length) => {
        const whole = JSON.stringify(value, null, 2);
        const pages = await JsonPages.of(value, pace);
        expect(pages.length).toBe(whole.length);
        expect(pages.read(from, length)).toBe(whole.slice(from, from + length));
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  it('can be read from any place of a large text', async () => {
    const value = Array.from({ length: 30_000 }, (_, i) => ({
      i,
      text: `é"😀${'x'.repeat(i % 50)}`,
    }));
    const long: Json = ['😀'.repeat(40_000), value, '\ud800'];
    const whole = JSON.stringify(long, null, 2);
    const pages = await JsonPages.of(long, pace);
    expect(pages.length).toBe(whole.length);
    for (let from = 0; from < whole.length; from += 99_991) {
      expect(pages.read(from, 1_000)).toBe(whole.slice(from, from + 1_000));
    }
    expect(pages.read(whole.length, 10)).toBe('');
  });

  it('do not need room for gigabytes of indentation', async () => {
    let deep: Json = Array.from({ length: 20_000 }, () => 1);
    for (let level = 0; level < 510; level++) deep = [deep];
    const pages = await JsonPages.of(deep, pace);
    expect(pages.length).toBeGreaterThan(20_000_000);
    expect(pages.read(pages.length - 2, 10)).toBe('\n]');
    expect(pages.read(pages.length >> 1, 5_000).trim()).toMatch(/^[1,\s]+$/);
  });
});

describe('MessageReader', () => {
  it('shows the beginning of a message, and the port that waits for an answer', () => {
    const reader = new MessageReader(pace);
    const store = storeOf(['q', 1, 'bob#r.1'], ['x'.repeat(DETAIL_LENGTH)]);
    expect(reader.detail(store, 1)).toMatchObject({
      seq: 1,
      preview: '1, "bob#r.1"',
      json: '[\n  "q",\n  1,\n  "bob#r.1"\n]',
      cut: false,
      replyPort: 'bob#r.1',
    });
    const long = reader.detail(store, 2);
    expect([long?.cut, long?.json.length, long?.replyPort]).toEqual([true, DETAIL_LENGTH, null]);
    expect([reader.detail(store, 3), reader.data(store, 3)]).toEqual([null, null]);
  });

  it('opens trees level by level', () => {
    const reader = new MessageReader(pace);
    const object = { a: [1, 2.5, 'é'], b: { c: null, __proto__x: true }, 'a.b': {} };
    const store = storeOf(['t', object, 'text']);
    const entries = (path: (string | number)[], from = 0, count = 10) =>
      reader.tree(store, { seq: 1, path, from, count });
    expect(entries([])).toEqual({
      length: 3,
      entries: [
        { key: 0, type: 'string', length: 1, preview: '"t"' },
        { key: 1, type: 'object', length: 3, preview: expect.stringContaining('"a"') },
        { key: 2, type: 'string', length: 4, preview: '"text"' },
      ],
    });
    expect(entries([1, 'a'], 1, 1)).toEqual({
      length: 3,
      entries: [{ key: 1, type: 'number', length: 0, preview: '2.5' }],
    });
    expect(entries([1, 'b'])?.entries.map(({ key, type }) => [key, type])).toEqual([
      ['c', 'null'],
      ['__proto__x', 'boolean'],
    ]);
    expect(entries([1, 'a.b'])).toEqual({ entries: [], length: 0 });
    for (const path of [[0], [9], [1, 'toString'], [1, '__proto__'], ['length'], [1, 'a', 0, 0]]) {
      expect(entries(path)).toBeNull();
    }
  });

  it('hands out text in parts', async () => {
    const reader = new MessageReader(pace);
    const store = storeOf(['t', { s: 'a"b' }]);
    const text = (path: (string | number)[] | null, from = 0, length = 100) =>
      reader.text(store, { seq: 1, path, from, length });
    const whole = JSON.stringify(['t', { s: 'a"b' }], null, 2);
    expect(await text(null)).toEqual({ text: whole, length: whole.length });
    expect(await text(null, 4, 3)).toEqual({ text: whole.slice(4, 7), length: whole.length });
    expect(await text([1, 's'], 1)).toEqual({ text: '"b', length: 3 });
    expect(await text([1])).toEqual({ text: '{\n  "s": "a\\"b"\n}', length: 17 });
    expect(await text([7])).toBeNull();
  });

  it('bears 512 levels and hundreds of thousands of keys', async () => {
    const reader = new MessageReader(pace);
    let deep: Json = 'bottom';
    for (let level = 0; level < 511; level++) deep = level % 2 ? [deep] : { a: deep };
    const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, i]));
    const store = storeOf([deep], [wide]);
    const path = Array.from({ length: 512 }, (_, i) => (i % 2 ? 'a' : 0));
    expect(await reader.text(store, { seq: 1, path, from: 0, length: 9 })).toEqual({
      text: 'bottom',
      length: 6,
    });
    expect(reader.detail(store, 1)?.cut).toBe(true);
    const page = reader.tree(store, { seq: 2, path: [0], from: 199_999, count: 10 });
    expect(page).toMatchObject({ entries: [{ key: 'k199999' }], length: 200_000 });
  });
});
