import { Results } from '../../race.mjs';
import { limit } from '../../rows.mjs';
import { withMessages } from '../messages.mjs';

const KEPT = 200_000;
const AT_ONCE = 150;
const ALL = 1_000;

/** Filters of each kind, and what stands in the rows that pass; see test/bench/node/message-source.ts. */
const FILTERS = [
  { text: 'tag = job', shows: 'job' },
  { text: 'arg[0].customer = 17', shows: '"customer":17' },
  { text: 'needle', shows: 'needle' },
  { text: 'arg[0].note ~ *stack', shows: 'stack' },
  { text: 'nowhere', shows: null },
];

/** From setting a filter to a screen full of rows, and until all messages are counted. */
export async function messagesFilter(context) {
  const results = await withMessages(context, async (window) => {
    const found = new Results();
    await window.open({ messages: KEPT });
    await window.stock(KEPT);
    for (let round = 0; round < context.rounds; round += 1) {
      for (const filter of FILTERS) {
        found.add(filter.text, await window.measure(`filter ${filter.text}`, 'filter', filter));
      }
    }
    return found;
  });
  return FILTERS.flatMap(({ text, shows }) => [
    ...(shows === null
      ? []
      : [
          limit({
            figure: `first screen of ${text}`,
            unit: 'ms',
            value: results.median(text),
            atMost: AT_ONCE,
          }),
        ]),
    limit({
      figure: `${results.median(text, 'found')} of ${KEPT}: ${text}`,
      unit: 'ms',
      value: results.median(text, 'all'),
      atMost: ALL,
    }),
  ]);
}
