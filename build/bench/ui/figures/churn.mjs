import { race } from '../../race.mjs';
import { limit } from '../../rows.mjs';
import { withWindow } from '../window.mjs';

const NODES = 200;
const CHANGES_PER_SECOND = 20;
/** Long enough for every node to be asked again, which changes what all links are. */
const ROUNDS_OF_SURVEY_MS = 3_000;

/** The longest time that the page answers nothing, while nodes come and go and the others tell of it. */
export function churn(context) {
  const duration = context.times.duration + ROUNDS_OF_SURVEY_MS;
  return withWindow(context, async (window) => {
    const gaps = (name, facts) => async () => {
      await window.ask('reload');
      await window.ask('show', { nodes: NODES, links: true });
      return window.measure(`gaps ${name}`, 'gaps', { nodes: NODES, duration, ...facts });
    };
    const results = await race(
      { quiet: gaps('quiet', {}), busy: gaps('busy', { churn: CHANGES_PER_SECOND }) },
      context.rounds,
    );
    return [
      limit({
        figure: `longest gap, ${NODES} nodes, none of them moves`,
        unit: 'ms',
        value: results.median('quiet'),
      }),
      limit({
        figure: `longest gap, ${CHANGES_PER_SECOND} nodes/s come and go`,
        unit: 'ms',
        value: results.median('busy'),
        atMost: 50,
      }),
    ];
  });
}
