import type { WebContents } from 'electron';

/** Runs in the page: ends when the shell is there, its fonts are loaded and a frame with both was drawn. */
const SHELL_DRAWN = `new Promise((resolve) => {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const look = async () => {
    while (!document.querySelector('#app > *')) await frame();
    await document.fonts.ready;
    await frame();
    await frame();
    resolve();
  };
  void look();
})`;

/**
 * Waits for the page to show the program's own shell.
 * @param contents of a window whose page is being loaded, not loaded yet
 */
export async function whenDrawn(contents: WebContents): Promise<void> {
  await new Promise<void>((resolve) => contents.once('dom-ready', () => resolve()));
  await contents.mainFrame.executeJavaScript(SHELL_DRAWN);
}
