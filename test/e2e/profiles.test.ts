import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Meshdeck } from './launch.ts';
import { test } from './quiet-window.ts';

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';
/** Three ways into a network, each with a start of a whole node. */
const LONG = 180_000;

/** A port of loopback that is free now; the node must find it again after a restart. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

/** Answers the dialogs of the system, which no test can click. */
async function answerDialogs({ app }: Meshdeck, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, path);
}

const status = (page: Page) => page.getByLabel('Status');
const dialog = (page: Page) => page.getByRole('dialog');

async function showProfile(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByText('Profiles').click();
  await page.getByRole('treeitem', { name }).click();
}

/** Writes an invitation to the network of that profile. */
async function invite(page: Page, profile: string): Promise<void> {
  await showProfile(page, profile);
  await page.getByRole('button', { name: 'Invite …' }).click();
  await dialog(page).getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await dialog(page).getByRole('button', { name: 'Save the invitation …' }).click();
  await expect(dialog(page)).toContainText('The invitation is in');
  await dialog(page).getByRole('button', { name: 'Close' }).click();
}

/** Opens the invitation and says who this machine is. */
async function open(form: Locator, profile: string, bind: string): Promise<void> {
  await form.getByRole('button', { name: 'Choose the file …' }).click();
  await form.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await form.getByRole('button', { name: 'Open the invitation' }).click();
  await form.getByLabel('Name of the profile').fill(profile);
  await form.getByLabel('Node ID').fill('bob');
  await form.getByLabel('Listen on').fill(bind);
}

