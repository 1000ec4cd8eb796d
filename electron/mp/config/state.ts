/** What is to be known about a configuration file at a moment. */

import { createHash } from 'node:crypto';
import { toMeshError } from '../../../shared/errors.ts';
import type { MeshError } from '../../../shared/errors.ts';
import { parseConfig } from './content.ts';
import type { ConfigContent, ConfigWarning } from './content.ts';
import { followLinks } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { readConfig, readRegularFile } from './rc.ts';
import { decodeUtf8 } from './text.ts';
import { BACKUP_SUFFIX } from './write.ts';

/**
 * Whether the previous version of a file could take its place. `barred`: it could, but what can't be read
 * there must be mended first.
 */
export type BackupState = 'none' | 'broken' | 'usable' | 'barred';

/** What is there. */
export type StoreState =
  | { state: 'missing'; path: string; backup: BackupState }
  | {
      state: 'loaded';
      path: string;
      content: ConfigContent;
      /** Differs when the file's octets do. */
      revision: string;
      warnings: readonly ConfigWarning[];
    }
  /** Never written. */
  | { state: 'broken'; path: string; error: MeshError; backup: BackupState };

/** A state, and the octets that it was read from. They hold secrets. */
export interface Loaded {
  state: StoreState;
  octets?: Uint8Array;
}

/** A file's text, and what stood before it. */
export interface FileText {
  text: string;
  /** A byte order mark, or nothing. */
  prefix: string;
}

/** The revision of a file that isn't there. */
export const MISSING = 'missing';
/** What a file begins with that isn't there yet; 1 is all that protocol section 9 knows. */
const NEW_TEXT = '{\n   "profile" : {},\n   "version" : 1\n}\n';

/** Reads a file; whatever is wrong with it is part of the answer. */
export async function loadState(path: string, files: FileSystem): Promise<Loaded> {
  try {
    const file = await readConfig(path, files);
    if (file.state === 'missing') {
      return { state: { ...file, backup: await lookAtBackup(path, files) } };
    }
    const { content, octets, warnings } = file;
    const revision = revisionOf(octets);
    return { state: { state: 'loaded', path, content, revision, warnings }, octets };
  } catch (error) {
    const known = toMeshError(error);
    const backup = await lookAtBackup(path, files);
    // What can't be read at all, such as a folder, isn't replaced either: nobody knows what it is.
    const isBarred = known.code === 'config-unreadable' && backup === 'usable';
    return {
      state: { state: 'broken', path, error: known, backup: isBarred ? 'barred' : backup },
    };
  }
}

/** A text that differs when the octets do, and tells nothing about them. */
export function revisionOf(octets: Uint8Array | undefined): string {
  return octets ? createHash('sha256').update(octets).digest('hex') : MISSING;
}

/** Differs when there is something new to tell about the file. */
export function keyOf(state: StoreState): string {
  if (state.state === 'missing') return `${MISSING} ${state.backup}`;
  if (state.state === 'broken') return `${state.backup} ${state.error.message}`;
  return [state.revision, ...state.warnings.map(({ text }) => text)].join('\n');
}

/**
 * The text to change; that of a new file when there is none.
 *
 * @throws MeshError `config-broken`
 */
export function textOf(octets: Uint8Array | undefined, path: string): FileText {
  if (!octets) return { text: NEW_TEXT, prefix: '' };
  parseConfig(octets, path);
  const { text, hadByteOrderMark } = decodeUtf8(octets);
  return { text, prefix: hadByteOrderMark ? '\ufeff' : '' };
}

/** Whether octets are a configuration file. */
export function isUsable(octets: Uint8Array): boolean {
  try {
    parseConfig(octets, '');
    return true;
  } catch {
    return false;
  }
}

async function lookAtBackup(path: string, files: FileSystem): Promise<BackupState> {
  try {
    const raw = await readRegularFile(`${await followLinks(path, files)}${BACKUP_SUFFIX}`, files);
    if (!raw) return 'none';
    return isUsable(raw.octets) ? 'usable' : 'broken';
  } catch {
    return 'broken';
  }
}
