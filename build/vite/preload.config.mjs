import { nodePart } from './node-part.mjs';

/** CommonJS, because a sandboxed preload script can't be anything else. */
export default nodePart({
  entry: 'electron/preload.ts',
  file: 'preload.cjs',
  format: 'cjs',
  target: 'chrome130',
  electron: true,
});
