import { filterForField, MAX_PATTERN_LENGTH, parseFilter } from '../../shared/filter.ts';
import { quoted } from '../../shared/filter/quote.ts';
import { portIdOf, portNameOf } from '../../shared/ids.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { MessageDetail, MessageView } from '../../shared/messages.ts';

/** The node at which a message arrived, or will. @param self our own node, or that of the recording */
export function receiverOf({ direction, peer }: MessageView, self: NodeId): NodeId {
  return direction === 'in' ? self : peer;
}

/** The port that a message was sent to. */
export function targetOf(message: MessageView, self: NodeId): PortId {
  return portIdOf(receiverOf(message, self), message.port);
}

/**
 * The filter that shows a conversation: the request, its answer, and everything else that names the same
 * reply port or was sent to it. `null` for messages that belong to none.
 */
export function conversationFilter(message: MessageDetail, self: NodeId): string | null {
  const port = replyPortOf(message, self);
  if (port === null || portNameOf(port) === '') return null;
  const searched = quoted(port.slice(0, MAX_PATTERN_LENGTH));
  const filter = `${filterForField('port', portNameOf(port))} or ${searched}`;
  return parseFilter(filter, { now: 0 }).ok ? filter : null;
}

/** The reply port of the request, or the one that the answer came to. */
function replyPortOf(message: MessageDetail, self: NodeId): PortId | null {
  return message.replyTo ? targetOf(message, self) : message.replyPort;
}
