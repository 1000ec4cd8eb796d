import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test as base } from './launch.ts';

interface Fixtures {
  /** The configuration file of the test; not there at first. */
  rc: string;
}

/**
 * Tests of the window that also fail when the page complains: about an error of its own, or about
 * something that the content security policy has refused.
 */
export const test = base.extend<Fixtures>({
  rc: ({ folder }, use) => use(join(folder, 'rc')),
  open: async ({ open }, use) => {
    const complaints: string[] = [];
    await use(async (...flags) => {
      const meshdeck = await open(...flags);
      meshdeck.page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      meshdeck.page.on('pageerror', (error) => complaints.push(error.message));
      return meshdeck;
    });
    expect(complaints).toEqual([]);
  },
});
