import { createSubscriber } from 'svelte/reactivity';

/**
 * Something to read that says "look again" from time to time, as long as anybody reads it: for what
 * changes all the time and is dear to compute.
 * @param interval ms
 */
export function createPace(interval: number): () => void {
  return createSubscriber((update) => {
    const timer = setInterval(update, interval);
    return () => clearInterval(timer);
  });
}
