/**
 * Builds the parts of the program that are out of date. Parts that are up to date cost a few
 * milliseconds: Vite isn't even loaded.
 *
 *   node build/bundle.mjs [--only PART[,PART]] [--force]
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isCurrent, remember, ROOT } from './bundle/stamp.mjs';

/**
 * The parts: where their sources are and what comes out. Node parts share what they import, so all of it
 * counts for each.
 */
export const PARTS = {
  main: {
    entry: 'electron/main.ts',
    sources: ['electron', 'shared'],
    output: 'main.js',
    chunks: 'main',
  },
  preload: { entry: 'electron/preload.ts', sources: ['electron', 'shared'], output: 'preload.cjs' },
  headless: {
    entry: 'electron/headless.ts',
    sources: ['electron', 'shared'],
    output: 'headless.mjs',
  },
  aemp: {
    entry: 'electron/aemp.ts',
    sources: ['electron', 'shared'],
    output: 'aemp.mjs',
    chunks: 'aemp',
  },
  renderer: {
    entry: 'renderer/index.html',
    sources: ['renderer', 'shared'],
    output: join('renderer', 'index.html'),
  },
};

/**
 * Brings parts up to date.
 *
 * @param {string[]} [names] which; all when left out
 * @param {{ force?: boolean, say?: (line: string) => void }} [options]
 * @returns {Promise<string[]>} the names of those that were built
 * @throws {Error} when a source is missing or doesn't compile
 */
export async function bundle(names = Object.keys(PARTS), { force = false, say = () => {} } = {}) {
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) {
    throw new Error(`There is no part ${unknown}; the parts are ${Object.keys(PARTS).join(', ')}`);
  }
  const stale = () => {
    const seen = new Map();
    return names.filter((name) => force || !isCurrent(name, PARTS[name], ROOT, seen));
  };
  if (stale().length === 0) return [];
  const { withLock } = await import('./setup/lock.mjs');
  return await withLock(ROOT, 'build', async () => {
    // Whoever held the lock may have built them.
    const needed = stale();
    for (const name of needed) await buildPart(name, say);
    return needed;
  });
}

async function buildPart(name, say) {
  const part = PARTS[name];
  if (!existsSync(join(ROOT, part.entry))) {
    throw new Error(`The part ${name} can't be built: there is no ${part.entry}`);
  }
  const startedAt = performance.now();
  const { build } = await import('vite');
  const { default: config } = await import(`./vite/${name}.config.mjs`);
  // The state before building: what changes meanwhile has to be built again.
  const record = remember(name, part);
  // Pieces whose names are gone would stay for ever, and be packaged.
  if (part.chunks) rmSync(join(ROOT, 'out', part.chunks), { recursive: true, force: true });
  await build(config);
  record();
  say(`Built ${name} in ${Math.round(performance.now() - startedAt)} ms`);
}

async function main(args) {
  const only = args[args.indexOf('--only') + 1];
  const names = args.includes('--only') ? only?.split(',') : undefined;
  try {
    const say = (line) => process.stderr.write(`${line}\n`);
    const built = await bundle(names, { force: args.includes('--force'), say });
    if (built.length === 0) say('Everything is up to date');
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(process.argv.slice(2));
}