/** Takes an invitation into the profile that a node runs with, and restarts it. */
async function accept(page: Page, profile: string, bind: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByText('Profiles').click();
  await page.getByRole('button', { name: 'Accept invitation' }).click();
  await open(dialog(page), profile, bind);
  await expect(dialog(page)).toContainText('This profile is there');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(dialog(page)).toContainText('"bob" leaves its network');
  await dialog(page).getByRole('button', { name: 'Restart the node' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(status(page)).toContainText('bob');
}

test('create a network, invite a machine, rotate the secret, turn on TLS', async ({
  open: openWindow,
  folder,
}) => {
  test.setTimeout(LONG);
  const [bindA, bindB] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const [rcA, rcB] = [join(folder, 'rc-a'), join(folder, 'rc-b')];
  const invitation = join(folder, 'invitation');
  type File = { secret: string; profile: Record<string, { secret?: string }> };
  const read = (rc: string) => JSON.parse(readFileSync(rc, 'utf8')) as File;
  const secretIn = (rc: string) => read(rc).secret;

  // Window A creates a network.
  const a = await openWindow('--rc', rcA, '--user-data', join(folder, 'a'), '--profile', 'home');
  await answerDialogs(a, invitation);
  await a.page.getByLabel('Node ID').fill('alice');
  await a.page.getByLabel('Listen on').fill(bindA);
  await a.page.getByRole('button', { name: 'Create the network' }).click();
  await expect(status(a.page)).toContainText(`on ${bindA}`);
  const firstSecret = secretIn(rcA);

  // Window B, on "another machine", joins with an invitation.
  await invite(a.page, 'home');
  expect(readFileSync(invitation, 'utf8')).not.toContain(firstSecret);
  const b = await openWindow('--rc', rcB, '--user-data', join(folder, 'b'), '--profile', 'away');
  await answerDialogs(b, invitation);
  await b.page.getByText('I have an invitation file').click();
  await open(b.page.getByRole('form', { name: 'I have an invitation file' }), 'away', bindB);
  await b.page.getByRole('button', { name: 'Accept and join' }).click();
  for (const { page } of [a, b]) await expect(status(page)).toContainText('1 up of 1 others');
  expect(secretIn(rcB)).toBe(firstSecret);

  // Both run while A rotates the secret.
  await showProfile(a.page, 'home');
  await a.page.getByRole('button', { name: 'Rotate …' }).click();
  await a.page.getByRole('button', { name: 'Make the new secret' }).click();
  await a.page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await a.page.getByRole('button', { name: 'Save the invitation …' }).click();
  await expect(a.page.getByText('Saved to')).toBeVisible();
  await a.page.getByRole('button', { name: 'Next: see who has it' }).click();
  const bob = a.page.getByRole('row').filter({ hasText: 'bob' });
  await expect(bob).toContainText('the old one');
  await accept(b.page, 'away', bindB);
  // A page that loads anew goes on where it was.
  await a.page.reload();
  await showProfile(a.page, 'home');
  await a.page.getByRole('button', { name: 'Go on with the rotation' }).click();
  await a.page.getByRole('button', { name: 'Next: see who has it' }).click();
  await a.page.getByRole('button', { name: 'Ask again' }).click();
  await expect(bob).toContainText('the new one');
  await a.page.getByRole('button', { name: 'Next: move this node' }).click();
  await a.page.getByRole('button', { name: 'Move this node' }).last().click();
  await expect(a.page.getByText('This node has moved to the new secret')).toBeVisible();
  for (const { page } of [a, b]) await expect(status(page)).toContainText('1 up of 1 others');
  const secondSecret = secretIn(rcA);
  expect(secondSecret).not.toBe(firstSecret);
  expect(Object.keys(read(rcB).profile)).toEqual(['away']);
  expect(read(rcB).profile['away']?.secret).toBe(secondSecret);
  await expect(status(a.page)).toContainText('no link encrypted');

  // TLS: A makes a certificate, B gets it by an invitation.
  await showProfile(a.page, 'home');
  await a.page.getByRole('button', { name: 'Make one …' }).click();
  await dialog(a.page).getByRole('button', { name: 'Make the certificate' }).click();
  await expect(dialog(a.page)).toBeHidden();
  await expect(a.page.getByRole('article')).toContainText('CN=home');
  await invite(a.page, 'home');
  await accept(b.page, 'away', bindB);
  await a.page.getByRole('button', { name: 'Restart …' }).click();
  await dialog(a.page).getByRole('button', { name: 'Restart the node' }).click();
  for (const { page } of [a, b]) {
    await expect(status(page)).toContainText('1 up of 1 others');
    await expect(status(page)).toContainText('all links encrypted');
  }

  // Nothing secret stands in either window, or was left beside it.
  for (const { page } of [a, b]) {
    const text = await page.content();
    for (const secret of [firstSecret, secondSecret, 'PRIVATE KEY']) {
      expect(text).not.toContain(secret);
    }
  }
});

test('a secret leaves the screen and the clipboard when the screen is locked', async ({
  open: openWindow,
  rc,
}) => {
  const a = await openWindow('--profile', 'home');
  await a.page.getByLabel('Node ID').fill('alice');
  await a.page.getByLabel('Listen on').fill('127.0.0.1:*');
  await a.page.getByRole('button', { name: 'Create the network' }).click();
  await expect(status(a.page)).toContainText('alice');
  await showProfile(a.page, 'home');
  await a.page.getByRole('button', { name: 'Copy the secret' }).click();
  await a.page.getByRole('button', { name: 'Copy the secret' }).click();
  const clipboard = () => a.app.evaluate(({ clipboard: board }) => board.readText());
  const { secret } = JSON.parse(readFileSync(rc, 'utf8')) as { secret: string };
  await expect.poll(clipboard).toBe(secret);
  await a.page.getByRole('button', { name: 'Reveal the secret' }).click();
  await a.page.getByRole('button', { name: 'Show the secret' }).click();
  await expect(a.page.getByLabel('The secret', { exact: true })).toHaveText(secret);
  await a.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
  await expect.poll(clipboard).toBe('');
  await expect(a.page.getByLabel('The secret is hidden')).toBeVisible();
  expect(await a.page.content()).not.toContain(secret);
});
