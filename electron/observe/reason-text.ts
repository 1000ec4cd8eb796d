import type { Reason } from '../../shared/json.ts';
import { elementsText } from './json-text.ts';

/** Reasons are written by peers: enough for a sentence, not for a book. */
export const MAX_REASON_LENGTH = 500;

/** Kill reasons of lost connections begin with this word (protocol section 5). */
const TRANSPORT_ERROR = 'transport_error';

/** A kill reason as a line of text, at most {@link MAX_REASON_LENGTH} characters. */
export function reasonText(reason: Reason): string {
  if (reason.length === 0) return 'ended normally';
  const [kind, , text] = reason;
  const words = kind === TRANSPORT_ERROR && typeof text === 'string' ? [text] : reason;
  if (words.every((word) => typeof word === 'string')) {
    return words
      .map((word) => word.slice(0, MAX_REASON_LENGTH))
      .join(', ')
      .slice(0, MAX_REASON_LENGTH);
  }
  return elementsText(words, MAX_REASON_LENGTH).text;
}

/** True when the reason says that the connection was lost, not that the port ended. */
export function isTransportError(reason: Reason): boolean {
  return reason[0] === TRANSPORT_ERROR;
}

/** True when the reason says that there was no such port (protocol section 5, `mon1`). */
export function isNoSuchPort(reason: Reason): boolean {
  return reason[0] === 'no_such_port';
}
