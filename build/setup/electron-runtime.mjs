import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupFailure } from './failure.mjs';
import {
  EVALUATION,
  evaluationRuntimeFits,
  provideEvaluationRuntime,
} from './evaluation-runtime.mjs';
import { say, step } from './progress.mjs';
import { run } from './run.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} dist folder of the Electron
 * @property {string} binary path of the program in it
 * @property {string} version of Electron, 'unknown' when its folder doesn't say
 * @property {boolean} evaluation whether it is the one for evaluation and tests
 * @property {'override' | 'download' | 'evaluation'} source
 */

/**
 * Finds an Electron: the one that ELECTRON_OVERRIDE_DIST_PATH names, else the one that the pinned
 * package downloads, else the evaluation runtime.
 *
 * @param {string} root the project's folder, with its npm dependencies
 * @param {{ tryDownload: boolean, onDownloadFailed?: () => void, environment?: NodeJS.ProcessEnv }} options
 *   `tryDownload` is false when the download failed lately
 * @returns {Promise<{ runtime: Runtime, downloadFailed: boolean }>}
 * @throws {SetupFailure} when there is none
 */
export async function findRuntime(root, options) {
  const { tryDownload, onDownloadFailed = () => {}, environment = process.env } = options;
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return { runtime: overrideRuntime(override), downloadFailed: false };

  const downloaded =
    downloadedRuntime(root) ?? (tryDownload ? await download(root, environment) : undefined);
  if (downloaded) return { runtime: downloaded, downloadFailed: false };
  // Remembered at once: what follows may fail, too, and be tried again.
  if (tryDownload) onDownloadFailed();

  assertEvaluationAllowed(environment);
  const dist = await provideEvaluationRuntime();
  const runtime = {
    dist,
    binary: join(dist, 'electron'),
    version: EVALUATION.electron,
    evaluation: true,
    source: 'evaluation',
  };
  return { runtime, downloadFailed: true };
}

/**
 * The program inside an Electron's folder.
 *
 * @param {string} dist
 * @param {NodeJS.Platform} [platform]
 * @returns {string}
 */
export function binaryIn(dist, platform = process.platform) {
  if (platform === 'darwin') return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(dist, platform === 'win32' ? 'electron.exe' : 'electron');
}

/** @returns {Runtime} */
function overrideRuntime(dist) {
  const binary = binaryIn(dist);
  if (existsSync(binary)) {
    // Pointing the variable at our own cache doesn't turn that into a release.
    const evaluation = existsSync(join(dist, 'meshdeck-runtime.json'));
    return { dist, binary, version: versionOf(dist), evaluation, source: 'override' };
  }
  throw new SetupFailure(
    `ELECTRON_OVERRIDE_DIST_PATH is set to ${dist}, but there is no ${binary}.`,
    'Next step: unset the variable, or set it to the folder that holds the Electron program.',
  );
}

/** @returns {Runtime | undefined} */
function downloadedRuntime(root) {
  const dist = join(root, 'node_modules', 'electron', 'dist');
  const binary = binaryIn(dist);
  const wanted = JSON.parse(
    readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  ).version;
  if (!existsSync(binary) || versionOf(dist) !== wanted) return undefined;
  return { dist, binary, version: wanted, evaluation: false, source: 'download' };
}

/** @returns {Promise<Runtime | undefined>} nothing, with a line that says so, when it can't be had */
async function download(root, environment) {
  const folder = join(root, 'node_modules', 'electron');
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const watch = new URL('./download-watch.mjs', import.meta.url).href;
  const args = ['--import', watch, join(folder, 'install.js')];
  const env = { ...environment, ELECTRON_GET_NO_PROGRESS: '1' };
  try {
    await step(`Downloading Electron ${version}`, async ({ detail }) => {
      const onLine = (line) => showProgress(line, detail);
      const { code, tail } = await run(process.execPath, args, { env, onLine });
      if (code !== 0) throw new Error(reasonIn(tail));
    });
  } catch (error) {
    say(`Electron ${version} can't be downloaded: ${error.message}`);
  }
  return downloadedRuntime(root);
}

const PROGRESS = 'progress: ';

function showProgress(line, detail) {
  if (line.startsWith(PROGRESS)) detail(line.slice(PROGRESS.length));
}

/**
 * The reason in the last lines of a failed download.
 *
 * @param {string} tail
 * @returns {string}
 */
export function reasonIn(tail) {
  const lines = tail.split('\n').filter((line) => !line.startsWith(PROGRESS));
  const cause = lines.find((line) => /\bcause\b.*Error|code: '/.test(line));
  const error = lines.find((line) => /Error\b/.test(line));
  const text = (cause ?? error ?? lines.at(-1) ?? 'no reason given').trim();
  return text
    .replace(/^\[?cause\]?:\s*/, '')
    .replace(/^(\w*Error|code):\s*/, '')
    .slice(0, 200);
}

function assertEvaluationAllowed(environment) {
  const ways =
    'make the download of Electron possible (ELECTRON_MIRROR names a mirror) and run ' +
    'node build/setup.mjs --retry-download, or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an ' +
    'Electron that you have';
  if (environment.MESHDECK_NO_EVALUATION_RUNTIME === '1') {
    throw new SetupFailure(
      'There is no Electron, and MESHDECK_NO_EVALUATION_RUNTIME=1 refuses the evaluation runtime.',
      `Next step: ${ways}; or unset MESHDECK_NO_EVALUATION_RUNTIME.`,
    );
  }
  if (evaluationRuntimeFits()) return;
  throw new SetupFailure(
    `There is no Electron, and the evaluation runtime exists for Linux on x64 only; this is ${process.platform} on ${process.arch}.`,
    `Next step: ${ways}.`,
  );
}

function versionOf(dist) {
  try {
    return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return 'unknown';
  }
}
