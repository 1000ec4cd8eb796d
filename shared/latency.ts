import { Expectations } from './expectations.ts';
import type { NodeId } from './ids.ts';
import type { PrimaryGroups } from './primary-groups.ts';
import type { RoundTrip, RoundTrips } from './round-trips.ts';

export { Expectations } from './expectations.ts';
export { roundTrips, RoundTrips } from './round-trips.ts';
export type { RoundTrip } from './round-trips.ts';

export interface SlowLink extends RoundTrip {
  /** What was to be expected between them, ms. */
  expected: number;
}

/**
 * The round trip to expect between two nodes, ms; `null` = nothing measured to compare with.
 * For more than one pair make one {@link Expectations}.
 */
export function expectedRoundTrip(
  measured: RoundTrips,
  primary: PrimaryGroups,
  one: NodeId,
  other: NodeId,
): number | null {
  return new Expectations(measured, primary).of(one, other);
}

/** The links that take much longer than is to be expected between their ends. */
export function slowLinks(measured: RoundTrips, primary: PrimaryGroups): SlowLink[] {
  const expectations = new Expectations(measured, primary);
  return slowPairs(measured, expectations).map((index) => {
    const pair = measured.pair(index);
    return { ...pair, expected: expectations.of(pair.a, pair.b) as number };
  });
}

/** The numbers of the pairs that take much longer than is to be expected. */
export function slowPairs(measured: RoundTrips, expectations: Expectations): number[] {
  const slow: number[] = [];
  for (let i = 0; i < measured.size; i++) {
    const limit = expectations.limitAt(
      measured.ends[2 * i] as number,
      measured.ends[2 * i + 1] as number,
    );
    if ((measured.times[i] as number) > limit) slow.push(i);
  }
  return slow;
}
