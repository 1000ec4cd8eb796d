import { createSubscriber } from 'svelte/reactivity';
import { readPalette } from '../../graph/palette.ts';
import type { Palette } from '../../graph/palette.ts';

const LIGHT = '(prefers-color-scheme: light)';
const STILL = '(prefers-reduced-motion: reduce)';

const subscribe = createSubscriber((update) => {
  const query = window.matchMedia(LIGHT);
  query.addEventListener('change', update);
  return () => query.removeEventListener('change', update);
});

/** The colours of the theme in use. Whoever reads it is drawn again when the theme changes. */
export function currentPalette(): Palette {
  subscribe();
  const style = getComputedStyle(document.documentElement);
  return readPalette((name) => style.getPropertyValue(name));
}

/** Whether the system asks for as little motion as possible. */
export function prefersStillness(): boolean {
  return window.matchMedia(STILL).matches;
}
