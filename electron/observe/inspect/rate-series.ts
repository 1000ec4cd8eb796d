import type { RateSeries } from '../../../shared/messages.ts';
import { MAX_RATE_SERIES } from '../../../shared/messages.ts';
import type { KeptMessage } from './kept.ts';

export type RateProperty = 'peer' | 'port' | 'tag';

/** Values told apart while counting; names are free, so a peer could invent any number. */
const MAX_VALUES = 5_000;

/** The value that a message counts for; `''` is the node port, and a message without tag. */
export function rateValueOf(message: Pick<KeptMessage, RateProperty>, by: RateProperty): string {
  return message[by] ?? '';
}

/** Counts by value, for a bounded number of values. */
export class CountTable {
  readonly #max: number;
  readonly #counts = new Map<string, number>();
  #rest = 0;

  constructor(max: number) {
    this.#max = max;
  }

  count(value: string | null): void {
    const key = value ?? '';
    const count = this.#counts.get(key);
    if (count !== undefined) this.#counts.set(key, count + 1);
    else if (this.#counts.size < this.#max) this.#counts.set(key, 1);
    else this.#rest += 1;
  }

  /** `null` is what had no place. */
  forEach(action: (value: string | null, count: number) => void): void {
    for (const [value, count] of this.#counts) action(value, count);
    if (this.#rest > 0) action(null, this.#rest);
  }
}

/** Sums up counts in slots of time. */
export class RateCounts {
  /** Start of the first slot, and end of the last, Unix ms. */
  readonly from: number;
  readonly to: number;
  readonly #slot: number;
  readonly #slots: number;
  readonly #counts = new Map<string, Float64Array>();
  readonly #rest: Float64Array;

  /** The last `slots` slots of `slot` ms, the one of `now` included. */
  constructor(now: number, slot: number, slots: number) {
    this.to = Math.floor(now / slot) * slot + slot;
    this.from = this.to - slots * slot;
    this.#slot = slot;
    this.#slots = slots;
    this.#rest = new Float64Array(slots);
  }

  add(at: number, value: string | null, count: number): void {
    const index = Math.floor((at - this.from) / this.#slot);
    if (index < 0 || index >= this.#slots) return;
    const counts = value === null ? this.#rest : this.#countsOf(value);
    counts[index] = (counts[index] as number) + count;
  }

  /** The busiest values, and the rest summed up. */
  series(): RateSeries {
    const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
    const sorted = [...this.#counts]
      .map(([value, counts]) => ({ value, counts, total: sum(counts) }))
      .sort((a, b) => b.total - a.total || (a.value < b.value ? -1 : 1));
    for (const { counts } of sorted.slice(MAX_RATE_SERIES)) {
      counts.forEach((count, i) => (this.#rest[i] = (this.#rest[i] as number) + count));
    }
    const series: { value: string | null; counts: number[] }[] = sorted
      .slice(0, MAX_RATE_SERIES)
      .map(({ value, counts }) => ({ value, counts: [...counts] }));
    if (sum(this.#rest) > 0) series.push({ value: null, counts: [...this.#rest] });
    return { from: this.from, slot: this.#slot, series };
  }

  #countsOf(value: string): Float64Array {
    const known = this.#counts.get(value);
    if (known) return known;
    if (this.#counts.size >= MAX_VALUES) return this.#rest;
    const counts = new Float64Array(this.#slots);
    this.#counts.set(value, counts);
    return counts;
  }
}
