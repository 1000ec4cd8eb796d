/**
 * Measures the window: how smoothly it draws meshes of 200 and 500 nodes, how soon and with how much memory,
 * what the survey behind it costs, and how it bears many and long messages. Real Electron, the real way from
 * the main process to the page; meshes are made up, messages come from a real node. See test/bench/ui.
 *
 *   npm run bench:ui [-- --only NAME[,NAME]] [-- --rounds N] [-- --json] [-- --quick]
 *                    [-- --look FOLDER]
 *
 * A ratio is the median of the ratios of all rounds. --look writes where the page spent its time, and how it
 * looked, to a folder; measuring that makes everything slower.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildBench } from './bench/build.mjs';
import { readOptions } from './bench/options.mjs';
import { killAll } from './bench/process.mjs';
import { heading, toJson, toLine } from './bench/rows.mjs';
import { churn } from './bench/ui/figures/churn.mjs';
import { firstPicture } from './bench/ui/figures/first-picture.mjs';
import { memory } from './bench/ui/figures/memory.mjs';
import { messagesFilter } from './bench/ui/figures/messages-filter.mjs';
import { messagesFlood } from './bench/ui/figures/messages-flood.mjs';
import { messagesOpen } from './bench/ui/figures/messages-open.mjs';
import { messagesScroll } from './bench/ui/figures/messages-scroll.mjs';
import { moving } from './bench/ui/figures/moving.mjs';
import { panning } from './bench/ui/figures/panning.mjs';
import { survey } from './bench/ui/figures/survey.mjs';
import { bundle } from './bundle.mjs';
import { ROOT } from './bundle/stamp.mjs';
import { hasDisplay } from './setup/libraries.mjs';
import { readState } from './setup/state.mjs';
import { startVirtualDisplay } from './start/display.mjs';
import { startWatchdog } from './start/watchdog.mjs';

/** For 500 nodes 80 % is wished for, and 60 % demanded. */
const FIGURES = {
  'pan-200': panning(200, 0.95),
  'pan-500': panning(500, 0.6),
  'move-200': moving(200, 0.95),
  'move-500': moving(500, 0.6),
  first: firstPicture,
  memory,
  churn,
  survey,
  'messages-flood': messagesFlood,
  'messages-filter': messagesFilter,
  'messages-open': messagesOpen,
  'messages-scroll': messagesScroll,
};

async function measureAll({ only, json, rounds, times }, context) {
  if (!json) process.stdout.write(`${heading()}\n`);
  let ok = true;
  for (const name of only ?? Object.keys(FIGURES)) {
    for (const row of await FIGURES[name]({ ...context, rounds, times })) {
      process.stdout.write(`${json ? toJson(row) : toLine(row)}\n`);
      ok &&= row.ok !== false;
    }
  }
  return ok;
}

/** Only what is needed: whoever works on the survey may have a window that is in pieces. */
async function buildAll(names) {
  await buildBench('worker');
  if (names.every((name) => name === 'survey')) return;
  await bundle(['preload', 'renderer']);
  await buildBench('ui');
}

async function main(argv) {
  const options = readOptions(argv, Object.keys(FIGURES), { canLook: true });
  const look = options.look === null ? null : resolve(process.env.INIT_CWD ?? '', options.look);
  if (look !== null) mkdirSync(look, { recursive: true });
  const { runtime } = readState(ROOT);
  if (!runtime) throw new Error('Nothing is set up yet; run node build/setup.mjs --display');
  await buildAll(options.only ?? Object.keys(FIGURES));
  const watchdog = startWatchdog();
  const display = hasDisplay() ? undefined : startVirtualDisplay();
  if (display) {
    watchdog.watch(display.pid);
    watchdog.watchFolder(display.folder);
  }
  // Without a handler for these, `exit` would not come about.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => process.exit(130));
  }
  process.once('exit', () => {
    killAll();
    display?.stop();
  });
  const environment = { ...process.env, ...(await display?.environment) };
  try {
    return await measureAll(options, { binary: runtime.binary, environment, look });
  } finally {
    display?.stop();
    watchdog.callOff();
  }
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
