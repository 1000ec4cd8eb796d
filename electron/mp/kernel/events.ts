import type { Guard } from '../../../shared/guard.ts';
import type { MeshError } from '../../../shared/errors.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { Json, Reason } from '../../../shared/json.ts';
import type { LinkPosture } from '../../../shared/mesh.ts';
import type { DialectName } from '../wire/dialect.ts';

/** A node that this one is connected to. */
export interface PeerInfo {
  id: NodeId;
  /** Unix ms. */
  since: number;
  /** Software as it calls itself. */
  provider: string | null;
  /** Generation of the protocol; decides on services and groups. */
  dialect: DialectName;
  link: LinkPosture;
}

export interface GroupChange {
  name: string;
  /** All ports after the change. */
  members: readonly PortId[];
  added: readonly PortId[];
  removed: readonly PortId[];
}

export interface LogRecord {
  level: 'error' | 'warning' | 'info' | 'debug';
  text: string;
  /** Set when the record tells of an error: its code and next step. */
  error: MeshError | null;
  /** The node or address it is about. */
  peer: string | null;
}

/** What happens in a node, by name. */
export interface NodeEvents {
  listening: { addresses: readonly string[] };
  up: { node: NodeId; peer: PeerInfo };
  /** Alternates with `up` for each node. */
  down: { node: NodeId; reason: Reason };
  /** A node told where it listens; `[]` = nowhere. */
  addresses: { node: NodeId; addresses: readonly string[] };
  /** A seed address turned out to lead to this node. */
  seed: { address: string; node: NodeId };
  group: GroupChange;
  log: LogRecord;
  closed: Record<string, never>;
}

/** One message that this node sent, received, or delivered inside. */
export interface TappedMessage {
  direction: 'in' | 'out';
  /** The node at the other end; our own ID for messages that stay here. */
  peer: NodeId;
  /** Port name at the receiving node; `''` is the node port. */
  port: string;
  message: readonly Json[];
  /** Octets of the frame; 0 for messages that stay here. */
  size: number;
}

export type Listener<Name extends keyof NodeEvents> = (event: NodeEvents[Name]) => void;

/** The events of a node. A listener that throws is logged and doesn't harm the others. */
export interface EventSource {
  on<Name extends keyof NodeEvents>(name: Name, listener: Listener<Name>): Guard;
}
