import { svelte } from '@sveltejs/vite-plugin-svelte';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The window. Nothing inline and no data: addresses, which its content security policy forbids.
 *
 * @type {import('vite').UserConfig}
 */
export default {
  configFile: false,
  root: join(ROOT, 'renderer'),
  base: './',
  logLevel: 'warn',
  plugins: [svelte({ configFile: false })],
  build: {
    target: 'chrome130',
    outDir: join(ROOT, 'out', 'renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
};
