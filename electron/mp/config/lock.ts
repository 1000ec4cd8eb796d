/**
 * One of our processes at a time writes a configuration file. The Perl tools don't know this lock;
 * against them the writer compares once more before it replaces the file.
 *
 * The lock is a file that one process manages to create. It names its process, so that what a crash
 * left behind is recognised and taken away; only one of several that want to do that may: it holds a
 * lock named after the very lock it removes, made in the same way.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import { systemCodeOf } from './file-error.ts';
import { FILE_MODE } from './file-system.ts';
import type { FileSystem } from './file-system.ts';

/** What locking needs beside the disk. */
export interface LockTools {
  files: FileSystem;
  clock: Clock;
  /** A short random text of hexadecimal digits, another one each time. */
  nonce: () => string;
}

/** A lock that is held. */
export interface Lock {
  /** Whether it is still ours: a process that slept too long loses it. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Ms of looking at the same lock. Writing takes well under a second; whoever holds it for longer sleeps,
 * or was on another machine and is dead. The times of files aren't used: clocks of machines differ.
 */
const STALE_AFTER = 30_000;
/** The same for a lock without a name in it, left by a power failure or where files have one name only. */
const NAMELESS_STALE_AFTER = 2_000;
/** Ms to wait for others; longer than a lock can be stale. */
const PATIENCE = 60_000;
/** When this process began; it is asked for once. */
let ownStart: Promise<string | undefined> | undefined;
/** Ms between two tries; the random part keeps several from trying in step. */
const RETRY = 5;
const RETRY_SPREAD = 20;

/**
 * Waits until nobody else holds the lock at `path`, and takes it.
 *
 * @throws MeshError `config-unwritable` after a minute; errors of the file system as they are
 */
export async function takeLock(path: string, tools: LockTools): Promise<Lock> {
  const { clock } = tools;
  const start = clock.now();
  let seen = { identity: '', since: start };
  for (;;) {
    const found = await look(path, tools);
    const lock = found ? undefined : await tryLock(path, tools);
    if (lock) return lock;
    const now = clock.now();
    if (found && found.identity !== seen.identity) seen = { identity: found.identity, since: now };
    if (found && (await isStale(found, now - seen.since))) await removeStale(path, found, tools);
    else if (now - start > PATIENCE) throw busy(path);
    else await pause(tools);
  }
}

async function tryLock(path: string, tools: LockTools): Promise<Lock | undefined> {
  const { files } = tools;
  const nonce = tools.nonce();
  ownStart ??= startOf(process.pid);
  const owner = `${process.pid} ${nonce} ${(await ownStart) ?? '-'} ${hostname()}\n`;
  const isHeld = async (): Promise<boolean> => (await look(path, tools))?.owner === owner;
  const release = async (): Promise<void> => {
    if (await isHeld()) await files.unlink(path).catch(ignoreMissing);
  };
  await claim(path, owner, `${path}${nonce}~`, files);
  // The file itself answers: over a network the answer to its making may be lost, and its repetition refused.
  return (await isHeld()) ? { isHeld, release } : undefined;
}

/**
 * Makes the lock, unless there is one: as a second name of a file that is written already, so that a
 * process killed in between leaves no lock without its name, for which others would have to wait.
 */
async function claim(
  path: string,
  owner: string,
  written: string,
  files: FileSystem,
): Promise<void> {
  try {
    await writeNew(written, owner, files);
    await files.link(written, path);
  } catch (error) {
    // Some file systems have no second names.
    if (systemCodeOf(error) !== 'EEXIST') await writeNew(path, owner, files).catch(ignoreTaken);
  } finally {
    await files.unlink(written).catch(() => undefined);
  }
}

async function writeNew(path: string, text: string, files: FileSystem): Promise<void> {
  const handle = await files.open(path, 'wx', FILE_MODE);
  try {
    await handle.writeFile(Buffer.from(text));
  } finally {
    await handle.close();
  }
}

/** A lock as it is found on the disk. */
interface Found {
  owner: string;
  /** Differs for every lock there ever was. */
  identity: string;
}

async function look(path: string, { files }: LockTools): Promise<Found | undefined> {
  try {
    const handle = await files.open(path, 'r');
    try {
      const { ino, mtimeMs } = await handle.stat();
      const owner = Buffer.from(await handle.readFile()).toString('utf8');
      return { owner, identity: owner || `${ino} ${mtimeMs}` };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return ignoreMissing(error);
  }
}

/** @param age Ms for which it has been seen */
async function isStale({ owner }: Found, age: number): Promise<boolean> {
  if (age > STALE_AFTER) return true;
  const [pid = '', , started = '-', host] = owner.trimEnd().split(' ');
  if (host === undefined) return age > NAMELESS_STALE_AFTER;
  if (host !== hostname()) return false;
  if (!isRunning(Number(pid))) return true;
  // The number of a process that ended is given to others.
  const start = await startOf(Number(pid));
  return start !== undefined && started !== '-' && start !== started;
}

/** Removes a stale lock, unless another process is quicker. */
async function removeStale(path: string, found: Found, tools: LockTools): Promise<void> {
  const name = createHash('sha256').update(found.identity).digest('hex').slice(0, 12);
  const right = await takeLock(`${path}${name}~`, tools);
  try {
    // Only who has the right to remove this lock may do so: what is still there now stays there.
    const now = await look(path, tools);
    if (now?.identity === found.identity) await tools.files.unlink(path).catch(ignoreMissing);
  } finally {
    await right.release();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else runs, too.
    return systemCodeOf(error) !== 'ESRCH';
  }
}

/** When a process began, in a form of the system; `undefined` where that can't be told. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // Field 22; the second one is a name in parentheses that may hold anything.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

async function pause({ clock, nonce }: LockTools): Promise<void> {
  const part = (Number.parseInt(nonce().slice(0, 4), 16) || 0) / 0xffff;
  await new Promise<void>((resolve) => {
    clock.after(RETRY + part * RETRY_SPREAD, resolve);
  });
}

function ignoreTaken(error: unknown): void {
  if (systemCodeOf(error) !== 'EEXIST') throw error;
}

function ignoreMissing(error: unknown): undefined {
  if (systemCodeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

function busy(path: string): MeshError {
  const text = `Another process has been writing the configuration file for a minute (${path}).`;
  return new MeshError('config-unwritable', text, {
    detail: { path },
    next: 'Wait until it has ended, or end it; then try again.',
  });
}
