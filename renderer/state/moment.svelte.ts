import { now } from './now.svelte.ts';
import { past } from './past.svelte.ts';

/** The time that the screen shows, Unix ms: now, or the moment of the past that is looked at. */
export const moment = {
  get current(): number {
    return past.state?.at ?? now.current;
  },
};
