import { describe, expect, it } from 'vitest';
import {
  errorCodes,
  errorView,
  isErrorCode,
  MeshError,
  toMeshError,
} from '../../../shared/errors.ts';

describe('error codes', () => {
  it.each(errorCodes())('%s is well named and says what to do', (code, next) => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(next).toMatch(/^[A-Z].{5,}\.$/);
    expect(new MeshError(code, 'It broke.').next).toBe(next);
    expect(isErrorCode(code)).toBe(true);
  });

  it.each(['toString', '__proto__', 'constructor', '', 'no-such', 1, null, undefined])(
    '%j is none',
    (code) => expect(isErrorCode(code)).toBe(false),
  );
});

describe('MeshError', () => {
  it('is an Error with code, sentence and next step', () => {
    const error = new MeshError('no-secret', 'The profile "a" has no secret.');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('MeshError');
    expect(error.message).toBe('The profile "a" has no secret.');
    expect(error.detail).toBeUndefined();
    expect('cause' in error).toBe(false);
  });

  it('takes a better next step, facts and a cause', () => {
    const cause = new Error('EACCES');
    const error = new MeshError('address-unavailable', 'No.', {
      next: 'Choose a port above 1023.',
      detail: { port: 80 },
      cause,
    });
    expect(error.next).toBe('Choose a port above 1023.');
    expect(error.cause).toBe(cause);
    expect(error.toView()).toEqual({
      code: 'address-unavailable',
      message: 'No.',
      next: 'Choose a port above 1023.',
      detail: { port: 80 },
    });
  });

  it('survives the way between processes as a view, without cause or stack', () => {
    const error = new MeshError('config-broken', 'Line 3.', {
      detail: { line: 3, path: 'x' },
      cause: new Error('inner secret'),
    });
    const view = structuredClone(errorView(error));
    expect(view).toEqual(JSON.parse(JSON.stringify(error.toView())));
    expect(Object.keys(view).sort()).toEqual(['code', 'detail', 'message', 'next']);
    expect(JSON.stringify(view)).not.toContain('inner secret');
  });

  it('leaves detail out of the view when there is none', () => {
    expect(Object.keys(new MeshError('usage', 'x').toView())).toEqual(['code', 'message', 'next']);
  });
});

describe('foreign errors', () => {
  it.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [42, '42'],
  ])('become internal with their own text: %j', (thrown, text) => {
    const error = toMeshError(thrown);
    expect(error.code).toBe('internal');
    expect(error.message).toContain(text);
    expect(error.cause).toBe(thrown);
  });

  it('keep MeshErrors as they are', () => {
    const error = new MeshError('usage', 'x');
    expect(toMeshError(error)).toBe(error);
  });
});
