import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { filterForField } from '../../shared/filter.ts';
import type { MessageSource, OpenedRecording, RateSeries } from '../../shared/messages.ts';
import { request } from './client.ts';

export type RatesBy = 'peer' | 'port' | 'tag';

/** Lengths of time that can be looked at: a slot each, ms, and how many of them. */
export const SPANS = [
  { label: '1 min', slot: 1_000, slots: 60 },
  { label: '10 min', slot: 10_000, slots: 60 },
  { label: '1 h', slot: 60_000, slots: 60 },
] as const;

export interface RatesSpan {
  label: string;
  /** ms. */
  slot: number;
  slots: number;
}

/** Slots of a recording, and the length of the shortest and longest, ms. */
const WHOLE_SLOTS = 60;
const SLOT_RANGE = [100, 3_600_000] as const;

/** All of a recording; of one of many days the last ones. */
export function wholeOf({ from, to }: Pick<OpenedRecording, 'from' | 'to'>): RatesSpan {
  const slot = Math.ceil((to - from) / (WHOLE_SLOTS - 1));
  const [least, most] = SLOT_RANGE;
  return { label: 'All', slot: Math.min(Math.max(slot, least), most), slots: WHOLE_SLOTS };
}

/** What is counted. */
export interface RatesQuestion {
  source: MessageSource;
  filter: string;
  system: boolean;
  /** Instead of the one that was chosen. */
  span?: RatesSpan;
}

/** How often the rates are asked for while they are shown, ms. */
export const RATES_INTERVAL = 1_000;

/** Messages per second over time, asked for while they are on the screen. */
export class MessageRatesState {
  #by = $state.raw<RatesBy>('peer');
  #span = $state.raw<RatesSpan>(SPANS[0]);
  #series = $state.raw<RateSeries | null>(null);
  #error = $state.raw<ErrorView | null>(null);
  #asking = false;
  /** Counts the questions, so that the answer to a former one is recognised. */
  #turn = 0;

  get by(): RatesBy {
    return this.#by;
  }
  get span(): RatesSpan {
    return this.#span;
  }
  /** `null` until the first answer. */
  get series(): RateSeries | null {
    return this.#series;
  }
  get error(): ErrorView | null {
    return this.#error;
  }

  choose(change: { by?: RatesBy; span?: RatesSpan }): void {
    this.#by = change.by ?? this.#by;
    this.#span = change.span ?? this.#span;
    this.#turn += 1;
    this.#asking = false;
    this.#series = null;
  }

  /** Asks once; while an answer is awaited nothing. */
  async ask({ span = this.#span, ...which }: RatesQuestion): Promise<void> {
    if (this.#asking) return;
    const turn = ++this.#turn;
    this.#asking = true;
    const { slot, slots } = span;
    try {
      const series = await request('message.rates', { ...which, by: this.#by, slot, slots });
      if (turn !== this.#turn) return;
      this.#series = series;
      this.#error = null;
    } catch (error) {
      if (turn === this.#turn) this.#error = errorView(error);
    } finally {
      if (turn === this.#turn) this.#asking = false;
    }
  }
}

/** The filter for one of the series; `null` where there is none. */
export function filterForSeries(by: RatesBy, value: string | null): string | null {
  if (value === null) return null;
  // Messages without a tag count for the empty one.
  return by === 'tag' && value === '' ? 'not tag' : filterForField(by, value);
}

/** Messages a second over the last slots that are over; the newest one still fills. */
export function rateNow({ slot }: RateSeries, counts: readonly number[]): number {
  const last = counts.slice(-4, -1);
  const sum = last.reduce((total, count) => total + count, 0);
  return last.length === 0 ? 0 : sum / ((last.length * slot) / 1000);
}

/** Messages a second over all slots. */
export function rateOfAll({ slot }: RateSeries, counts: readonly number[]): number {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.length === 0 ? 0 : sum / ((counts.length * slot) / 1000);
}

/**
 * A line over the counts as an SVG path in a box of that size; the highest count touches its top.
 * @param peak the count at the top
 */
export function sparkline(
  counts: readonly number[],
  peak: number,
  width: number,
  height: number,
): string {
  const step = width / Math.max(1, counts.length - 1);
  const points = counts.map((count, index) => {
    const y = height - (peak > 0 ? (count / peak) * height : 0);
    return `${(index * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  return points.length > 0 ? `M${points.join('L')}` : '';
}
