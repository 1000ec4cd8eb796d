/** The operations on files that the store needs; replaced in tests that fail or stop in the middle. */

import * as node from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { systemCodeOf } from './file-error.ts';

/** An open file. */
export interface OpenFile {
  stat(): Promise<FileStats>;
  readFile(): Promise<Uint8Array>;
  writeFile(octets: Uint8Array): Promise<void>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface FileStats {
  isFile(): boolean;
  isDirectory(): boolean;
  mode: number;
  size: number;
  uid: number;
  gid: number;
  ino: number;
  mtimeMs: number;
  ctimeMs: number;
}

/** `node:fs/promises` fits. */
export interface FileSystem {
  open(path: string, flags: string | number, mode?: number): Promise<OpenFile>;
  stat(path: string): Promise<FileStats>;
  readlink(path: string): Promise<string>;
  readdir(path: string): Promise<string[]>;
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
}

export const systemFiles: FileSystem = node;

/** Only the owner: the file holds the secret in plain text, because the Perl tools read it. */
export const FILE_MODE = 0o600;
/** As many symbolic links as Linux follows. */
const MAX_LINKS = 40;

/** Where `path` leads when it is a symbolic link, also to a file that isn't there. */
export async function followLinks(
  path: string,
  files: Pick<FileSystem, 'readlink'> = systemFiles,
): Promise<string> {
  let target = resolve(path);
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const next = await files.readlink(target).catch(notALink);
    if (next === undefined) return target;
    target = resolve(dirname(target), next);
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
}

function notALink(error: unknown): undefined {
  if (!['EINVAL', 'ENOENT', 'UNKNOWN'].includes(systemCodeOf(error))) throw error;
  return undefined;
}

/** Makes a new name survive a power failure, where folders can be flushed. */
export async function flushFolder(folder: string, files: FileSystem = systemFiles): Promise<void> {
  try {
    const handle = await files.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some network file systems can't; the file itself is complete all the same.
  }
}

/** Writes a new file for the owner only, and flushes it. */
export async function writeFlushed(
  path: string,
  octets: Uint8Array,
  files: FileSystem = systemFiles,
  owner?: { uid: number; gid: number },
): Promise<void> {
  const handle = await files.open(path, 'wx', FILE_MODE);
  try {
    // The mode of open() is narrowed by the umask, perhaps so far that the owner can't read.
    await handle.chmod(FILE_MODE);
    // Of use to an administrator who changes the file of another; to others it is refused.
    if (owner) await handle.chown(owner.uid, owner.gid).catch(() => undefined);
    await handle.writeFile(octets);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
