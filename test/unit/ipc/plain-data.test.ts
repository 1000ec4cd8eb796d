import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertPlainData, MAX_DEPTH } from '../../../electron/ipc/plain-data.ts';
import { MeshError } from '../../../shared/errors.ts';

const LIMIT = 10_000;

function codeFor(value: unknown, limit = LIMIT): string | null {
  try {
    assertPlainData(value, limit);
    return null;
  } catch (error) {
    return error instanceof MeshError ? error.code : `thrown: ${String(error)}`;
  }
}

describe('assertPlainData', () => {
  it('accepts all that JSON can say', () => {
    const accepted = fc.property(fc.jsonValue(), (value) => {
      expect(codeFor(value, 1e7)).toBeNull();
    });
    fc.assert(accepted);
    expect(codeFor(Object.assign(Object.create(null) as object, { a: 1 }))).toBeNull();
  });

  const cycle: unknown[] = [];
  cycle.push(cycle);
  const getter = Object.defineProperty({}, 'a', { enumerable: true, get: () => new Date() });
  it.each([
    ['undefined', undefined],
    ['NaN', NaN],
    ['infinity', [Infinity]],
    ['a big integer', 1n],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
    ['a date', new Date()],
    ['a map', { a: new Map() }],
    ['octets', new Uint8Array(3)],
    ['an error', new Error('x')],
    ['a hole', [1, , 2]],
    ['a missing value', { a: undefined }],
    ['a cycle', cycle],
    ['a getter of something odd', getter],
  ])('refuses %s', (_name, value) => {
    expect(codeFor(value)).toBe('ipc-invalid');
  });

  it('refuses what is too deep, before it gets anywhere near the stack', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(codeFor(deep)).toBe('ipc-invalid');
    let legal: unknown = 1;
    for (let level = 0; level < MAX_DEPTH; level++) legal = [legal];
    expect(codeFor(legal)).toBeNull();
  });

  it('refuses what is too large, without looking at all of it', () => {
    expect(codeFor('x'.repeat(LIMIT))).toBe('ipc-too-large');
    expect(codeFor({ ['k'.repeat(LIMIT)]: 1 })).toBe('ipc-too-large');
    expect(codeFor(Array.from({ length: LIMIT }, () => 1))).toBe('ipc-too-large');
    expect(codeFor(new Array(4_000_000_000))).toBe('ipc-invalid');
  });
});
