import { resolved } from '../../shared/resolution.ts';

/** How a node answers: see `NodeView` of nodes that are up. */
export interface Vital {
  /** Ms. */
  roundTrip: number | null;
  /** Ms. */
  clockOffset: number | null;
  /** Unix ms. */
  silentSince: number | null;
}

/** Of a node that was never asked. */
export const UNMEASURED: Vital = { roundTrip: null, clockOffset: null, silentSince: null };

/** What is told of a measurement: see `RESOLUTION`. */
export function resolvedVital(vital: Vital): Vital {
  if (vital.roundTrip === null) return vital;
  return { ...vital, roundTrip: resolved(vital.roundTrip) };
}

/** Round trips are told anew when they differ by this part, and by this many ms at least. */
const ROUND_TRIP_PART = 0.1;
const ROUND_TRIP_STEP = 0.2;
/** Clock offsets are told anew when they differ by this much, ms: they are no better than that. */
const CLOCK_STEP = 1;

/** Whether what is known now differs from what was told by more than noise: hundreds of nodes are measured. */
export function isWorthTelling(told: Vital, now: Vital): boolean {
  if (told.silentSince !== now.silentSince) return true;
  const step = Math.max((told.roundTrip ?? 0) * ROUND_TRIP_PART, ROUND_TRIP_STEP);
  return (
    differs(told.roundTrip, now.roundTrip, step) ||
    differs(told.clockOffset, now.clockOffset, CLOCK_STEP)
  );
}

function differs(one: number | null, other: number | null, step: number): boolean {
  if (one === null || other === null) return one !== other;
  return Math.abs(one - other) > step;
}
