import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The configuration of a part that runs in Node.js: one file with everything in it but Electron and
 * Node's own modules, because opening one file is quicker than opening hundreds. What is imported
 * dynamically may go into files of its own.
 *
 * @param {object} part
 * @param {string} part.entry source, relative to the project's folder
 * @param {string} part.file name in out/
 * @param {'es' | 'cjs'} part.format
 * @param {string} part.target what it has to run on
 * @param {boolean} part.electron whether it may import Electron
 * @param {string} [part.chunks] folder in out/ for what is imported dynamically; without it that is
 *   built into the one file, too
 * @returns {import('vite').UserConfig}
 */
export function nodePart({ entry, file, format, target, electron, chunks }) {
  return {
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target,
      outDir: join(ROOT, 'out'),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        checks: { bundlerTimings: false },
        input: join(ROOT, entry),
        external: electron ? ['electron'] : [],
        plugins: electron ? [] : [refuseElectron()],
        output: {
          format,
          entryFileNames: file,
          codeSplitting: chunks !== undefined,
          chunkFileNames: `${chunks}/[name].js`,
        },
      },
    },
  };
}

/** A child node is started with plain Node.js, where importing Electron would start a download. */
function refuseElectron() {
  return {
    name: 'refuse-electron',
    resolveId(id, importer) {
      if (id !== 'electron') return null;
      throw new Error(`${importer} imports electron, but must run without it`);
    },
  };
}
