import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsText, jsonText } from '../../../electron/observe/json-text.ts';
import type { Json } from '../../../shared/json.ts';

describe('jsonText', () => {
  it('writes what JSON.stringify would, when there is room', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { text, cut } = jsonText(value as Json, { limit: 1_000_000, indent: 2 });
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(cut).toBe(false);
      }),
    );
    expect(jsonText({ a: [1, 'x'], b: {} }, { limit: 100, indent: 2 }).text).toBe(
      JSON.stringify({ a: [1, 'x'], b: {} }, null, 2),
    );
  });

  it('never exceeds the limit, and says when something is missing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 60 }), (value, limit) => {
        const whole = jsonText(value as Json, { limit: 1_000_000 }).text;
        const { text, cut } = jsonText(value as Json, { limit });
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(cut).toBe(whole.length > limit);
        expect(whole.startsWith(text)).toBe(true);
      }),
    );
  });

  it.each([3, 500])('does not look at what it does not show, %i levels deep', (levels) => {
    let reads = 0;
    const ones = Array.from({ length: 200_000 }, () => 1);
    const get = (array: number[], key: string | symbol): unknown => {
      reads += 1;
      return Reflect.get(array, key);
    };
    let deep: Json = new Proxy(ones, { get });
    for (let level = 0; level < levels; level++) deep = [deep];
    const { text, cut } = jsonText(deep, { limit: 10_000, indent: 2 });
    expect(text.length).toBe(10_000);
    expect(cut).toBe(true);
    expect(reads).toBeLessThan(10_000);
    expect(jsonText('x'.repeat(5_000_000), { limit: 240 }).text.length).toBe(240);
  });

  it('does not cut a character in two', () => {
    expect(jsonText('aaa😀', { limit: 5 }).text).toBe('"aaa');
  });

  it('writes elements without brackets', () => {
    expect(elementsText(['a', 1, { b: null }], 100)).toEqual({
      text: '"a", 1, {"b":null}',
      cut: false,
    });
    expect(elementsText([], 100).text).toBe('');
  });
});
