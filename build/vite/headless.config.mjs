import { nodePart } from './node-part.mjs';

export default nodePart({
  entry: 'electron/headless.ts',
  file: 'headless.mjs',
  format: 'es',
  target: 'node20.18',
  electron: false,
});
