import type { Json, Message } from '../../shared/json.ts';

/** The elements after the tag, as `arg[0]` of a filter counts them. */
export function argumentsOf(message: Message): Json[] {
  return message.slice(typeof message[0] === 'string' ? 1 : 0);
}
