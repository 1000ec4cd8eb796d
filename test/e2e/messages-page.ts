/** The Messages view and the drawer of the composer, as the tests use them. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Meshdeck } from './launch.ts';

/** Of the demo network with three nodes: the only member of the group `chat`. */
export const CHAT_NODE = 'nyc-1';

/** Answers the dialogs of the system, which no test can click. */
export async function answerDialogs({ app }: Meshdeck, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, path);
}

/** Waits until the demo network of three is complete. */
export async function meshIsThere(page: Page): Promise<void> {
  await expect(page.getByLabel('Status')).toContainText('3 up of 3 others', { timeout: 30_000 });
}

/** The drawer below. */
export const composer = (page: Page): Locator => page.getByRole('region', { name: 'Composer' });
/** The panel at the right. */
export const details = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Details' });
/** Rows of messages, without the heads of the columns. */
export const rows = (page: Page): Locator => page.locator('#messages [data-at]');

/** Opens a part of the drawer below. */
export async function part(page: Page, name: string): Promise<void> {
  if (!(await composer(page).isVisible())) {
    await page.getByRole('button', { name: 'Compose' }).click();
  }
  await composer(page).getByRole('tab', { name }).click();
}

/** Opens what stands beside the message that is composed. */
export async function pane(page: Page, name: string): Promise<void> {
  await part(page, 'Compose');
  await composer(page).getByRole('tab', { name, exact: true }).click();
}

/** Chooses the destination whose offer begins like that. */
export async function aim(form: Locator, search: string, offer: string | RegExp): Promise<void> {
  await form.getByLabel(/^(Destination|Port or node)$/).fill(search);
  await form.getByRole('option', { name: offer }).first().click();
}

/** Writes the tag and the arguments of a message. */
export async function write(page: Page, tag: string, args: string): Promise<void> {
  await part(page, 'Compose');
  await composer(page).getByLabel('Tag').fill(tag);
  await retype(composer(page).getByLabel('Arguments'), args);
}

/**
 * Replaces what stands in a JSON editor, by its own keys: text that the browser itself puts over coloured
 * text would get a colour, which the page refuses and complains about.
 */
export async function retype(editor: Locator, text: string): Promise<void> {
  await editor.press('Control+A');
  await editor.press('Delete');
  if (text !== '') await editor.fill(text);
}

/** Sends what is written with a reply port, and waits for the reply. */
export async function call(page: Page, tag: string, args: string): Promise<Locator> {
  await write(page, tag, args);
  await composer(page).getByRole('button', { name: 'Send with reply port' }).click();
  await pane(page, 'Sent');
  const newest = composer(page).getByLabel('Sent from this window').locator('> li').first();
  await expect(newest).toContainText(`${tag} ${args}`);
  await expect(newest.getByText(/^Reply after [\d.]+ m?s$/)).toBeVisible();
  return newest.locator('pre');
}

/** Sets the filter of the Messages view. */
export async function filter(page: Page, text: string): Promise<void> {
  await page.getByLabel('Filter messages').fill(text);
  await page.getByLabel('Filter messages').press('Enter');
}

/** The port ID of the chat on another node. */
export async function chatPort(page: Page): Promise<string> {
  await part(page, 'Compose');
  const form = composer(page);
  await aim(form, `${CHAT_NODE}#`, /in chat/);
  return form.getByLabel('Destination').inputValue();
}

interface Line {
  dir?: string;
  message?: unknown[];
}

/** A file as docs/recordings.md says, line by line. */
export function partsOf(path: string): { head: unknown; messages: Line[]; end: unknown } {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const [head, ...rest] = lines.map((line) => JSON.parse(line) as Line);
  return { head, messages: rest.slice(0, -1), end: rest.at(-1) };
}
