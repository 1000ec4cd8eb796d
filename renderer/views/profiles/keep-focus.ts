import { tick } from 'svelte';

/** Where the keyboard goes on, best first: what else is to be decided, the profile chosen, the page. */
const PLACES = [
  '[data-draft-bar] button:not(:disabled)',
  '[role="treeitem"][tabindex="0"]',
  '[data-page]',
];

/**
 * Does something that takes away the control it was asked for with. When the focus would fall out of the
 * page with it, it goes to the nearest place that is left.
 */
export async function keepFocus(action: () => unknown): Promise<void> {
  await action();
  await tick();
  const { activeElement } = document;
  if (activeElement?.isConnected && activeElement !== document.body) return;
  for (const place of PLACES) {
    const found = document.querySelector<HTMLElement>(place);
    if (!found) continue;
    found.focus();
    return;
  }
}
