import { defineConfig } from '@playwright/test';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each test starts a whole Electron, some with a mesh of nodes, on two cores. */
const TEST_TIMEOUT_MS = 60_000;
const EXPECT_TIMEOUT_MS = 15_000;

/**
 * End-to-end tests of the real window. The tests find in their environment: MESHDECK_ELECTRON (the
 * program to start, for `executablePath`), MESHDECK_ROOT (the app's folder, its first argument), and the
 * display.
 */
export default defineConfig({
  testDir: join(ROOT, 'test', 'e2e'),
  testMatch: '**/*.test.ts',
  outputDir: join(ROOT, 'out', 'test', 'e2e'),
  globalSetup: join(ROOT, 'build', 'playwright', 'global-setup.mjs'),
  timeout: TEST_TIMEOUT_MS,
  expect: { timeout: EXPECT_TIMEOUT_MS },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
});
