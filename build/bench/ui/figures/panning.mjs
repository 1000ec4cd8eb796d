import { Results } from '../../race.mjs';
import { compare } from '../../rows.mjs';
import { countEmptyFrames, countFrames } from '../frames.mjs';
import { DEFAULT, inEachLayout, LAYOUTS } from '../layouts.mjs';
import { withWindow } from '../window.mjs';

/**
 * Pictures a second that reach the screen while the mouse drags the mesh to and fro, against an empty mesh
 * under the same mouse in the same window.
 */
export const panning = (nodes, atLeast) => async (context) => {
  const results = await withWindow(context, (window) => measure(window, nodes, context));
  return [DEFAULT, ...LAYOUTS].map((layout) =>
    compare({
      figure: `panning, ${nodes} nodes, ${layout}`,
      unit: 'pictures/s',
      against: 'the empty canvas',
      value: results.median(layout, 'presented'),
      baseline: results.median('empty', 'presented'),
      ratio: results.ratio(layout, 'empty', 'presented'),
      atLeast,
    }),
  );
};

async function measure(window, nodes, { rounds, times }) {
  const results = new Results();
  for (let round = 0; round < rounds; round += 1) {
    await window.ask('reload');
    await window.ask('show', { nodes, links: true });
    await inEachLayout(window, async (layout) => {
      const name = `panning ${nodes} ${layout}`;
      results.add(layout, await countFrames(window, name, times, { drag: true }));
    });
    results.add('empty', await countEmptyFrames(window, `panning ${nodes} empty`, times));
  }
  return results;
}
