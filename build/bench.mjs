/**
 * Measures the node: speed, memory, start, the forming of a mesh. Everything is measured in this run,
 * in turns, in separate processes over loopback with real authentication, and compared with bare Node.js
 * sockets and, where it is installed, with the reference implementation.
 *
 *   npm run bench [-- --only NAME[,NAME]] [-- --rounds N] [-- --json] [-- --quick]
 *
 * A ratio is the median of the ratios of all rounds. A goal is for the ratio; for memory and start, whose
 * value stands on top of the baseline, it is for the value.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBench } from './bench/build.mjs';
import { hasReference, makeCertificate, pinning } from './bench/commands.mjs';
import { local } from './bench/figures/local.mjs';
import { memory } from './bench/figures/memory.mjs';
import { mesh } from './bench/figures/mesh.mjs';
import { oneWay, oneWayTls } from './bench/figures/one-way.mjs';
import { roundTrip } from './bench/figures/round-trip.mjs';
import { start } from './bench/figures/start.mjs';
import { readOptions } from './bench/options.mjs';
import { killAll } from './bench/process.mjs';
import { heading, toJson, toLine } from './bench/rows.mjs';
import { bundle } from './bundle.mjs';
import { startWatchdog } from './start/watchdog.mjs';

const FIGURES = {
  '80B': oneWay(80),
  '1KiB': oneWay(1024),
  '64KiB': oneWay(65536),
  tls: oneWayTls,
  'round-trip': roundTrip,
  local,
  mesh,
  memory,
  start,
};

/** Remarks and progress: standard output is for the result. */
const say = (line) => process.stderr.write(`${line}\n`);

async function measureAll({ only, json, rounds, times }, folder, watch) {
  const reference = hasReference();
  if (!reference) say('AnyEvent::MP is not installed: there is no comparison with it');
  const certificate = makeCertificate(folder);
  const context = { rounds, times, reference, certificate, pinned: pinning(), say, watch };
  if (!json) process.stdout.write(`${heading()}\n`);
  let ok = true;
  for (const name of only ?? Object.keys(FIGURES)) {
    for (const row of await FIGURES[name](context)) {
      process.stdout.write(`${json ? toJson(row) : toLine(row)}\n`);
      ok &&= row.ok !== false;
    }
  }
  return ok;
}

async function main(argv) {
  const options = readOptions(argv, Object.keys(FIGURES));
  await bundle(['headless']);
  await buildBench('worker');
  const folder = mkdtempSync(join(tmpdir(), 'meshdeck-bench-'));
  const watchdog = startWatchdog();
  watchdog.watchFolder(folder);
  // Without a handler for these, `exit` would not come about.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => process.exit(130));
  }
  process.once('exit', killAll);
  try {
    return await measureAll(options, folder, watchdog.watch);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    watchdog.callOff();
  }
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  say(error.message);
  process.exitCode = 2;
}
