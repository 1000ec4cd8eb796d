/**
 * Small settings of the window, kept in the browser's own store. Without one, as in a private window,
 * they last until it closes.
 */

const PREFIX = 'meshdeck.';

/** What was remembered under a name, or `null`; may be anything that JSON can say. */
export function recall(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as unknown;
  } catch {
    // No store, or not written by us: as if nothing were remembered.
    return null;
  }
}

/** Remembers plain data under a name. */
export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // The setting still holds in this window.
  }
}
