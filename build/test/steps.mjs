import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from '../bundle/stamp.mjs';
import { runToEnd } from './process.mjs';
import { countCheck, countPlaywright, countVitest } from './results.mjs';

const require = createRequire(join(ROOT, 'package.json'));
const REPORTS = join(ROOT, 'out', 'test');

/** Far above what a step takes, even on a busy machine: only what hangs is to be ended. */
const CHECK_LIMIT_MS = 150_000;
const TEST_LIMIT_MS = 300_000;

const LINT = ['-c', 'build/eslint.config.mjs', '--max-warnings=0'];

/**
 * @typedef {object} StepResult
 * @property {import('./results.mjs').Counts} counts
 * @property {string} output what the tool printed, shown when something failed
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} part the name that selects it, with others, on the command line
 * @property {'together' | 'alone'} lane checks may share the machine, tests with clocks may not
 * @property {() => Promise<StepResult>} run
 */

/** @type {Step[]} */
export const STEPS = [
  // Reading a component for its types takes so long that half of the time goes there.
  check('lint', 'lint', 'eslint', [...LINT, '--ignore-pattern=**/*.svelte', '.']),
  check('lint of components', 'lint', 'eslint', [...LINT, '**/*.svelte']),
  check('format', 'format', 'prettier', ['--check', '--log-level=warn', '.']),
  check('types of the node', 'types', 'tsc', ['-p', 'build/tsconfig/node.json']),
  check('types on Electron 33', 'types', 'tsc', ['-p', 'build/tsconfig/electron-33.json']),
  check('types of the window', 'types', 'svelte-check', svelteCheck('renderer')),
  check('types of its tests', 'types', 'svelte-check', svelteCheck('window-tests')),
  { name: 'bundle', part: 'bundle', lane: 'alone', run: runBundle },
  vitest('unit'),
  vitest('renderer'),
  vitest('integration'),
  { name: 'e2e', part: 'e2e', lane: 'alone', run: runPlaywright },
];

/** The programs of the tools, by package: starting them through npx costs half a second each. */
const PROGRAMS = {
  eslint: ['eslint', 'bin/eslint.js'],
  prettier: ['prettier', 'bin/prettier.cjs'],
  // TypeScript 7; the package typescript is version 6, for the tools that use it as a library.
  tsc: ['@typescript/native', 'bin/tsc'],
  'svelte-check': ['svelte-check', 'bin/svelte-check'],
  vitest: ['vitest', 'vitest.mjs'],
  playwright: ['@playwright/test', 'cli.js'],
};

function svelteCheck(project) {
  return ['--tsgo', '--fail-on-warnings', '--tsconfig', `build/tsconfig/${project}.json`];
}

/** @returns {Step} */
function check(name, part, tool, args) {
  const run = async () => {
    const ended = await runTool(tool, args, CHECK_LIMIT_MS);
    return { counts: countCheck(ended), output: ended.output };
  };
  return { name, part, lane: 'together', run };
}

/** @returns {Step} */
function vitest(project) {
  const run = async () => {
    const file = reportFile(project);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['run', '-c', 'build/vitest.config.mjs', '--project', project, ...reporters];
    const ended = await runTool('vitest', args, TEST_LIMIT_MS);
    return { counts: countVitest(readReport(file), ended), output: ended.output };
  };
  return { name: project, part: project, lane: 'alone', run };
}

/** @returns {Promise<StepResult>} */
async function runPlaywright() {
  const file = reportFile('e2e');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const args = ['test', '-c', 'build/playwright.config.mjs', '--reporter=line,json'];
  const ended = await runTool('playwright', args, TEST_LIMIT_MS, env);
  return { counts: countPlaywright(readReport(file), ended), output: ended.output };
}

/** @returns {Promise<StepResult>} */
async function runBundle() {
  const args = [join(ROOT, 'build', 'bundle.mjs')];
  const ended = await runToEnd(process.execPath, args, { cwd: ROOT, limitMs: CHECK_LIMIT_MS });
  return { counts: countCheck(ended), output: ended.output };
}

function runTool(tool, args, limitMs, more = {}) {
  const [name, file] = PROGRAMS[tool];
  const program = join(dirname(packageFile(name)), file);
  const env = { ...withoutColours(process.env), ...more };
  return runToEnd(process.execPath, [program, ...args], { cwd: ROOT, env, limitMs });
}

/** The output is kept and perhaps written to a file; colours would only be noise there. */
function withoutColours({ FORCE_COLOR: _dropped, ...env }) {
  return { ...env, NO_COLOR: '1' };
}

function packageFile(name) {
  return require.resolve(`${name}/package.json`);
}

/** An earlier report must not stand in for one that a crashed runner didn't write. */
function reportFile(name) {
  mkdirSync(REPORTS, { recursive: true });
  const file = join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
