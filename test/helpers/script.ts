import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { nodePart } from '../../build/vite/node-part.mjs';

/**
 * Builds a TypeScript file so that plain Node.js runs it.
 *
 * @param source relative to the project's folder
 * @param folder where the result goes
 * @returns the path of the result
 */
export async function buildScript(source: string, folder: string): Promise<string> {
  const part = nodePart({
    entry: source,
    file: 'script.mjs',
    format: 'es',
    target: 'node20.18',
    electron: false,
  });
  await build({ ...part, build: { ...part.build, outDir: folder } });
  return join(folder, 'script.mjs');
}

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
