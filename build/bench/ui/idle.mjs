/** How often the loop is looked at, ms. */
const STEP = 2;

/**
 * Runs something that takes no time of this process, and watches how long others keep it from its turn: no
 * process of this machine can have shorter gaps.
 *
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<{ result: T, gap: number }>} the longest gap, ms
 */
export async function besideIdle(action) {
  let lastAt = performance.now();
  let gap = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    gap = Math.max(gap, now - lastAt);
    lastAt = now;
  }, STEP);
  const result = await action();
  clearInterval(timer);
  return { result, gap };
}
