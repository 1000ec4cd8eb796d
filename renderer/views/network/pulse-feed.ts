import type { PassedMessages } from '../../../shared/contract.ts';
import type { PulseField } from '../../graph/pulses.ts';

/**
 * Hands messages that have passed to the pulses.
 * @param now ms, the clock of the pulses
 * @returns whether anything begins to move
 */
export function feedPulses(
  field: PulseField,
  passed: readonly PassedMessages[],
  now: number,
): boolean {
  let any = false;
  for (const { peer, in: inward, out: outward } of passed) {
    for (let i = 0; i < inward; i++) any = field.add(peer, 'in', now) || any;
    for (let i = 0; i < outward; i++) any = field.add(peer, 'out', now) || any;
  }
  return any;
}
