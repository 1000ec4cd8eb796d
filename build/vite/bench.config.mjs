import { nodePart } from './node-part.mjs';

/** What the benchmark starts: the node as it is shipped, and what it is measured with. */
export default nodePart({
  entry: 'test/bench/worker.ts',
  file: 'bench/worker.mjs',
  format: 'es',
  target: 'node20.18',
  electron: false,
});
