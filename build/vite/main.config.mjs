import { nodePart } from './node-part.mjs';

/** What the window doesn't wait for is imported dynamically, so that it needn't be loaded before. */
export default nodePart({
  entry: 'electron/main.ts',
  file: 'main.js',
  format: 'es',
  target: 'node20.18',
  electron: true,
  chunks: 'main',
});
