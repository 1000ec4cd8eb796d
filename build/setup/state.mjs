import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';

/**
 * What set-up found, kept in node_modules so that it goes when they go. It must be cheap: it is read
 * before every start, without starting a process.
 */
const FILE = join('node_modules', '.meshdeck', 'state.json');

/**
 * @typedef {object} State
 * @property {string} [lock] digest of the lock file that the rest is about
 * @property {boolean} [dependencies] whether they were installed
 * @property {import('./electron-runtime.mjs').Runtime} [runtime]
 * @property {number} [downloadFailedAt] when Electron's own download failed, ms since 1970
 * @property {string} [librariesFor] the program whose libraries were found to be there
 */

/**
 * @param {string} root the project's folder
 * @returns {State} empty when there is none, or when it is about another lock file
 */
export function readState(root) {
  try {
    const state = JSON.parse(readFileSync(join(root, FILE), 'utf8'));
    return state.lock === lockDigest(root) ? state : {};
  } catch {
    return {};
  }
}

/**
 * Adds to what is known.
 *
 * @param {string} root the project's folder
 * @param {State} news
 */
export function writeState(root, news) {
  const state = { ...readState(root), ...news, lock: lockDigest(root) };
  const file = join(root, FILE);
  mkdirSync(join(file, '..'), { recursive: true });
  // A reader must never see half of it.
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}

/**
 * Tells whether nothing has to be done.
 *
 * @param {string} root the project's folder
 * @param {{ electron: boolean, display: boolean }} wanted
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {boolean}
 */
export function isReady(root, wanted, environment = process.env) {
  const state = readState(root);
  if (!state.dependencies || !existsSync(join(root, 'node_modules', '.package-lock.json'))) {
    return false;
  }
  if (!wanted.electron) return true;
  if (!state.runtime || !runtimeStillRight(state.runtime, environment)) return false;
  if (!wanted.display) return true;
  return state.librariesFor === state.runtime.binary && canShow(environment);
}

function runtimeStillRight(runtime, environment) {
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (override ? override !== runtime.dist : runtime.source === 'override') return false;
  const refused = environment.MESHDECK_NO_EVALUATION_RUNTIME === '1';
  if (refused && runtime.source === 'evaluation') return false;
  return existsSync(runtime.binary);
}

/** A display may be gone since: then Xvfb has to be there. */
function canShow(environment) {
  if (process.platform !== 'linux') return true;
  if (environment.DISPLAY || environment.WAYLAND_DISPLAY) return true;
  return findProgram('Xvfb', environment.PATH ?? '') !== undefined;
}

function lockDigest(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).digest('hex');
}
