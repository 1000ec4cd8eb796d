import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertEncodable } from '../../../../electron/mp/wire/encodable.ts';
import { jsonFraming } from '../../../../electron/mp/wire/framing-json.ts';
import { MAX_DEPTH } from '../../../../electron/mp/wire/limits.ts';
import { expectCode } from '../../../helpers/codes.ts';

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let i = 1; i < depth; i++) value = i % 2 ? { a: value } : [value];
  return value;
}

const cyclicArray: unknown[] = [1];
cyclicArray.push(cyclicArray);
const cyclicObject: Record<string, unknown> = {};
cyclicObject.a = { b: cyclicObject };
class Thing {}
const inherits = Object.create(Object.create(null) as object) as object;
const message: unknown[] = ['x'];
message.push({ self: message });

const sparse = [1, , 3];

describe('assertEncodable', () => {
  it.each([
    [[]],
    [['tag', 1, -0, 1.5, 'ü€💚', null, true, false]],
    [['tag', [], {}, [[]], { a: [{ b: null }] }]],
    [['tag', Object.assign(Object.create(null) as object, { a: 1 })]],
    [['tag', { '': 1, __proto__: null, constructor: 'x' }]],
    [['tag', '\u0000\ufffe\uffff\u2028']],
  ])('takes %j', (plain) => {
    expect(() => assertEncodable(plain)).not.toThrow();
  });

  it('takes the same value twice, when it is no part of itself', () => {
    const shared = { a: [1] };
    expect(() => assertEncodable([shared, shared, [shared, { x: shared }]])).not.toThrow();
  });

  const refused: [string, unknown[], string][] = [
    ['undefined', [1, undefined], '[1]'],
    ['undefined inside', ['x', { a: [0, undefined] }], '[1].a[1]'],
    ['a hole', ['x', sparse], '[1][1]'],
    ['a function', ['x', { run: () => 1 }], '[1].run'],
    ['toJSON', ['x', { toJSON: () => 1 }], '[1].toJSON'],
    ['a symbol', [Symbol('s')], '[0]'],
    ['a BigInt', [1n], '[0]'],
    ['NaN', ['x', [[NaN]]], '[1][0][0]'],
    ['infinity', ['x', -Infinity], '[1]'],
    ['half a surrogate pair', ['x', { a: 'a\ud83d' }], '[1].a'],
    ['the other half', ['\udc9a'], '[0]'],
    ['half a surrogate pair in a key', ['x', { 'k\ud83d': 1 }], '[1].k\ud83d'],
    ['a class instance', ['x', new Thing()], '[1]'],
    ['a Date', [new Date(0)], '[0]'],
    ['a Map', [new Map()], '[0]'],
    ['a boxed string', [Object('x')], '[0]'],
    ['a Buffer', [Buffer.from('x')], '[0]'],
    ['an object of no class', ['x', inherits], '[1]'],
    ['a list in itself', [cyclicArray], '[0][1]'],
    ['an object in itself', [cyclicObject], '[0].a.b'],
    ['the message in itself', message, '[1].self'],
  ];

  it.each(refused)('refuses %s, and says where', (_what, bad, path) => {
    const error = expectCode('message-unencodable', () => assertEncodable(bad));
    expect(error.detail).toEqual({ path });
    expect(error.message).toContain(` ${path} `);
  });

  it('names the class', () => {
    expect(
      expectCode('message-unencodable', () => assertEncodable([new Thing()])).message,
    ).toContain('Thing');
  });

  it('has the depth limit of the reader at the other end', () => {
    // The frame is one level.
    const deepest = ['x', nested(MAX_DEPTH - 1)];
    expect(() => assertEncodable(deepest)).not.toThrow();
    expectCode('message-unencodable', () => assertEncodable(['x', nested(MAX_DEPTH)]));
    const decoder = jsonFraming.decoder(() => undefined, { maxFrame: 1e6, exactSizes: () => true });
    expect(() =>
      decoder.push(Buffer.from(jsonFraming.encode('p', deepest as never) as string)),
    ).not.toThrow();
  });

  it('says no more than once around a long cycle', () => {
    let chain: Record<string, unknown> = {};
    const end = chain;
    for (let i = 0; i < 300; i++) chain = { next: chain };
    end.back = chain;
    const error = expectCode('message-unencodable', () => assertEncodable([chain]));
    expect(error.message.length).toBeLessThan(2000);
  });

  it('takes exactly what JSON gives back unchanged', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
      maxDepth: 3,
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (values) => {
        try {
          assertEncodable(values);
        } catch {
          expectCode('message-unencodable', () => assertEncodable(values));
          return;
        }
        const back: unknown = JSON.parse(JSON.stringify(values));
        expect(JSON.stringify(back)).toBe(JSON.stringify(values));
        expect(back).toEqual(structuredClone(values).map((value) => zeroed(value)));
      }),
      { numRuns: 1000 },
    );
  });
});

/** JSON has no negative zero. */
function zeroed(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(zeroed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, zeroed(part)]));
}
