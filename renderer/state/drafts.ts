import { portIdOf } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { MessageDetail } from '../../shared/messages.ts';
import { destinationName } from './destinations.ts';
import type { Destination } from './destinations.ts';

/** What the person has written. */
export interface Draft {
  /** Text in the destination field; the name of `destination` when one is chosen. */
  destinationText: string;
  destination: Destination | null;
  tag: string;
  /** The inside of a JSON array. */
  arguments: string;
  /** Seconds. */
  timeout: number;
}

export const EMPTY_DRAFT: Draft = {
  destinationText: '',
  destination: null,
  tag: '',
  arguments: '',
  timeout: 5,
};

/**
 * A sent message as a draft, to change it and send it again. `null` when it can't be one: it was
 * received, or is too long to be shown whole.
 */
export function draftFrom(message: MessageDetail): Partial<Draft> | null {
  if (message.direction !== 'out' || message.cut) return null;
  const elements = JSON.parse(message.json) as Json;
  if (!Array.isArray(elements)) return null;
  const tagged = typeof elements[0] === 'string';
  const destination: Destination = { kind: 'port', port: portIdOf(message.peer, message.port) };
  return {
    destination,
    destinationText: destinationName(destination),
    tag: tagged ? (elements[0] as string) : '',
    arguments: elements
      .slice(tagged ? 1 : 0)
      .map((element) => JSON.stringify(element))
      .join(', '),
  };
}
