import { race } from '../../race.mjs';
import { limit } from '../../rows.mjs';
import { withWindow } from '../window.mjs';

const NODES = 500;
const MIB = 1024 * 1024;

/** What only the process of the page uses, after its garbage is gone, each time in a new window. */
export async function memory(context) {
  const measure = (nodes) => () =>
    withWindow(context, async (window) => {
      await window.ask('show', { nodes, links: true });
      return window.ask('memory');
    });
  const results = await race({ empty: measure(1), full: measure(NODES) }, context.rounds);
  const baseline = results.median('empty');
  return [
    limit({
      figure: `memory of the page, ${NODES} nodes`,
      unit: 'MiB',
      against: 'on top of an empty mesh',
      value: (results.median('full') - baseline) / MIB,
      baseline: baseline / MIB,
      atMost: 60,
    }),
  ];
}
