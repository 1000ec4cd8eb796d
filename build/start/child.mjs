import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** As long as the app may take to say goodbye to its peers. */
const PATIENCE_MS = 5_000;
const LOOK_AT_PARENT_MS = 1_000;

/**
 * Runs a program in its own process group and passes on what ends us: signals, and the end of the npm
 * that called us.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {(group: number) => void} onStart gets the process group
 * @returns {Promise<number>} exit code; 128 + its number after a signal
 */
export function runInGroup(program, args, env, onStart) {
  return new Promise((resolve, reject) => {
    const posix = process.platform !== 'win32';
    const child = spawn(program, args, { stdio: 'inherit', env, detached: posix });
    child.on('error', reject);
    if (child.pid === undefined) return;
    onStart(child.pid);
    let received;
    const kill = (signal) => {
      try {
        process.kill(posix ? -child.pid : child.pid, signal);
      } catch {
        // All of them are gone already.
      }
    };
    const stop = (signal) => {
      // The first time the app may close its connections; the second time people mean it.
      if (received) return kill('SIGKILL');
      received = signal;
      child.kill('SIGTERM');
      setTimeout(() => kill('SIGKILL'), PATIENCE_MS).unref();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    const parentWatch = watchParent(() => stop('SIGTERM'));
    child.on('exit', (code, signal) => {
      clearInterval(parentWatch);
      for (const name of SIGNALS) process.off(name, stop);
      // Whatever it started must not survive it.
      if (posix) kill('SIGKILL');
      const cause = received ?? (code === null ? signal : undefined);
      resolve(cause ? 128 + (constants.signals[cause] ?? 0) : (code ?? 1));
    });
  });
}

/** Under npm only: a shell's job may well outlive its shell. */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') {
    return undefined;
  }
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, LOOK_AT_PARENT_MS);
  timer.unref();
  return timer;
}
