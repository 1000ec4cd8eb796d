import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupFailure } from './failure.mjs';
import { step } from './progress.mjs';
import { runNpm } from './run.mjs';

/** Neither package may fetch a binary on its own: set-up decides where Electron comes from. */
const NO_BINARY_DOWNLOADS = {
  ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
};

/**
 * Tells whether `node_modules` holds what the lock file asks for, from npm's own record of what it put
 * there. So an `npm ci` that somebody ran by hand counts, too.
 *
 * @param {string} root the project's folder
 * @returns {Promise<boolean>}
 */
export async function dependenciesMatchLock(root) {
  const wanted = await readLock(join(root, 'package-lock.json'));
  const installed = await readLock(join(root, 'node_modules', '.package-lock.json'));
  return Boolean(wanted && installed && lockIsSatisfied(wanted, installed));
}

/**
 * @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean,
 *   devOptional?: boolean, peer?: boolean, link?: boolean }>} LockedPackages
 */

/**
 * Compares two lock files' `packages`. Optional ones may be missing: they are for other platforms; so may
 * those that are only somebody's peers, see `--legacy-peer-deps` below.
 *
 * @param {LockedPackages} wanted
 * @param {LockedPackages} installed
 * @returns {boolean}
 */
export function lockIsSatisfied(wanted, installed) {
  const satisfied = ([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    if (!there) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return there.version === entry.version && there.integrity === entry.integrity;
  };
  return (
    Object.entries(wanted).every(satisfied) &&
    Object.keys(installed).every((path) => path in wanted)
  );
}

/**
 * Installs exactly what the lock file says, without running any package's install script.
 *
 * @param {string} root the project's folder
 * @throws {SetupFailure} with the end of npm's output
 */
export async function installDependencies(root) {
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    // The lock file decides. npm 10 would look for a newer TypeScript that an optional peer would like.
    '--legacy-peer-deps',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--engine-strict=false',
  ];
  const env = { ...process.env, ...NO_BINARY_DOWNLOADS };
  const result = await step('Installing the npm dependencies', () =>
    runNpm(args, { cwd: root, env }).catch(npmMissing),
  );
  if (result.code === 0) return;
  // A half-filled folder would look like an installed one to everything but this script.
  await rm(join(root, 'node_modules', '.package-lock.json'), { force: true });
  throw new SetupFailure(
    `The npm dependencies can't be installed: npm ended with code ${result.code}.`,
    'Next step: see the lines above. Mostly the npm registry could not be reached (npm ping checks that) or the disk is full; then run the same command again.',
    result.tail,
  );
}

/** @returns {never} */
export function npmMissing(error) {
  if (error.code !== 'ENOENT') throw error;
  throw new SetupFailure(
    'npm is not on the path.',
    'Next step: install npm (it comes with Node.js) and run the same command again.',
  );
}

/** @returns {Promise<LockedPackages | undefined>} */
async function readLock(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
