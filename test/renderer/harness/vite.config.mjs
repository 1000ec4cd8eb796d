import { svelte } from '@sveltejs/vite-plugin-svelte';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Serves the screens with made-up data: `npx vite --config test/renderer/harness/vite.config.mjs`. */
export default {
  root: dirname(fileURLToPath(import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: false })],
  build: { target: 'esnext', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
};
