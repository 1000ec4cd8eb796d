import { createSubscriber } from 'svelte/reactivity';

/** Ages on the screen are told in seconds. */
const TICK = 1_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK);
  return () => clearInterval(timer);
});

/** The time, Unix ms. Whoever reads it is drawn again every second; without readers no timer runs. */
export const now = {
  get current(): number {
    subscribe();
    return Date.now();
  },
};
