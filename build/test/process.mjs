import { spawn } from 'node:child_process';

/**
 * @typedef {object} Ended
 * @property {number | undefined} code exit code; nothing when it was ended or couldn't start
 * @property {string} output both outputs, in the order they came
 * @property {string} [complaint] why there is no exit code
 */

/** What has to go when the test run itself is interrupted. */
const running = new Set();

/**
 * Runs a command to its end, with everything it starts; never rejects.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, limitMs: number }} options after `limitMs` it is ended
 * @returns {Promise<Ended>}
 */
export function runToEnd(command, args, { cwd, env = process.env, limitMs }) {
  return new Promise((resolve) => {
    const posix = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: posix,
    });
    let output = '';
    let complaint;
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const end = () => killGroup(child, posix);
    const timer = setTimeout(() => {
      complaint = `ended after ${limitMs / 1000} s without a result`;
      end();
    }, limitMs);
    running.add(end);
    const settle = (ended) => {
      clearTimeout(timer);
      running.delete(end);
      resolve(ended);
    };
    child.on('error', (error) => settle({ code: undefined, output, complaint: error.message }));
    child.on('close', (code, signal) => {
      const why = complaint ?? (signal ? `ended by ${signal}` : undefined);
      settle({ code: why ? undefined : code, output, complaint: why });
    });
  });
}

/** Ends all that runs; for signals. */
export function endAll() {
  for (const end of running) end();
}

function killGroup(child, posix) {
  try {
    if (posix) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
