/**
 * Switches of Electron, Chromium and Node.js that may stand among our flags. They have been obeyed already
 * when we see them. Only these, so that a misspelt flag of ours is noticed.
 */
const SWITCHES = new Set([
  'disable-dev-shm-usage',
  'disable-features',
  'disable-gpu',
  'disable-gpu-sandbox',
  'disable-setuid-sandbox',
  'disable-software-rasterizer',
  'enable-features',
  'enable-logging',
  'enable-unsafe-swiftshader',
  'force-color-profile',
  'force-dark-mode',
  'force-device-scale-factor',
  'force-prefers-reduced-motion',
  'high-dpi-support',
  'ignore-gpu-blocklist',
  'in-process-gpu',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'lang',
  'log-file',
  'log-level',
  'no-sandbox',
  'ozone-platform',
  'ozone-platform-hint',
  'password-store',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'trace-warnings',
  'use-angle',
  'use-gl',
  'user-data-dir',
  'v',
  'vmodule',
]);

/** Whether `arg` is a switch that isn't ours to understand. Switches with a value write it after `=`. */
export function isChromiumSwitch(arg: string): boolean {
  const name = /^--?([a-z][a-z-]*)(=|$)/.exec(arg)?.[1];
  return name !== undefined && SWITCHES.has(name);
}
