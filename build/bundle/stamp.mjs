import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Whatever these contain decides how every part is built. */
const COMMON = ['package.json', 'package-lock.json', 'build/vite'];

/**
 * @typedef {object} Part
 * @property {string[]} sources folders and files, relative to the project's folder
 * @property {string} output what building writes, relative to out/
 */

/**
 * Tells whether a part's output belongs to the sources as they are now.
 *
 * @param {string} name
 * @param {Part} part
 * @param {string} [root] the project's folder
 * @param {Map<string, string>} [seen] what was looked at already; share it between parts, not over time
 * @returns {boolean}
 */
export function isCurrent(name, part, root = ROOT, seen = new Map()) {
  if (!existsSync(join(root, 'out', part.output))) return false;
  return readStamp(root, name) === fingerprint([...part.sources, ...COMMON], root, seen);
}

/**
 * Notes the state of the sources now; call the result once the output is written.
 *
 * @param {string} name
 * @param {Part} part
 * @param {string} [root] the project's folder
 * @returns {() => void}
 */
export function remember(name, part, root = ROOT) {
  const state = fingerprint([...part.sources, ...COMMON], root, new Map());
  return () => {
    mkdirSync(join(root, 'out', '.stamp'), { recursive: true });
    writeFileSync(stampFile(root, name), state);
  };
}

/**
 * Digest of name, size and time of change of every file: reading them all would take longer than a start
 * may take.
 */
function fingerprint(paths, root, seen) {
  const digests = paths.map((path) => {
    const digest = seen.get(path) ?? digestOf(path, root);
    seen.set(path, digest);
    return digest;
  });
  return digests.join(' ');
}

function digestOf(path, root) {
  const hash = createHash('sha256');
  addTo(hash, path, root);
  return hash.digest('hex');
}

function addTo(hash, path, root) {
  const info = statSync(join(root, path), { throwIfNoEntry: false });
  if (info?.isDirectory()) {
    for (const name of readdirSync(join(root, path)).sort()) addTo(hash, `${path}/${name}`, root);
  } else {
    hash.update(`${path} ${info ? `${info.size} ${info.mtimeMs}` : 'missing'}\n`);
  }
}

/** One file a part, so that two builds of different parts don't overwrite each other's. */
function stampFile(root, name) {
  return join(root, 'out', '.stamp', name);
}

function readStamp(root, name) {
  try {
    return readFileSync(stampFile(root, name), 'utf8');
  } catch {
    return undefined;
  }
}
