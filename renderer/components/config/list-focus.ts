import { tick } from 'svelte';

/** Puts the focus on a control of a list after the list was drawn anew. */
export async function focusIn(list: HTMLElement | undefined, selector: string): Promise<void> {
  await tick();
  list?.querySelector<HTMLElement>(selector)?.focus();
}

/** The list with the entry at `from` moved to `to`; unchanged when there is no such place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const next = [...items];
  if (to < 0 || to >= items.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
