import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test } from './quiet-window.ts';

async function meshIsComplete(page: Page): Promise<void> {
  const status = page.getByLabel('Status');
  await expect(status).toContainText('8 up of 8 others', { timeout: 30_000 });
  await expect(status).toContainText('36/36 links', { timeout: 30_000 });
}

test('the demo network: all nodes, three groups, a message by hand, its reply and its row', async ({
  open,
}) => {
  const { page } = await open('--demo');
  await meshIsComplete(page);
  await page.keyboard.press('Control+2');
  await expect(page.getByText(/^3 groups, \d+ ports on \d+ nodes$/)).toBeVisible();
  for (const group of ['chat', 'metrics', 'workers']) {
    await expect(page.getByRole('heading', { name: group, exact: true })).toBeVisible();
  }

  const chat = page.getByRole('region', { name: 'chat' });
  await chat
    .getByRole('button', { name: /^Send to .*#/ })
    .first()
    .click();
  await page.getByLabel('Tag').fill('test');
  await page.getByLabel('Arguments').fill('{"by": "hand"}');
  await page.keyboard.press('Control+Shift+Enter');
  const composer = page.getByRole('region', { name: 'Composer' });
  await expect(composer.getByText(/^Reply after [\d.]+ m?s$/)).toBeVisible();
  await expect(composer.locator('pre')).toHaveText(/"pong",\s+\{\s+"by": "hand"\s+\}/);

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+3');
  await page.getByLabel('Filter messages').fill('by hand');
  const sent = page.getByRole('row').filter({ hasText: 'test' }).first();
  await expect(sent.getByLabel('sent')).toBeVisible();
  const pongs = page.getByRole('row').filter({ hasText: 'pong' });
  // The demo's own questions get answers, too.
  const reply = pongs.filter({ hasText: 'hand' }).first();
  await expect(reply.getByLabel('received')).toBeVisible();
  await expect(reply).toContainText(/↩ [\d,]+ · [\d.]+ m?s/);
  await reply.click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('button', { name: 'JSON', exact: true }).click();
  await expect(details.getByLabel('Message as JSON')).toContainText('"by": "hand"');
});

test('what goes wrong while sending is told, and the draft stays', async ({ open }) => {
  const { page } = await open('--demo=2');
  await expect(page.getByLabel('Status')).toContainText('2 up of 2 others', { timeout: 30_000 });
  await page.keyboard.press('c');
  const composer = page.getByRole('region', { name: 'Composer' });
  await page.getByLabel('Destination').fill('fra-1#no.such.port');
  await page.keyboard.press('Enter');
  await page.getByLabel('Tag').fill('hello');
  await page.getByLabel('Arguments').fill('{"a": }');
  await expect(composer.getByText('Line 1, column 7')).toBeVisible();
  await expect(composer.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await page.getByLabel('Arguments').fill('{"a": 1}');
  await page.keyboard.press('Control+Enter');
  await expect(composer.getByText('No such port on that node')).toBeVisible();
  await page.keyboard.press('Control+5');
  await expect(page.getByLabel('Arguments')).toHaveText('{"a": 1}');
});

test('the demo network can be started from the first start, and left', async ({ open }) => {
  const { page } = await open();
  await page.getByText('Try the demo network').click();
  await page.getByLabel('Number of nodes').fill('3');
  await page.getByRole('button', { name: 'Start the demo network' }).click();
  await expect(page.getByLabel('Status')).toContainText('3 up of 3 others', { timeout: 30_000 });
  await page.keyboard.press('Control+4');
  await page.getByRole('button', { name: 'Leave the demo network', exact: true }).click();
  await expect(page.getByText('How shall it begin?')).toBeVisible();
});
