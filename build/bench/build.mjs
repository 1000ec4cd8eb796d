import { isCurrent, remember, ROOT } from '../bundle/stamp.mjs';

/** Like parts of the program, but nobody needs them who doesn't measure. */
const PARTS = {
  /** The processes with nodes in them. */
  worker: {
    config: '../vite/bench.config.mjs',
    sources: ['electron', 'shared', 'test/bench'],
    output: 'bench/worker.mjs',
  },
  /** The main process of the window. */
  ui: {
    config: '../vite/bench-ui.config.mjs',
    sources: ['electron', 'shared', 'test/bench'],
    output: 'bench/ui.js',
  },
};

/**
 * Builds a part of the benchmarks, when it is out of date.
 *
 * @param {keyof typeof PARTS} name
 */
export async function buildBench(name) {
  const part = PARTS[name];
  const stamp = `bench-${name}`;
  if (isCurrent(stamp, part)) return;
  const { withLock } = await import('../setup/lock.mjs');
  await withLock(ROOT, 'build', async () => {
    const { build } = await import('vite');
    const { default: config } = await import(part.config);
    const record = remember(stamp, part);
    await build(config);
    record();
  });
}
