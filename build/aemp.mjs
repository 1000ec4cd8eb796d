/**
 * The words of the aemp utility.
 *
 *   npm run aemp -- [options] WORD ARGUMENTS…
 */
import { runPart } from './bundle/run-part.mjs';

await runPart('aemp', 'aemp.mjs', 'The aemp utility');
