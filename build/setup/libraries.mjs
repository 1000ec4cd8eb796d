import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SetupFailure } from './failure.mjs';
import { findProgram } from './find-program.mjs';
import { say, step } from './progress.mjs';
import { run } from './run.mjs';

/** Debian's package of each library that Electron may ask for. Those with `t64` have a newer name, too. */
const PACKAGE_OF = {
  'libasound.so.2': 'libasound2 t64',
  'libatk-1.0.so.0': 'libatk1.0-0 t64',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0 t64',
  'libatspi.so.0': 'libatspi2.0-0 t64',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2 t64',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgio-2.0.so.0': 'libglib2.0-0 t64',
  'libglib-2.0.so.0': 'libglib2.0-0 t64',
  'libgobject-2.0.so.0': 'libglib2.0-0 t64',
  'libgtk-3.so.0': 'libgtk-3-0 t64',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsmime3.so': 'libnss3',
  'libstdc++.so.6': 'libstdc++6',
  'libudev.so.1': 'libudev1',
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libXss.so.1': 'libxss1',
  'libXtst.so.6': 'libxtst6',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
};

/** Newer Electrons load these while running, so that ldd doesn't name them. */
const LOADED_LATER = ['libgtk-3.so.0'];
const XVFB_PACKAGE = 'xvfb';
const FONT_PACKAGE = 'fonts-dejavu-core';
const FONT_FOLDERS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.fonts'),
  join(homedir(), '.local', 'share', 'fonts'),
];

/**
 * Names the libraries that a program misses.
 *
 * @param {string} ldd what `ldd PROGRAM` printed
 * @returns {string[]} sonames, each once
 */
export function missingIn(ldd) {
  const lines = ldd.split('\n').map((line) => /^\s*(\S+) => not found/.exec(line)?.[1]);
  return [...new Set(lines.filter((name) => name !== undefined))];
}

/**
 * @typedef {object} Wanted
 * @property {[string, ...string[]][]} packages the possible names of each package, the newest first
 * @property {string[]} unknown libraries that no package is known for
 */

/**
 * Maps missing libraries to Debian packages.
 *
 * @param {string[]} libraries sonames
 * @returns {Wanted}
 */
export function packagesFor(libraries) {
  const names = new Set();
  const unknown = [];
  for (const library of libraries) {
    const name = PACKAGE_OF[library];
    if (name) names.add(name);
    else unknown.push(library);
  }
  return { packages: [...names].sort().map(variants), unknown };
}

/** Debian 13 and Ubuntu 24.04 renamed the packages whose time_t grew to 64 bits. */
function variants(name) {
  const [base, t64] = name.split(' ');
  return t64 ? [`${base}t64`, base] : [base];
}

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {boolean} whether windows can be shown
 */
export function hasDisplay(environment = process.env) {
  if (process.platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * Makes sure that Electron's libraries, a font and, where there is no display, Xvfb are installed.
 *
 * @param {string} binary Electron's program
 * @throws {SetupFailure} with the one command to run, when this user can't install them
 */
export async function provideLibraries(binary) {
  if (process.platform !== 'linux') return;
  const wanted = await whatIsMissing(binary);
  if (wanted.packages.length === 0 && wanted.unknown.length === 0) return;
  const system = systemKind();
  if (system !== 'debian') throw notDebian(wanted);
  if (process.getuid?.() !== 0) throw commandToRun(await chosen(wanted.packages), wanted.unknown);
  await install(wanted.packages);
  const still = await whatIsMissing(binary);
  if (still.packages.length === 0 && still.unknown.length === 0) return;
  throw new SetupFailure(
    `Electron still lacks ${describe(still)}, although apt-get succeeded.`,
    'Next step: install the package that holds them (apt-file search finds it) and run the same command again.',
  );
}

/** @returns {Promise<Wanted>} */
async function whatIsMissing(binary) {
  const linked = await run('ldd', [binary]).catch(() => ({ stdout: '' }));
  const wanted = packagesFor([...missingIn(linked.stdout), ...(await missingLater())]);
  if (!hasDisplay() && !findProgram('Xvfb')) wanted.packages.push([XVFB_PACKAGE]);
  if (!FONT_FOLDERS.some(holdsFont)) wanted.packages.push([FONT_PACKAGE]);
  return wanted;
}

/** The loader's own list; ldconfig isn't on everybody's path. */
async function missingLater() {
  const program = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file));
  if (!program) return [];
  const { stdout } = await run(program, ['-p']).catch(() => ({ stdout: '' }));
  if (!stdout) return [];
  return LOADED_LATER.filter((library) => !stdout.includes(library));
}

function holdsFont(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return false;
  }
  return (
    entries.some((entry) => /\.(ttf|otf|ttc|pfb)$/i.test(entry.name)) ||
    entries.some((entry) => entry.isDirectory() && holdsFont(join(folder, entry.name)))
  );
}

/** @returns {'debian' | 'other'} */
function systemKind() {
  return findProgram('apt-get') ? 'debian' : 'other';
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2'];
  const update = await step('Updating the list of system packages (apt-get update)', () =>
    run('apt-get', [...patience, 'update'], { env }),
  );
  // One source of several that can't be reached doesn't matter if the packages are found.
  const names = await chosen(packages);
  const result = await step(`Installing ${names.length} system packages (apt-get install)`, () =>
    run('apt-get', [...patience, 'install', '--yes', '--no-install-recommends', ...names], { env }),
  );
  if (result.code === 0) return say(`Installed with apt-get: ${names.join(' ')}`);
  throw new SetupFailure(
    `apt-get could not install what Electron needs: ${names.join(' ')}.`,
    'Next step: make apt-get work (see the lines above) and run the same command again.',
    update.code === 0 ? result.tail : `${update.tail}\n${result.tail}`,
  );
}

/** Picks the name that this system's package lists know. */
async function chosen(packages) {
  const names = [];
  for (const possible of packages) names.push((await firstKnown(possible)) ?? guess(possible));
  return names;
}

async function firstKnown(possible) {
  for (const name of possible) {
    if (possible.length === 1) return name;
    const { code, stdout } = await run('apt-cache', ['show', name]).catch(() => ({ code: 1 }));
    if (code === 0 && stdout.includes(`Package: ${name}\n`)) return name;
  }
  return undefined;
}

function guess(possible) {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return usesT64(release) ? possible[0] : possible[possible.length - 1];
}

/**
 * Whether a system has the packages with `t64` in their names.
 *
 * @param {string} release content of /etc/os-release
 * @returns {boolean}
 */
export function usesT64(release) {
  const value = (key) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? '';
  const version = Number.parseFloat(value('VERSION_ID'));
  if (value('ID') === 'ubuntu') return version >= 24.04;
  if (value('ID') === 'debian') return !(version < 13);
  return false;
}

function commandToRun(names, unknown) {
  const also = unknown.length > 0 ? ` It also lacks ${unknown.join(', ')}.` : '';
  return new SetupFailure(
    `Electron needs system packages that are not installed.${also}`,
    `Next step: run this, then the same command again:\n  sudo apt-get update && sudo apt-get install --yes ${names.join(' ')}`,
  );
}

function notDebian(wanted) {
  return new SetupFailure(
    `Electron needs what is not installed: ${describe(wanted)}.`,
    "Next step: install it with your system's package manager (Debian calls the packages by these names) and run the same command again.",
  );
}

function describe({ packages, unknown }) {
  return [...packages.map((possible) => possible.at(-1)), ...unknown].join(', ');
}
