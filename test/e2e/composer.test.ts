import { expect } from '@playwright/test';
import { test } from './quiet-window.ts';

test('the editor of arguments: styled under the strict policy, completes, and lets Tab out', async ({
  open,
}) => {
  const { page } = await open('--demo=2');
  await expect(page.getByLabel('Status')).toContainText('2 up of 2 others', { timeout: 30_000 });
  await page.keyboard.press('c');
  await expect(page.locator('[data-editor="ready"]')).toBeVisible();
  const editor = page.getByRole('textbox', { name: 'Arguments' });
  await editor.click();

  // The key that opens the composer is a letter like any other in here.
  await page.keyboard.type('{"c": {{no');
  const offers = page.getByRole('listbox', { name: 'Completions' });
  await expect(offers.getByText('now.iso')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(offers).toBeHidden();
  await page.keyboard.type('w}}');
  await expect(editor).toHaveText('{"c": {{now}}}');

  const variable = page.locator('.json-variable');
  await expect(variable).toHaveText('{{now}}');
  await expect(variable).toHaveCSS('border-radius', '2px');
  await expect(page.locator('.cm-scroller')).toHaveCSS('line-height', '18px');
  expect(await page.locator('style').count()).toBe(0);

  // Text over text with colours: the browser alone would give it a style of its own, which is refused.
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await expect(editor).toHaveText('1');
  await editor.fill('{"b": {{now}}}');
  await editor.fill('"a", oops');
  await expect(page.getByRole('button', { name: /Line 1, column 6/ })).toBeVisible();
  await expect(page.locator('.cm-lintRange-error')).toHaveText('o');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();

  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Composer' })).toBeHidden();
  await page.keyboard.press('c');
  await expect(editor).toHaveText('"a", oops');
});
