import { nodePart } from './node-part.mjs';

export default nodePart({
  entry: 'electron/aemp.ts',
  file: 'aemp.mjs',
  format: 'es',
  target: 'node20.18',
  electron: false,
  // The library that makes certificates is large, and rarely needed.
  chunks: 'aemp',
});
