import { bundle } from '../bundle.mjs';
import { ROOT } from '../bundle/stamp.mjs';
import { readState } from '../setup/state.mjs';
import { startVirtualDisplay } from '../start/display.mjs';
import { startWatchdog } from '../start/watchdog.mjs';

/**
 * Gives the tests the app as it is now, the Electron that set-up found, and a display.
 *
 * @returns {Promise<() => void>} puts the display away
 */
export default async function globalSetup() {
  const { runtime } = readState(ROOT);
  if (!runtime) throw new Error('There is no Electron yet; run node build/setup.mjs --display');
  await bundle();
  process.env.MESHDECK_ELECTRON = runtime.binary;
  process.env.MESHDECK_ROOT = ROOT;
  process.env.MESHDECK_RUNTIME = runtime.evaluation ? 'evaluation' : 'release';
  process.env.MESHDECK_RUNTIME_VERSION = runtime.version;
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return () => {};
  }
  return await provideDisplay();
}

async function provideDisplay() {
  const watchdog = startWatchdog();
  const display = startVirtualDisplay();
  watchdog.watch(display.pid);
  watchdog.watchFolder(display.folder);
  Object.assign(process.env, await display.environment);
  return () => {
    display.stop();
    watchdog.callOff();
  };
}
