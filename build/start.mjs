/**
 * Sets up what is missing, builds what is out of date and opens the dashboard. All in one process: another
 * one for the set-up would add a tenth of a second to every start.
 *
 *   npm start -- [--demo[=N]] [--profile NAME] [--rc FILE] [--user-data DIR] [--screenshot FILE]
 *                [--quit-after SECONDS] [--theme dark|light] [--version] [--help]
 */
import { bundle } from './bundle.mjs';
import { ROOT } from './bundle/stamp.mjs';
import { setUp } from './setup.mjs';
import { readState } from './setup/state.mjs';
import { runInGroup } from './start/child.mjs';
import { electronArguments, isCommand, onlyPrints, withAbsolutePaths } from './start/flags.mjs';
import { startWatchdog } from './start/watchdog.mjs';

const PARTS = ['main', 'preload', 'headless', 'renderer'];

const say = (line) => process.stderr.write(`${line}\n`);

/** @returns {Promise<number>} exit code */
async function main(typed) {
  const args = withAbsolutePaths(typed, process.env.INIT_CWD ?? process.cwd());
  await setUp({ electron: true, display: !onlyPrints(args), retryDownload: false, again: false });
  const { runtime } = readState(ROOT);
  const watchdog = startWatchdog();
  // Xvfb gets ready while we look whether something has to be built.
  const display = needsVirtualDisplay(args) ? await startDisplay(watchdog) : undefined;
  try {
    await bundle(isCommand(args) ? [...PARTS, 'aemp'] : PARTS, { say });
    const environment = {
      ...process.env,
      ...runtimeInWords(runtime),
      ...(await display?.environment),
    };
    // Set by the terminals of some editors; Electron would run as a plain Node.js.
    delete environment.ELECTRON_RUN_AS_NODE;
    const quiet = display !== undefined || onlyPrints(args);
    const superuser = process.getuid?.() === 0;
    const options = { root: ROOT, args, superuser, quiet };
    return await run(runtime.binary, electronArguments(options), environment, watchdog);
  } finally {
    display?.stop();
    watchdog.callOff();
  }
}

function needsVirtualDisplay(args) {
  if (process.platform !== 'linux' || onlyPrints(args)) return false;
  return !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

async function startDisplay(watchdog) {
  say('There is no display: running under Xvfb.');
  const { startVirtualDisplay } = await import('./start/display.mjs');
  const display = startVirtualDisplay();
  watchdog.watch(display.pid);
  watchdog.watchFolder(display.folder);
  return display;
}

/** What the About box, the log and --version say about the Electron that runs the app. */
function runtimeInWords({ evaluation, version }) {
  return {
    MESHDECK_RUNTIME: evaluation ? 'evaluation' : 'release',
    MESHDECK_RUNTIME_VERSION: version,
  };
}

async function run(binary, args, environment, watchdog) {
  const code = await runInGroup(binary, args, environment, (group) => watchdog.watch(group));
  if (code === 127) {
    say('Electron lacks a system library.\nNext step: node build/setup.mjs --display --again');
  }
  return code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error.name === 'SetupFailure' ? error.text() : `Meshdeck can't be started: ${error.message}`);
  process.exitCode = 1;
}
