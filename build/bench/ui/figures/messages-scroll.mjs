import { Results } from '../../race.mjs';
import { compare, limit } from '../../rows.mjs';
import { withMessages } from '../messages.mjs';

const KEPT = 200_000;

/** Pictures a second while the wheel is spun over 200,000 messages, against the same view without any. */
export async function messagesScroll(context) {
  const results = await withMessages(context, (window) => measure(window, context));
  return [
    compare({
      figure: `scrolling ${KEPT} messages`,
      unit: 'pictures/s',
      against: 'the empty list',
      value: results.median('full', 'presented'),
      baseline: results.median('empty', 'presented'),
      ratio: results.ratio('full', 'empty', 'presented'),
      atLeast: 0.95,
    }),
    limit({
      figure: 'rows that were not there yet meanwhile',
      unit: '%',
      value: results.median('full', 'blank') * 100,
    }),
  ];
}

async function measure(window, { rounds, times }) {
  const { warmUp, duration } = times;
  const scroll = (name) => window.measure(`scroll ${name}`, 'scroll', { warmUp, duration });
  const results = new Results();
  for (let round = 0; round < rounds; round += 1) {
    await window.open({ messages: KEPT });
    results.add('empty', await scroll('empty'));
    await window.stock(KEPT);
    results.add('full', await scroll('full'));
  }
  return results;
}
