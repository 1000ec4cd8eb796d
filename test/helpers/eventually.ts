import { vi } from 'vitest';

/** Ms after which what a test waits for is given up; far more than it takes, for a busy machine. */
const PATIENCE = 15_000;

/**
 * Waits until `holds` throws no more.
 *
 * @returns what it returns then
 * @throws what it threw last, after a quarter of a minute
 */
export function eventually<T>(holds: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(holds, { timeout: PATIENCE });
}
