import { worker } from '../../commands.mjs';
import { withProcesses } from '../../process.mjs';
import { race } from '../../race.mjs';
import { limit } from '../../rows.mjs';

const NODES = 200;
/** Until what is wrong with the crowd has been found; then two rounds of questions: less would measure their phase. */
const TIMES = { warmUp: 14_000, duration: 14_000 };

const cost = (observed) => () =>
  withProcesses(async (start) => {
    const node = start(worker('surveying-node', { observed, nodes: NODES, ...TIMES }));
    const { address } = await node.told('ready');
    start(worker('surveyed-crowd', { address, nodes: NODES }));
    return await node.told('result');
  });

/** Processor time of a node among 200 that is watched as the window watches it, and of one that isn't. */
export async function survey({ rounds }) {
  const results = await race({ alone: cost(false), watched: cost(true) }, rounds);
  const baseline = results.median('alone');
  return [
    limit({
      figure: `survey of ${NODES} nodes, one core`,
      unit: '%',
      against: 'on top of a node that is not watched',
      value: results.median('watched') - baseline,
      baseline,
      atMost: 2,
    }),
  ];
}
