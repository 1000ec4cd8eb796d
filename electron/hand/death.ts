import { MeshError } from '../../shared/errors.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Reason } from '../../shared/json.ts';
import type { CallResult, Delivery } from '../../shared/messages.ts';
import { reasonText } from '../observe/reason-text.ts';

/** The error for a destination that ended, or `null` when the result doesn't say that it did. */
export function destinationDied(to: PortId, result: Delivery | CallResult): MeshError | null {
  switch (result.outcome) {
    case 'no-such-port':
      return new MeshError('destination-died', `There is no port ${to}.`);
    case 'lost':
    case 'died':
      return deathError(to, result.reason);
    default:
      return null;
  }
}

/** @param to what died */
export function deathError(to: PortId, reason: Reason): MeshError {
  return new MeshError('destination-died', `${to} is gone: ${reasonText(reason)}.`);
}
