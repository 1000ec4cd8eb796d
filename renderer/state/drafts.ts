import type { Json } from '../../shared/json.ts';
import type { DestinationSpec, MessageDraft } from '../../shared/hand.ts';
import { templateOf, templateText } from '../../shared/template.ts';
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
  /** Replies until the time-out, not only the first. */
  many: boolean;
}

export const EMPTY_DRAFT: Draft = {
  destinationText: '',
  destination: null,
  tag: '',
  arguments: '',
  timeout: 5,
  many: false,
};

/** The draft as it is sent and saved; `null` without a destination. */
export function messageDraft(draft: Draft): MessageDraft | null {
  const { destination, tag, arguments: args } = draft;
  return destination && { destination, tag, arguments: args };
}

/** A saved or sent message as a draft. */
export function draftOf(message: MessageDraft): Partial<Draft> {
  const { destination, tag, arguments: args } = message;
  return { ...aimed(destination), tag, arguments: args };
}

/** A message of data as a draft that sends just that: braces in it are no variables. */
export function draftOfData(destination: DestinationSpec, message: readonly Json[]): MessageDraft {
  const [first, ...rest] = message;
  return typeof first === 'string'
    ? { destination, tag: templateText(first), arguments: templateOf(rest) }
    : { destination, tag: '', arguments: templateOf(message) };
}

/** The part of a draft that says where it goes. */
export function aimed(destination: Destination): Pick<Draft, 'destination' | 'destinationText'> {
  return { destination, destinationText: destinationName(destination) };
}
