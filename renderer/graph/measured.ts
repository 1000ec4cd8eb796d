import { Expectations, RoundTrips, roundTrips, slowPairs } from '../../shared/latency.ts';
import type { LatencyView, NodeView } from '../../shared/mesh.ts';
import type { PrimaryGroups } from '../../shared/primary-groups.ts';
import { resolved } from '../../shared/resolution.ts';
import type { MeasuredPairs } from '../../shared/round-trips.ts';

/** What is known of round trips, as pictures take it. */
export interface Measured {
  trips: RoundTrips;
  /** Which of them are slow, by number. */
  slow: readonly number[];
}

export const NOTHING_MEASURED: Measured = {
  trips: new RoundTrips([], -1, new Int32Array(), new Float64Array()),
  slow: [],
};

/** Brings round trips together and judges which are slow (`shared/latency.ts`). */
export function measure(
  nodes: Iterable<NodeView>,
  latencies: Iterable<LatencyView> | MeasuredPairs,
  primary: PrimaryGroups,
): Measured {
  const trips = roundTrips(nodes, latencies);
  return { trips, slow: slowPairs(trips, new Expectations(trips, primary)) };
}

/** A scale for colours: where a round trip lies between what is short and what is long here. */
export interface TripScale {
  /** Logarithms of ms. */
  low: number;
  high: number;
}

/** The ends of a scale are at least this factor apart: or noise would fill it. */
const LEAST_SPAN = 3;

/** The scale of some round trips, ms; outliers of 5 % at both ends don't count. */
export function tripScale(trips: Iterable<number>): TripScale {
  const sorted = Float64Array.from(trips).sort();
  if (sorted.length === 0) return { low: 0, high: 1 };
  const at = (share: number) => resolved(sorted[Math.floor((sorted.length - 1) * share)]!);
  const low = Math.log(at(0.05));
  return { low, high: Math.max(Math.log(at(0.95)), low + Math.log(LEAST_SPAN)) };
}

/** Where a round trip lies on a scale, 0 = short … 1 = long. */
export function tripShare({ low, high }: TripScale, ms: number): number {
  return Math.min(1, Math.max(0, (Math.log(resolved(ms)) - low) / (high - low)));
}
