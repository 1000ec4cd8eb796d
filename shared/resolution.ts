/**
 * Round trips up to this, ms, can't be told apart. What lies between two other nodes is the difference of
 * measurements that a busy processor moves by that much, and our own are told anew only when they change
 * by a good part of it.
 */
export const RESOLUTION = 0.5;

/** A round trip as it is told, ms: nothing is nearer than what can be measured. */
export function resolved(roundTrip: number): number {
  return Math.max(roundTrip, RESOLUTION);
}

/** Whether a round trip, ms, only says "no longer than {@link RESOLUTION}". */
export function isUnresolved(roundTrip: number): boolean {
  return roundTrip <= RESOLUTION;
}
