/** How often the loop is looked at, ms. */
const STEP = 2;

/** Watches the event loop of this process. @returns what ends it and tells the longest gap, ms */
export function watchLoop(): () => number {
  let lastAt = performance.now();
  let longest = 0;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - lastAt);
    lastAt = now;
  };
  const timer = setInterval(look, STEP);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}
