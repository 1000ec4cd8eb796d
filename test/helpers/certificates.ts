import { readFileSync } from 'node:fs';

const FIXTURES = new URL('../fixtures/tls/', import.meta.url);

/** When the certificates of the fixtures are valid. */
export const THEN = Date.UTC(2030, 0, 1);
export const DAY_MS = 24 * 60 * 60 * 1000;

/** A clock that stands still. */
export function stoppedAt(time: number): { now: () => number } {
  return { now: () => time };
}

/** A certificate of the fixtures, with all that belongs to it. */
export function certificateFile(name: string): string {
  return readFileSync(new URL(`${name}.pem`, FIXTURES), 'utf8');
}

/** The blocks of a PEM text, each with a line break at its end. */
export function blocksOf(pem: string): string[] {
  return pem.match(/-----BEGIN [^]*?-----END [^\n]*\n/g) ?? [];
}
