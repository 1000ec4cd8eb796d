import { race } from '../../race.mjs';
import { compare } from '../../rows.mjs';
import { withWindow } from '../window.mjs';

const NODES = 200;

/** From telling the window of a mesh until the last stroke of its picture, in a window that showed none. */
export function firstPicture(context) {
  return withWindow(context, async (window) => {
    const show = (links) => async () => {
      await window.ask('reload');
      return window.measure(`first ${links ? 'whole' : 'alone'}`, 'show', { nodes: NODES, links });
    };
    const results = await race({ alone: show(false), whole: show(true) }, context.rounds);
    return [
      compare({
        figure: `first picture, ${NODES} nodes`,
        unit: 'ms',
        against: 'the nodes alone',
        value: results.median('whole'),
        baseline: results.median('alone'),
        ratio: results.ratio('whole', 'alone'),
        atMost: 3,
      }),
    ];
  });
}
