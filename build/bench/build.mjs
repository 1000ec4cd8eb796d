import { isCurrent, remember, ROOT } from '../bundle/stamp.mjs';

/** Like a part of the program, but nobody needs it who doesn't measure. */
const PART = {
  sources: ['electron', 'shared', 'test/bench'],
  output: 'bench/worker.mjs',
};

/** Builds the processes of the benchmark, when they are out of date. */
export async function buildWorker() {
  if (isCurrent('bench', PART)) return;
  const { withLock } = await import('../setup/lock.mjs');
  await withLock(ROOT, 'build', async () => {
    const { build } = await import('vite');
    const { default: config } = await import('../vite/bench.config.mjs');
    const record = remember('bench', PART);
    await build(config);
    record();
  });
}
