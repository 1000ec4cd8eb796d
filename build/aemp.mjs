/**
 * Builds the aemp utility if it is out of date and runs it in this process.
 *
 *   npm run aemp -- [options] WORD ARGUMENTS…
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { ROOT } from './bundle/stamp.mjs';

try {
  await bundle(['aemp'], { say: (line) => process.stderr.write(`${line}\n`) });
} catch (error) {
  process.stderr.write(`The aemp utility can't be built: ${error.message}\n`);
  process.exit(1);
}
// It reads its arguments as if it had been started itself.
const file = join(ROOT, 'out', 'aemp.mjs');
process.argv[1] = file;
// Paths on the command line are relative to the folder in which they were typed, not to npm's.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(file).href);
