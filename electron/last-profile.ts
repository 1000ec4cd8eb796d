import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseConfig } from './mp/config/content.ts';
import { profileKey } from './mp/config/layers.ts';

/** Files remembered; somebody who tries many must not make the list grow for ever. */
const MAX_FILES = 50;

/**
 * The profile of a configuration file that a person switched to last; `undefined` when there is none,
 * or when the file has it no more.
 * @param memory where {@link rememberProfile} keeps it
 */
export function lastProfile(memory: string, rc: string): string | undefined {
  const profile = read(memory)[rc];
  return profile !== undefined && hasProfile(rc, profile) ? profile : undefined;
}

/** Keeps the choice for the next start; that it can't is no reason to bother anybody. */
export function rememberProfile(memory: string, rc: string, profile: string): void {
  const { [rc]: _, ...others } = read(memory);
  const kept = Object.entries(others).slice(-(MAX_FILES - 1));
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(memory, `${JSON.stringify(Object.fromEntries([...kept, [rc, profile]]))}\n`);
  } catch {
    // The next start takes the profile of the host name, as the first one did.
  }
}

function read(memory: string): Record<string, string> {
  try {
    const content = JSON.parse(readFileSync(memory, 'utf8')) as Record<string, unknown>;
    const entries = Object.entries(content).filter((entry): entry is [string, string] => {
      return typeof entry[1] === 'string';
    });
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

function hasProfile(rc: string, profile: string): boolean {
  try {
    return profileKey(parseConfig(readFileSync(rc), rc).content, profile) !== undefined;
  } catch {
    // What is wrong with the file is told when the node is started from it.
    return false;
  }
}
