import { Results } from '../../race.mjs';
import { compare, limit } from '../../rows.mjs';
import { countEmptyFrames, countFrames } from '../frames.mjs';
import { DEFAULT } from '../layouts.mjs';
import { withWindow } from '../window.mjs';

const MESSAGES_PER_SECOND = 1_000;
const DENSITY_PER_SECOND = 10;

/** All nodes move for as long as one layout takes the place of the other before it is reached. */
const WAY = ['Ring', 'Map'];
/** Longer than a worker needs for a map of 500 nodes. */
const MAP_MS = 2_500;
/** Of that time the haze of links is there that has to follow; the ring has ribbons. */
const SHARE_OF_MAP = 0.5;

/**
 * Pictures a second while all nodes move and messages pass, and how often the aggregate of the links is
 * drawn anew meanwhile.
 */
export const moving = (nodes, atLeast) => async (context) => {
  const results = await withWindow(context, (window) => measure(window, nodes, context));
  const row = (figure, name) =>
    compare({
      figure: `${figure}, ${nodes} nodes`,
      unit: 'pictures/s',
      against: 'the empty canvas',
      value: results.median(name, 'presented'),
      baseline: results.median('empty', 'presented'),
      ratio: results.ratio(name, 'empty', 'presented'),
      atLeast,
    });
  return [
    row(`${MESSAGES_PER_SECOND} messages/s`, DEFAULT),
    row(`the same, all moving`, 'moving'),
    limit({
      figure: `links drawn anew meanwhile, ${nodes} nodes`,
      unit: '/s',
      value: results.median('moving', 'aggregates') / SHARE_OF_MAP,
      atLeast: DENSITY_PER_SECOND,
    }),
  ];
};

async function measure(window, nodes, { rounds, times }) {
  const talk = MESSAGES_PER_SECOND;
  const results = new Results();
  const count = async (name, what) => {
    results.add(name, await countFrames(window, `moving ${nodes} ${name}`, times, what));
  };
  for (let round = 0; round < rounds; round += 1) {
    await window.ask('reload');
    await window.ask('show', { nodes, links: true });
    await count(DEFAULT, { drag: true, talk });
    // Its first map takes time, once; only then there are two places to move between.
    await window.ask('press', { text: 'Map', quiet: MAP_MS });
    await count('moving', { between: WAY, talk });
    results.add('empty', await countEmptyFrames(window, `moving ${nodes} empty`, times));
  }
  return results;
}
