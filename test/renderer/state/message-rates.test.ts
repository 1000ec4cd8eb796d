import { expect, test } from 'vitest';
import type { RateSeries } from '../../../shared/messages.ts';
import {
  filterForSeries,
  MessageRatesState,
  rateNow,
  rateOfAll,
  SPANS,
  sparkline,
  wholeOf,
} from '../../../renderer/state/message-rates.svelte.ts';
import { installBridge } from '../fake-bridge.ts';

const SERIES: RateSeries = { from: 0, slot: 1_000, series: [{ value: 'bob', counts: [1, 2] }] };

const ALL = { source: 'live', filter: '', system: false } as const;

test('asks for what is chosen, once at a time', async () => {
  const bridge = installBridge({ 'message.rates': () => SERIES });
  const rates = new MessageRatesState();
  await Promise.all([
    rates.ask({ ...ALL, filter: 'tag = x', system: true }),
    rates.ask({ ...ALL, filter: 'tag = x', system: true }),
  ]);
  expect(bridge.argsOf('message.rates')).toEqual([
    { source: 'live', by: 'peer', filter: 'tag = x', system: true, slot: 1_000, slots: 60 },
  ]);
  expect(rates.series).toEqual(SERIES);
});

test('an answer to a former question is not shown', async () => {
  const waiting: (() => void)[] = [];
  installBridge({
    'message.rates': ({ by }) =>
      new Promise((resolve) => {
        waiting.push(() => resolve({ ...SERIES, series: [{ value: by, counts: [] }] }));
      }),
  });
  const rates = new MessageRatesState();
  const first = rates.ask(ALL);
  rates.choose({ by: 'tag', span: SPANS[1] });
  expect(rates.series).toBeNull();
  const second = rates.ask(ALL);
  await Promise.resolve();
  waiting.reverse().forEach((answer) => answer());
  await Promise.all([first, second]);
  expect(rates.series?.series[0]?.value).toBe('tag');
});

test('a failure is said, and the next answer takes it back', async () => {
  installBridge({});
  const rates = new MessageRatesState();
  await rates.ask(ALL);
  expect(rates.error?.code).toBe('internal');
  installBridge({ 'message.rates': () => SERIES });
  await rates.ask(ALL);
  expect(rates.error).toBeNull();
});

test('a series leads to its filter', () => {
  expect(filterForSeries('peer', 'lon-01')).toBe('peer = lon-01');
  expect(filterForSeries('port', '')).toBe('port = ""');
  expect(filterForSeries('tag', '')).toBe('not tag');
  expect(filterForSeries('tag', null)).toBeNull();
});

test('the rate is that of the last slots that are over', () => {
  expect(rateNow(SERIES, [9, 9, 1, 2, 3, 100])).toBe(2);
  expect(rateNow({ ...SERIES, slot: 10_000 }, [30, 30, 30, 0])).toBe(3);
  expect(rateNow(SERIES, [])).toBe(0);
});

test('a recording is counted as a whole, and its rate is the average', async () => {
  const bridge = installBridge({ 'message.rates': () => SERIES });
  const span = wholeOf({ from: 5_000, to: 64_000 });
  await new MessageRatesState().ask({ ...ALL, source: { recording: 7 }, span });
  expect(bridge.argsOf('message.rates')).toMatchObject([
    { source: { recording: 7 }, slot: 1_000, slots: 60 },
  ]);
  expect(wholeOf({ from: 0, to: 1 }).slot).toBe(100);
  expect(wholeOf({ from: 0, to: 1e12 }).slot).toBe(3_600_000);
  expect(rateOfAll({ ...SERIES, slot: 2_000 }, [9, 0, 0])).toBe(1.5);
  expect(rateOfAll(SERIES, [])).toBe(0);
});

test('the highest count touches the top', () => {
  expect(sparkline([0, 5, 10], 10, 100, 20)).toBe('M0.0 20.0L50.0 10.0L100.0 0.0');
  expect(sparkline([0, 0], 0, 100, 20)).toBe('M0.0 20.0L100.0 20.0');
  expect(sparkline([], 0, 100, 20)).toBe('');
});
