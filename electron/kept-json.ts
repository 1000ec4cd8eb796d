import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a file of ours holds; a missing or damaged one is as good as an empty object. */
export function readKept(file: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

/**
 * Replaces a file of ours: at any moment the old content is there, or the new.
 * @throws Error of the file system
 */
export function writeKept(file: string, content: Readonly<Record<string, unknown>>): void {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}~new~`;
  writeFileSync(fresh, `${JSON.stringify(content)}\n`, { mode: 0o600, flush: true });
  renameSync(fresh, file);
}

/** `value` when it is an object with members, else an empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : {};
}
