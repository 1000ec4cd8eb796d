import { emptyProcess, worker } from '../commands.mjs';
import { withProcesses } from '../process.mjs';
import { race } from '../race.mjs';
import { limit } from '../rows.mjs';

const PEERS = 20;
const FLAGS = ['--expose-gc'];
const MB = 1_000_000;

const empty = () =>
  withProcesses(async (start) => {
    const idle = start(emptyProcess(FLAGS));
    await idle.told('ready');
    idle.do('measure');
    return await idle.told('result');
  });

const node = (peers) => () =>
  withProcesses(async (start) => {
    const idle = start(worker('idle-node', {}, FLAGS));
    const { address } = await idle.told('ready');
    if (peers > 0) start(worker('crowd', { address, count: peers }));
    idle.do('measure', { peers });
    return await idle.told('result');
  });

/** Memory of a node that does nothing, and of each of its peers. */
export async function memory({ rounds }) {
  const results = await race({ empty, alone: node(0), amongPeers: node(PEERS) }, rounds);
  const [bare, alone, among] = ['empty', 'alone', 'amongPeers'].map((name) => results.median(name));
  return [
    limit({
      figure: 'memory of an idle node',
      unit: 'MB',
      against: 'on top of an empty Node.js process',
      value: (alone - bare) / MB,
      baseline: bare / MB,
      atMost: 8,
    }),
    limit({
      figure: 'memory of a peer',
      unit: 'KB',
      value: (among - alone) / PEERS / 1000,
      atMost: 60,
    }),
  ];
}
