/** Runs a part of the program in this process, built anew if it is out of date. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../bundle.mjs';
import { ROOT } from './stamp.mjs';

/**
 * @param {string} part its name in the bundle
 * @param {string} file its file in out/
 * @param {string} what it is called in a sentence
 */
export async function runPart(part, file, what) {
  try {
    await bundle([part], { say: (line) => process.stderr.write(`${line}\n`) });
  } catch (error) {
    process.stderr.write(`${what} can't be built: ${error.message}\n`);
    process.exit(1);
  }
  // It reads its arguments as if it had been started itself.
  const path = join(ROOT, 'out', file);
  process.argv[1] = path;
  // Paths on the command line are relative to the folder in which they were typed, not to npm's.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  await import(pathToFileURL(path).href);
}
