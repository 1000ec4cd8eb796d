/** Replacing a configuration file, so that at any moment the old content is there, or the new. */

import { basename, dirname, join } from 'node:path';
import { MeshError } from '../../../shared/errors.ts';
import { systemCodeOf } from './file-error.ts';
import { FILE_MODE, flushFolder, followLinks, writeFlushed } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { takeLock } from './lock.ts';
import type { Lock, LockTools } from './lock.ts';
import { readRegularFile } from './rc.ts';
import type { RawFile } from './rc.ts';
import { unwritable } from './unwritable.ts';

export type WriteTools = LockTools;

/** What to write, given what is there; `undefined`: leave it as it is. */
export type Revise = (
  octets: Uint8Array | undefined,
) => Revision | undefined | Promise<Revision | undefined>;

export interface Revision {
  octets: Uint8Array;
  /** Where the previous version goes; without it there is none. */
  backup: string;
  /** Whether what others wrote right afterwards still has our change in it. */
  survivesIn: (octets: Uint8Array) => boolean;
}

/** The ending of the previous version; that of the reference. */
export const BACKUP_SUFFIX = '~';
/** Ahead of what is written beside the file; `FILE~new~` itself is the reference's. */
const NEW_SUFFIX = '~new~';
const LOCK_SUFFIX = '~lock~';
/**
 * What is added to the file's name for what we write beside it, and for the right to remove a stale
 * lock. The reference's own temporary file has nothing after `~new~`.
 */
const OURS = /^(?:~new~\d+-[0-9a-f]+~?|~lock~(?:[0-9a-f]{12}~)+)$/;
/** Ms after which a temporary file was left by a crash. */
const LEFT_BEHIND_AFTER = 60_000;
/** How often a file that others keep changing is read again. */
const MAX_ROUNDS = 100;
/** What Windows answers while another program looks at a file. */
const IN_USE = new Set(['EPERM', 'EACCES', 'EBUSY']);
const MAX_RENAMES = 20;
const RENAME_PAUSE = 10;

/**
 * Replaces the file at `path`, its symbolic links followed: fresh read, `revise`, temporary file beside
 * it with mode 0600, flush, previous version to its place, rename, flush of the folder, read again.
 * Another of our processes waits meanwhile; when another program wrote in between, it all begins anew.
 *
 * @throws MeshError `config-unwritable`, `config-unreadable`, and what `revise` throws
 */
export async function reviseFile(path: string, revise: Revise, tools: WriteTools): Promise<void> {
  try {
    const target = await followLinks(path, tools.files);
    while (!(await revisedUnderLock(target, revise, tools))) {
      // Others took the lock for a stale one: we wait for them, and begin anew.
    }
  } catch (error) {
    throw error instanceof MeshError ? error : await unwritable(path, error, tools.files);
  }
}

/** `false` when the lock was lost. */
async function revisedUnderLock(
  target: string,
  revise: Revise,
  tools: WriteTools,
): Promise<boolean> {
  const lock = await takeLock(`${target}${LOCK_SUFFIX}`, tools);
  try {
    await sweep(target, tools);
    return await revised(target, revise, lock, tools);
  } finally {
    await lock.release();
  }
}

async function revised(
  target: string,
  revise: Revise,
  lock: Lock,
  tools: WriteTools,
): Promise<boolean> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = await readRegularFile(target, tools.files);
    const revision = await revise(before?.octets);
    if (!revision) return true;
    if (!(await replace(target, before, revision, lock, tools))) {
      if (await lock.isHeld()) continue;
      return false;
    }
    const after = await readRegularFile(target, tools.files);
    if (after && (sameOctets(after.octets, revision.octets) || revision.survivesIn(after.octets))) {
      return true;
    }
  }
  const text = `The configuration file ${target} is changed by another program all the time.`;
  throw new MeshError('config-unwritable', text, { detail: { path: target } });
}

/** One try; `false` when somebody changed the file, or took the lock from us, in the meantime. */
async function replace(
  target: string,
  before: RawFile | undefined,
  revision: Revision,
  lock: Lock,
  tools: WriteTools,
): Promise<boolean> {
  const { files } = tools;
  const mark = `${process.pid}-${tools.nonce()}`;
  const temporary = `${target}${NEW_SUFFIX}${mark}`;
  const previous = `${temporary}${BACKUP_SUFFIX}`;
  const backup = before && revision.backup;
  try {
    await writeFlushed(temporary, revision.octets, files, before?.stats);
    if (before) await keep(target, previous, before, files);
    const now = await readRegularFile(target, files);
    if (!sameOctets(now?.octets, before?.octets) || !(await lock.isHeld())) return false;
    if (backup) await rename(previous, backup, tools);
    await rename(temporary, target, tools);
  } finally {
    // Neither is there after its rename, but for a link to what has the backup's name already.
    for (const left of [temporary, previous]) await files.unlink(left).catch(() => undefined);
  }
  await flushFolder(dirname(target), files);
  return true;
}

/** Gives the present version a second name; where that can't be, a copy. */
async function keep(
  target: string,
  previous: string,
  before: RawFile,
  files: FileSystem,
): Promise<void> {
  try {
    if ((before.stats.mode & 0o777) !== FILE_MODE) throw new Error('a link would keep its mode');
    await files.link(target, previous);
  } catch {
    await writeFlushed(previous, before.octets, files, before.stats);
  }
}

async function rename(from: string, to: string, { files, clock }: WriteTools): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await files.rename(from, to);
      return;
    } catch (error) {
      const worthAnother = process.platform === 'win32' && IN_USE.has(systemCodeOf(error));
      if (!worthAnother || tries === MAX_RENAMES) throw error;
    }
    await new Promise<void>((resolve) => void clock.after(RENAME_PAUSE, resolve));
  }
}

/** Removes what a crash left beside the file: it holds secrets, too. */
async function sweep(target: string, { files, clock }: WriteTools): Promise<void> {
  const folder = dirname(target);
  for (const name of await files.readdir(folder).catch(() => [])) {
    if (!name.startsWith(basename(target)) || !OURS.test(name.slice(basename(target).length))) {
      continue;
    }
    const path = join(folder, name);
    const stats = await files.stat(path).catch(() => undefined);
    if (stats && clock.now() - stats.ctimeMs > LEFT_BEHIND_AFTER) {
      await files.unlink(path).catch(() => undefined);
    }
  }
}

function sameOctets(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (!a || !b) return a === b;
  return Buffer.compare(a, b) === 0;
}
