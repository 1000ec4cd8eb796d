import { expect, test } from 'vitest';
import type { RateSeries } from '../../../shared/messages.ts';
import {
  filterForSeries,
  MessageRatesState,
  rateNow,
  SPANS,
  sparkline,
} from '../../../renderer/state/message-rates.svelte.ts';
import { installBridge } from '../fake-bridge.ts';

const SERIES: RateSeries = { from: 0, slot: 1_000, series: [{ value: 'bob', counts: [1, 2] }] };

test('asks for what is chosen, once at a time', async () => {
  const bridge = installBridge({ 'message.rates': () => SERIES });
  const rates = new MessageRatesState();
  await Promise.all([rates.ask('tag = x', true), rates.ask('tag = x', true)]);
  expect(bridge.argsOf('message.rates')).toEqual([
    { by: 'peer', filter: 'tag = x', system: true, slot: 1_000, slots: 60 },
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
  const first = rates.ask('', false);
  rates.choose({ by: 'tag', span: SPANS[1] });
  expect(rates.series).toBeNull();
  const second = rates.ask('', false);
  await Promise.resolve();
  waiting.reverse().forEach((answer) => answer());
  await Promise.all([first, second]);
  expect(rates.series?.series[0]?.value).toBe('tag');
});

test('a failure is said, and the next answer takes it back', async () => {
  installBridge({});
  const rates = new MessageRatesState();
  await rates.ask('', false);
  expect(rates.error?.code).toBe('internal');
  installBridge({ 'message.rates': () => SERIES });
  await rates.ask('', false);
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

test('the highest count touches the top', () => {
  expect(sparkline([0, 5, 10], 10, 100, 20)).toBe('M0.0 20.0L50.0 10.0L100.0 0.0');
  expect(sparkline([0, 0], 0, 100, 20)).toBe('M0.0 20.0L100.0 20.0');
  expect(sparkline([], 0, 100, 20)).toBe('');
});
