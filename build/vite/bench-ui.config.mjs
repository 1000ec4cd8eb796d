import { nodePart } from './node-part.mjs';

/** What stands in the main process while the window is measured: the real way to it, with made-up news. */
export default nodePart({
  entry: 'test/bench/ui/main.ts',
  file: 'bench/ui.js',
  format: 'es',
  target: 'node20.18',
  electron: true,
});
