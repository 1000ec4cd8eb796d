import type { NodeId } from '../../../shared/ids.ts';
import type { MessageRing } from '../message-ring.ts';

/** Where messages are looked at: those of the node that runs, or an opened recording. */
export interface MessageStore {
  /** The node whose messages these are. */
  readonly self: NodeId;
  readonly ring: MessageRing;
}
