import type { RateSeries } from '../../../shared/messages.ts';
import type { Sieve } from './filtering.ts';
import type { Pace } from './pace.ts';
import type { RateProperty } from './rate-series.ts';
import { RateCounts, rateValueOf } from './rate-series.ts';
import type { MessageStore } from './store.ts';

export interface RatesQuery {
  by: RateProperty;
  /** ms. */
  slot: number;
  slots: number;
}

/** Counts the kept messages that pass a sieve, the newest first, in slices. */
export async function scanRates(
  { ring }: MessageStore,
  sieve: Sieve,
  { by, slot, slots }: RatesQuery,
  { now, pace }: { now: number; pace: Pace },
): Promise<RateSeries> {
  const counts = new RateCounts(now, slot, slots);
  await pace.rest();
  for (let seq = ring.next - 1; seq >= ring.first; seq--) {
    const kept = ring.get(seq);
    if (!kept || kept.at < counts.from) break;
    if (sieve.passes(kept)) counts.add(kept.at, rateValueOf(kept, by), 1);
    if (pace.due()) await pace.rest();
  }
  return counts.series();
}
