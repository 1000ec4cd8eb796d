import { spawn } from 'node:child_process';

/** What every competitor writes once its window is drawn. */
export const DRAWN = 'meshdeck: window drawn';
const LIMIT_MS = 60_000;

/**
 * @typedef {object} Competitor
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {string} cwd
 */

/**
 * Starts a competitor, waits for its window and for its end.
 *
 * @param {Competitor} competitor
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>} ms from starting the process to the drawn window
 * @throws {Error} with its output, when it ends or hangs without a window
 */
export function measure({ name, command, args, cwd }, environment) {
  return new Promise((resolve, reject) => {
    const env = { ...environment, MESHDECK_BENCH_READY: '1' };
    const startedAt = performance.now();
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let time;
    const fail = (reason) => reject(new Error(`${name}: ${reason}\n${output}`));
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      fail(`no window within ${LIMIT_MS / 1000} s`);
    }, LIMIT_MS);
    const watch = (chunk) => {
      output += chunk;
      if (time !== undefined || !output.includes(DRAWN)) return;
      time = performance.now() - startedAt;
      child.kill('SIGTERM');
    };
    child.stdout.on('data', watch);
    child.stderr.on('data', watch);
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => {
      clearTimeout(timer);
      if (time === undefined) fail(`ended with ${code} before its window was drawn`);
      else resolve(Math.round(time));
    });
  });
}

/**
 * @param {number[]} values at least one
 * @returns {number} the middle one, or the mean of the two in the middle
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
