import { statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Finds a program on the path.
 *
 * @param {string} name
 * @param {string} [path] in the form of the variable PATH
 * @returns {string | undefined}
 */
export function findProgram(name, path = process.env.PATH ?? '') {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isFile);
}

/** People have folders on their path that they may not look into, and files. */
function isFile(path) {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
