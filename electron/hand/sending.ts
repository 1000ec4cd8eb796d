import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { PortId } from '../../shared/ids.ts';
import { nodeOf, portIdOf, portNameOf } from '../../shared/ids.ts';
import type { Node } from '../mp/mp.ts';
import type { MessageLog } from '../observe/messages.ts';

/** What sending by hand needs. */
export interface SendingOptions {
  node: Node;
  clock: Clock;
  messages: Pick<MessageLog, 'addSystemPort' | 'byHand' | 'expectReply'>;
}

/** Whether messages to `port` have a way to go: its node is this one, connected, or known to exist. */
export function isKnownNode(node: Node, port: PortId): boolean {
  const id = nodeOf(port);
  return id === node.id || node.upNodes().includes(id) || node.knownNodes().includes(id);
}

/** The error for a destination on a node that nobody knows. */
export function unknownDestination(port: PortId): MeshError {
  const id = nodeOf(port);
  return new MeshError('destination-unknown', `The node ${id} is not known in this network.`, {
    detail: { node: id },
  });
}

/** The one spelling of a port ID: `bob#` and `bob` are the same. */
export function canonical(port: PortId): PortId {
  return portIdOf(nodeOf(port), portNameOf(port));
}
