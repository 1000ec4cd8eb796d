/**
 * The headless node.
 *
 *   npm run node -- run [PROFILE] [--nodeid ID] [--bind A]… [--seed A]… …
 */
import { runPart } from './bundle/run-part.mjs';

await runPart('headless', 'headless.mjs', 'The headless node');
