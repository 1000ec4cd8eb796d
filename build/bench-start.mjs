/**
 * Measures the time from `npm start` on a set-up machine to the first drawn window of Meshdeck, against a
 * bare Electron hello-world window: started directly, and by the same way through npm. Runs are
 * interleaved, so that a busy machine hits all alike; the median counts.
 *
 *   npm run bench:start [-- --runs N] [-- --json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { competitors } from './bench/competitors.mjs';
import { median, measure } from './bench/measure.mjs';
import { bundle } from './bundle.mjs';
import { ROOT } from './bundle/stamp.mjs';
import { hasDisplay } from './setup/libraries.mjs';
import { readState } from './setup/state.mjs';
import { startVirtualDisplay } from './start/display.mjs';
import { startWatchdog } from './start/watchdog.mjs';

const GOAL = 1.3;
const RUNS = 9;

const say = (line) => process.stdout.write(`${line}\n`);

/** @returns {Promise<Map<string, number>>} the median of each competitor, in ms */
async function race(all, runs, environment) {
  const times = new Map(all.map(({ name }) => [name, []]));
  // The first round only warms the caches.
  for (let run = 0; run <= runs; run += 1) {
    for (const competitor of all) {
      const time = await measure(competitor, environment);
      if (run > 0) times.get(competitor.name).push(time);
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

function figures(medians, baselines) {
  const value = medians.get('meshdeck');
  return baselines.map(({ name, figure, goal }) => {
    const baseline = medians.get(name);
    const ratio = Number((value / baseline).toFixed(3));
    const judged = goal === undefined ? {} : { goal, ok: ratio <= goal };
    return { figure, value, unit: 'ms', baseline, ratio, ...judged };
  });
}

function print(rows) {
  const columns = (...texts) =>
    texts.map((text, at) => String(text).padEnd([44, 10, 10, 8][at] ?? 0));
  say(columns('npm start to a drawn window, against', 'ms', 'bare ms', 'ratio', 'goal').join(''));
  for (const { figure, value, baseline, ratio, goal, ok } of rows) {
    const verdict = goal === undefined ? '' : `<= ${goal} ${ok ? 'reached' : 'MISSED'}`;
    say(columns(figure, value, baseline, ratio, verdict).join(''));
  }
}

async function main(args) {
  const { runtime } = readState(ROOT);
  if (!runtime) throw new Error('Nothing is set up yet; run node build/setup.mjs --display');
  await bundle();
  const runs = Number(args[args.indexOf('--runs') + 1]) || RUNS;
  const folder = mkdtempSync(join(tmpdir(), 'meshdeck-bench-'));
  const watchdog = startWatchdog();
  watchdog.watchFolder(folder);
  const display = hasDisplay() ? undefined : startVirtualDisplay();
  if (display) watchdog.watch(display.pid);
  try {
    const environment = { ...process.env, ...(await display?.environment) };
    const all = competitors(runtime.binary, folder);
    const medians = await race(all, runs, environment);
    const baselines = [
      { name: 'npm', figure: 'bare window, started through npm', goal: GOAL },
      // Without a goal: npm alone takes half of this time before it starts anything.
      { name: 'direct', figure: 'bare window, Electron started directly' },
    ];
    const rows = figures(medians, baselines);
    if (args.includes('--json')) rows.forEach((row) => say(JSON.stringify(row)));
    else print(rows);
    return rows.every(({ ok }) => ok !== false) ? 0 : 1;
  } finally {
    display?.stop();
    rmSync(folder, { recursive: true, force: true });
    watchdog.callOff();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
