/**
 * Sets up whatever is missing: npm dependencies, an Electron, the system's libraries. Uses Node built-ins
 * only, because it runs before anything is installed, and imports the parts only when they are needed,
 * because it runs before every start.
 *
 *   node build/setup.mjs [--no-electron] [--display] [--retry-download] [--again]
 *
 * --no-electron     npm dependencies only
 * --display         also libraries, a font, and Xvfb when there is no display
 * --retry-download  try Electron's own download again although it failed lately
 * --again           check everything, whatever an earlier run found
 */
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isReady, readState, writeState } from './setup/state.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** A failed download is tried again after a day: the network may have changed. */
const RETRY_DOWNLOAD_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * @typedef {object} Options
 * @property {boolean} electron whether an Electron is needed
 * @property {boolean} display whether windows will be opened
 * @property {boolean} retryDownload
 * @property {boolean} again
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  return {
    electron: !args.includes('--no-electron'),
    display: args.includes('--display'),
    retryDownload: args.includes('--retry-download'),
    again: args.includes('--again'),
  };
}

/**
 * Makes the project ready for what `options` ask; returns at once when it is.
 *
 * @param {Options} options
 * @param {string} [root] the project's folder
 * @throws {import('./setup/failure.mjs').SetupFailure}
 */
export async function setUp(options, root = ROOT) {
  const wanted = { electron: options.electron, display: options.display };
  if (!options.again && !options.retryDownload && isReady(root, wanted)) return;
  const { withLock } = await import('./setup/lock.mjs');
  await withLock(root, 'set-up', async () => {
    // Whoever held the lock may have done it all.
    if (!options.again && !options.retryDownload && isReady(root, wanted)) return;
    await provideDependencies(root);
    if (options.electron) await provideElectron(root, options);
  });
}

async function provideDependencies(root) {
  const { dependenciesMatchLock, installDependencies } = await import('./setup/dependencies.mjs');
  if (!(await dependenciesMatchLock(root))) await installDependencies(root);
  writeState(root, { dependencies: true });
}

async function provideElectron(root, { display, retryDownload, again }) {
  const { findRuntime } = await import('./setup/electron-runtime.mjs');
  const before = readState(root);
  const failedAt = before.downloadFailedAt ?? -Infinity;
  const tryDownload = retryDownload || Date.now() - failedAt > RETRY_DOWNLOAD_AFTER_MS;
  const { runtime, downloadFailed } = await findRuntime(root, {
    tryDownload,
    onDownloadFailed: () => writeState(root, { downloadFailedAt: Date.now() }),
  });
  writeState(root, { runtime, ...(downloadFailed ? {} : { downloadFailedAt: undefined }) });
  announce(before.runtime, runtime, again);
  if (!display) return;
  const { provideLibraries } = await import('./setup/libraries.mjs');
  await provideLibraries(runtime.binary);
  writeState(root, { librariesFor: runtime.binary });
}

function announce(before, runtime, again) {
  if (before?.dist === runtime.dist && !again) return;
  const purpose = runtime.evaluation
    ? ', the evaluation runtime: third-party published and old, for evaluation and tests only'
    : '';
  process.stderr.write(`Using Electron ${runtime.version}${purpose}\n`);
}

async function main() {
  try {
    await setUp(parseOptions(process.argv.slice(2)));
  } catch (error) {
    const isFailure = error?.name === 'SetupFailure';
    process.stderr.write(`\n${isFailure ? error.text() : error.stack}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
