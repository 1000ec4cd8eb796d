/**
 * Builds the headless node if it is out of date and runs it in this process.
 *
 *   npm run node -- run [PROFILE] [--nodeid ID] [--bind A]… [--seed A]… …
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { ROOT } from './bundle/stamp.mjs';

try {
  await bundle(['headless'], { say: (line) => process.stderr.write(`${line}\n`) });
} catch (error) {
  process.stderr.write(`The headless node can't be built: ${error.message}\n`);
  process.exit(1);
}
// It reads its arguments as if it had been started itself.
const file = join(ROOT, 'out', 'headless.mjs');
process.argv[1] = file;
// Paths on the command line are relative to the folder in which they were typed, not to npm's.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(file).href);
