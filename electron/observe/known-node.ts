import type { Reason } from '../../shared/json.ts';
import type { NodeView } from '../../shared/mesh.ts';
import type { PeerInfo } from '../mp/kernel/events.ts';
import { reasonText } from './reason-text.ts';
import type { Vital } from './vital.ts';
import { UNMEASURED } from './vital.ts';

/** What is known of a node that is up, or was. Times are Unix ms. */
export type KnownNode =
  | { state: 'up'; since: number; peer: PeerInfo; vital: Vital }
  | {
      state: 'down';
      since: number;
      reason: string;
      provider: string | null;
      /** Where it listened last; `null` = it never told. */
      addresses: readonly string[] | null;
    };

/** A node that has just connected. */
export function upFrom(peer: PeerInfo): KnownNode {
  return { state: 'up', since: peer.since, peer, vital: UNMEASURED };
}

/**
 * A node that was lost.
 * @param view what was told of it until now
 */
export function downFrom(view: NodeView | undefined, reason: Reason, since: number): KnownNode {
  const { provider = null, addresses = null } = view ?? {};
  return { state: 'down', since, reason: reasonText(reason), provider, addresses };
}
