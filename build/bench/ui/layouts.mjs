/** The layouts by the text of their buttons; what a person sees at first is one of them, or another. */
export const LAYOUTS = ['Ring', 'Map', 'Ego', 'Matrix'];

/** What stands for the layout that nobody chose. */
export const DEFAULT = 'default';

/**
 * Goes through the layouts, beginning with the one that is shown by itself.
 *
 * @param {import('./window.mjs').BenchWindow} window
 * @param {(layout: string) => Promise<void>} action
 */
export async function inEachLayout(window, action) {
  await action(DEFAULT);
  for (const layout of LAYOUTS) {
    const { pressed } = await window.ask('press', { text: layout });
    if (!pressed) throw new Error(`There is no layout "${layout}" in the window`);
    await action(layout);
  }
}
