import { expect } from 'vitest';
import { MeshError, type ErrorCode } from '../../shared/errors.ts';

/** The error that `action` throws; fails when it throws none, or another kind. */
export function errorOf(action: () => unknown): MeshError {
  try {
    action();
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Expects `action` to throw a MeshError with that code, and returns it. */
export function expectCode(code: ErrorCode, action: () => unknown): MeshError {
  const error = errorOf(action);
  expect(error.code, error.message).toBe(code);
  return error;
}
