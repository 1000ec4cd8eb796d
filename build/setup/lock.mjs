import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './progress.mjs';

/** The holder touches the file this often; whoever sees it untouched for longer takes it over. */
const HEARTBEAT_MS = 2_000;
const ABANDONED_AFTER_MS = 15_000;
const LOOK_AGAIN_MS = 250;

/**
 * Keeps two set-ups or builds of one clone apart: npm would pull the folder from under itself.
 *
 * @template T
 * @param {string} root the project's folder
 * @param {'set-up' | 'build'} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(root, what, work) {
  // Not in node_modules, which npm empties.
  const file = join(root, 'out', `.${what}-lock`);
  await mkdir(join(root, 'out'), { recursive: true });
  await acquire(file, what);
  const now = () => new Date();
  const heartbeat = setInterval(
    () => void utimes(file, now(), now()).catch(() => {}),
    HEARTBEAT_MS,
  );
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function acquire(file, what) {
  let told = false;
  while (!(await create(file))) {
    if (await isAbandoned(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) say(`Another ${what} of this folder is running; waiting for it.`);
    told = true;
    await sleep(LOOK_AGAIN_MS);
  }
}

async function create(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(file) {
  try {
    const { mtimeMs } = await stat(file);
    const pid = Number(await readFile(file, 'utf8'));
    return Date.now() - mtimeMs > ABANDONED_AFTER_MS || (pid > 0 && !isAlive(pid));
  } catch {
    // It went in the meantime: try to create it.
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
