import { Results } from '../../race.mjs';
import { compare, limit } from '../../rows.mjs';
import { besideIdle } from '../idle.mjs';
import { withMessages } from '../messages.mjs';

const PER_SECOND = 10_000;
/** Fewer than a person has, so that what is kept is full soon, and stays so. */
const KEPT = 50_000;
/** Longest single measurement, ms. */
const SLICE = 10_000;
/** After it is full, what is used may still breathe. */
const FLAT_MIB = 8;
const MIB = 1024 * 1024;

/** 10,000 messages a second with the Messages view open: does the node keep up, does the page, does it grow? */
export async function messagesFlood(context) {
  const { flood } = context.times;
  const slices = Math.max(2, Math.ceil(flood / SLICE));
  const duration = flood / slices;
  const results = await withMessages(context, async (window) => {
    const found = new Results();
    for (let round = 0; round < context.rounds; round += 1) {
      found.add('untapped', await measure(window, { tap: false, slices: 1, duration }));
      found.add('tapped', await measure(window, { tap: true, slices, duration }));
    }
    return found;
  });
  const worst = (name, key) => Math.max(...results.all(name, key));
  const seconds = flood / 1000;
  return [
    compare({
      figure: `messages/s delivered, ${PER_SECOND}/s for ${seconds} s`,
      unit: '/s',
      against: 'nobody looks at them',
      value: results.median('tapped'),
      baseline: results.median('untapped'),
      ratio: results.ratio('tapped', 'untapped'),
      atLeast: 0.9,
    }),
    limit({
      figure: 'longest gap of the page',
      unit: 'ms',
      value: worst('tapped', 'page'),
      atMost: 100,
    }),
    limit({
      figure: 'the same, of the main process',
      unit: 'ms',
      value: worst('tapped', 'main'),
    }),
    limit({
      figure: 'the same, of a process that is idle',
      unit: 'ms',
      value: worst('tapped', 'idle'),
    }),
    ...['main', 'page'].map((process) =>
      limit({
        figure: `growth of the ${process === 'main' ? 'main process' : 'page'}, ${KEPT} kept`,
        unit: 'MiB',
        value: results.median('tapped', `${process}Growth`) / MIB,
        atMost: FLAT_MIB,
      }),
    ),
  ];
}

/** One window after the other, with a full ring: the worst gaps, the mean rate, and what was added. */
async function measure(window, { tap, slices, duration }) {
  await window.open({ messages: KEPT, tap });
  await window.stock(KEPT);
  const parts = [];
  let before = null;
  for (let slice = 0; slice < slices; slice += 1) {
    window.pace(PER_SECOND);
    const { result, gap } = await besideIdle(() =>
      window.measure(`flood ${tap} ${slice}`, 'traffic', { duration }),
    );
    parts.push({ ...result, idle: gap });
    await window.rest();
    // Not before the first one: what is done for the first time is compiled, and cached.
    before ??= await window.ask('heap');
  }
  const after = await window.ask('heap');
  return {
    value: parts.reduce((sum, { value }) => sum + value, 0) / parts.length,
    page: Math.max(...parts.map(({ page }) => page)),
    main: Math.max(...parts.map(({ main }) => main)),
    idle: Math.max(...parts.map(({ idle }) => idle)),
    mainGrowth: after.main - before.main,
    pageGrowth: after.page - before.page,
  };
}
