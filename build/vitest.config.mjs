import { svelte } from '@sveltejs/vite-plugin-svelte';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Vitest leaves one core free, which of two is half the machine; more would make clocks lie. */
const MAX_WORKERS = 2;
/** Ends what hangs; no test is late before that, however busy the machine is. */
const TEST_TIMEOUT_MS = 30_000;
const TIMEOUTS = { testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS };

export default defineConfig({
  root: ROOT,
  configFile: false,
  test: {
    passWithNoTests: false,
    maxWorkers: MAX_WORKERS,
    projects: [
      {
        root: ROOT,
        test: {
          ...TIMEOUTS,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        root: ROOT,
        plugins: [svelte({ configFile: false })],
        // Without this condition Svelte resolves to its server half, which can't mount anything.
        resolve: { conditions: ['browser'] },
        test: {
          ...TIMEOUTS,
          name: 'renderer',
          // As isolated as others, but no new process, and no new page, for each of a hundred files.
          pool: 'vmThreads',
          setupFiles: ['test/helpers/patient-screen.ts'],
          include: ['test/renderer/**/*.test.ts'],
          environment: 'happy-dom',
        },
      },
      {
        root: ROOT,
        test: {
          ...TIMEOUTS,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
        },
      },
    ],
  },
});
