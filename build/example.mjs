/**
 * Builds a program of test/examples and runs it in this process.
 *
 *   npm run example -- NAME [ARGUMENTS]
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from './bundle/stamp.mjs';
import { nodePart } from './vite/node-part.mjs';

const FOLDER = join(ROOT, 'test', 'examples');

const [name] = process.argv.slice(2);
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Which one? ${names.join(', ')}\n`);
  process.exit(2);
}
const file = join('examples', `${name}.mjs`);
await build(
  nodePart({
    entry: join('test', 'examples', `${name}.ts`),
    file,
    format: 'es',
    target: 'node20.18',
    electron: false,
  }),
);
process.argv.splice(1, 2, join(ROOT, 'out', file));
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(join(ROOT, 'out', file)).href);
