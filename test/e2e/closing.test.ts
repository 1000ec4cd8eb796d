import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Meshdeck } from './launch.ts';
import { test } from './quiet-window.ts';

const STAY = 0;
const DISCARD = 1;

/** Answers the question of whether to close, and keeps what was asked. */
async function answer({ app }: Meshdeck, response: number): Promise<void> {
  await app.evaluate(({ dialog }, choice) => {
    const kept = globalThis as { asked?: string[] };
    kept.asked ??= [];
    dialog.showMessageBox = (...args: unknown[]) => {
      const { detail = '' } = (args.at(-1) ?? {}) as { detail?: string };
      kept.asked?.push(detail);
      return Promise.resolve({ response: choice, checkboxChecked: false });
    };
  }, response);
}

const asked = ({ app }: Meshdeck) =>
  app.evaluate(() => (globalThis as { asked?: string[] }).asked ?? []);
const closeWindow = ({ app }: Meshdeck) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const quit = ({ app }: Meshdeck) => app.evaluate(({ app: program }) => program.quit());

/** A network of this node alone, with its profile on the screen. */
async function begin(page: Page): Promise<void> {
  await page.getByLabel('Node ID').fill('alice');
  await page.getByLabel('Listen on').fill('127.0.0.1:*');
  await page.getByRole('button', { name: 'Create the network' }).click();
  await page.getByRole('navigation', { name: 'Views' }).getByText('Profiles').click();
  await page.getByRole('treeitem', { name: 'home' }).click();
}

async function change(page: Page): Promise<void> {
  const row = page.getByRole('group', { name: 'Node ID' });
  await row.getByRole('textbox').fill('other');
  await expect(page.getByText('1 change not saved')).toBeVisible();
}

test('asks before changes and a rotation that aren’t saved go', async ({ open }) => {
  const a = await open('--profile', 'home');
  await begin(a.page);
  await change(a.page);
  await answer(a, STAY);
  await closeWindow(a);
  await expect.poll(() => asked(a)).toEqual(['1 change of profiles is not saved.']);
  await a.page.getByRole('button', { name: 'Rotate …' }).click();
  await a.page.getByRole('button', { name: 'Make the new secret' }).click();
  await expect(a.page.getByText('No file was saved yet')).toBeVisible();
  await quit(a);
  await expect.poll(() => asked(a)).toHaveLength(2);
  expect((await asked(a))[1]).toContain('A rotation of the secret is under way');
  await expect(a.page.getByText('1 change not saved')).toBeVisible();
  await answer(a, DISCARD);
  const ended = a.app.waitForEvent('close');
  await closeWindow(a);
  await ended;
});

test('asks nobody when the program is ended from outside', async ({ open }) => {
  const a = await open('--profile', 'home');
  await begin(a.page);
  await change(a.page);
  const ended = new Promise<number | null>((resolve) => a.app.process().once('exit', resolve));
  a.app.process().kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('asks nobody when nothing is unsaved any more', async ({ open }) => {
  const a = await open('--profile', 'home');
  await begin(a.page);
  await change(a.page);
  await answer(a, STAY);
  await a.page.getByRole('button', { name: 'Discard' }).click();
  await expect(a.page.getByText('1 change not saved')).toBeHidden();
  const ended = a.app.waitForEvent('close');
  await closeWindow(a);
  await ended;
});
