/** A display shows 60 pictures a second: in less time than this many times the usual one there are too few. */
const LONGER = 2;

/**
 * Counts pictures a second.
 *
 * @param {import('./window.mjs').BenchWindow} window
 * @param {string} name of the measurement
 * @param {{ warmUp: number, duration: number }} times
 * @param {{ drag?: boolean, talk?: number, between?: string[] }} what happens meanwhile
 */
export function countFrames(window, name, { warmUp, duration }, what) {
  const times = { warmUp: LONGER * warmUp, duration: LONGER * duration };
  return window.measure(name, 'frames', { ...times, ...what });
}

/** The same for a mesh of one node, dragged: as much as the window can do. It stays empty. */
export async function countEmptyFrames(window, name, times) {
  await window.ask('press', { text: 'Ring' });
  await window.ask('show', { nodes: 1, links: true });
  return countFrames(window, name, times, { drag: true });
}
