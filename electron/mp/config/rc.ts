/** Reading the configuration file. */

import { constants } from 'node:fs';
import { devNull } from 'node:os';
import { EMPTY_CONTENT, parseConfig } from './content.ts';
import type { ConfigContent, ConfigWarning } from './content.ts';
import { fileError, systemCodeOf } from './file-error.ts';
import { systemFiles } from './file-system.ts';
import type { FileStats, FileSystem, OpenFile } from './file-system.ts';

/** A configuration file that isn't there is an ordinary state: the first start. */
export type ConfigFile =
  | { state: 'missing'; path: string }
  | {
      state: 'loaded';
      path: string;
      content: ConfigContent;
      /** What was read, for a writer that must notice changes made meanwhile. Holds secrets. */
      octets: Uint8Array;
      warnings: readonly ConfigWarning[];
    };

/** Far beyond any real file; keeps a wrong path from filling the memory. */
export const MAX_FILE_OCTETS = 8 * 1024 * 1024;

/** Mode bits of everybody but the owner. */
const OTHERS = 0o077;

// Opening a named pipe must not wait for its writer. Windows has no such flag.
const READ_FLAGS = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** The content of a file; nothing at all when it is missing. */
export function contentOf(file: ConfigFile): ConfigContent {
  return file.state === 'loaded' ? file.content : EMPTY_CONTENT;
}

/**
 * Reads the configuration file at `path`; symbolic links are followed.
 *
 * @throws MeshError `config-unreadable` (no permission, a folder, too large …) or `config-broken` (see
 *   `parseConfig`)
 */
export async function readConfig(
  path: string,
  files: FileSystem = systemFiles,
): Promise<ConfigFile> {
  // Perl programs are told this way to do without the file.
  if (path === devNull) return { state: 'missing', path };
  const raw = await readRegularFile(path, files);
  if (!raw) return { state: 'missing', path };
  const { content, warnings } = parseConfig(raw.octets, path);
  const all = [...checkMode(raw.stats.mode, path), ...warnings];
  return { state: 'loaded', path, content, octets: raw.octets, warnings: all };
}

export interface RawFile {
  octets: Uint8Array;
  stats: FileStats;
}

/**
 * The octets of a file, whatever they are; `undefined` when it is missing.
 *
 * @throws MeshError `config-unreadable`
 */
export async function readRegularFile(
  path: string,
  files: FileSystem = systemFiles,
): Promise<RawFile | undefined> {
  let handle: OpenFile | undefined;
  try {
    handle = await files.open(path, READ_FLAGS);
    return await readOpened(handle);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw fileError('config-unreadable', path, 'read', error);
  } finally {
    await handle?.close();
  }
}

async function readOpened(handle: OpenFile): Promise<RawFile> {
  const stats = await handle.stat();
  if (stats.isDirectory()) throw new Error('it is a folder');
  if (!stats.isFile()) throw new Error('it is not a regular file');
  if (stats.size > MAX_FILE_OCTETS) throw new Error(`it is larger than ${MAX_FILE_OCTETS} octets`);
  return { octets: await handle.readFile(), stats };
}

function checkMode(mode: number, path: string): ConfigWarning[] {
  // Windows has no such mode; Node.js makes one up that is always wider.
  if (process.platform === 'win32' || (mode & OTHERS) === 0) return [];
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  const text =
    `The configuration file ${path} has mode ${octal}, so others on this machine may read the ` +
    'secret; mode 0600 is enough.';
  return [{ kind: 'mode', at: '', text }];
}
