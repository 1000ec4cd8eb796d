import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../bundle/stamp.mjs';
import { emptyProcess, SECRET } from '../commands.mjs';
import { withProcesses } from '../process.mjs';
import { race } from '../race.mjs';
import { limit } from '../rows.mjs';

const HEADLESS = join(ROOT, 'out', 'headless.mjs');
const ARGUMENTS = ['run', '--no-rc', '--nodeid', 'start', '--bind', '127.0.0.1:*'];

const empty = () =>
  withProcesses(async (start) => {
    const beganAt = performance.now();
    await start(emptyProcess()).told('ready');
    return { value: performance.now() - beganAt };
  });

/** A headless node says where it listens on standard error. */
const headless = (watch) => () =>
  new Promise((resolve, reject) => {
    const beganAt = performance.now();
    const child = spawn(process.execPath, [HEADLESS, ...ARGUMENTS], {
      env: { ...process.env, MESHDECK_SECRET: SECRET },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    // Unlike the processes of the benchmark it doesn't end with its input.
    if (child.pid) watch(child.pid);
    let said = '';
    let value;
    const stop = () => child.kill('SIGKILL');
    process.once('exit', stop);
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (value !== undefined || !said.includes('listens on')) return;
      value = performance.now() - beganAt;
      stop();
    });
    child.on('error', reject);
    child.on('close', () => {
      process.off('exit', stop);
      if (value === undefined) reject(new Error(`The headless node did not listen:\n${said}`));
      else resolve({ value });
    });
  });

/** From starting the process of a headless node until it listens. */
export async function start({ rounds, watch }) {
  // A start is short and varies much: several in a round.
  const results = await race({ empty, headless: headless(watch) }, rounds * 3);
  const baseline = results.median('empty');
  return [
    limit({
      figure: 'start of a headless node to listening',
      unit: 'ms',
      against: 'on top of an empty Node.js process',
      value: results.median('headless') - baseline,
      baseline,
      atMost: 60,
    }),
  ];
}
