import { MAX_REPLY_LENGTH } from '../../shared/hand.ts';
import type { Json, Message, Reason } from '../../shared/json.ts';
import type { CallResult, Delivery } from '../../shared/messages.ts';
import { PREVIEW_LENGTH } from '../../shared/messages.ts';
import { jsonText } from '../observe/json-text.ts';
import { MAX_REASON_LENGTH, reasonText } from '../observe/reason-text.ts';

/** A reply as the window sees it. */
export interface BoundedReply {
  /** When `cut`: one string, the beginning of its JSON. */
  message: Message;
  cut: boolean;
  /** Characters of its JSON, as far as it is shown. */
  length: number;
}

/** Lists of jobs cross to the window often: a long reply is cut. */
export function boundedReply(message: Message, room = MAX_REPLY_LENGTH): BoundedReply {
  const { text, cut } = jsonText(message as Json[], { limit: Math.min(room, MAX_REPLY_LENGTH) });
  if (!cut) return { message, cut, length: text.length };
  const beginning = jsonText(message as Json[], { limit: PREVIEW_LENGTH }).text;
  return { message: [beginning], cut, length: 0 };
}

/** A reason as the window sees it; of a long one only its text, cut. */
export function boundedReason(reason: Reason): Reason {
  const { cut } = jsonText(reason as Json[], { limit: MAX_REASON_LENGTH * 2 });
  return cut ? [...reason.slice(0, 1).filter((word) => isShort(word)), reasonText(reason)] : reason;
}

export function boundedResult(result: Delivery | CallResult): Delivery | CallResult {
  switch (result.outcome) {
    case 'reply':
      return { ...result, message: boundedReply(result.message).message };
    case 'lost':
    case 'died':
      return { ...result, reason: boundedReason(result.reason) };
    default:
      return result;
  }
}

/** The kind of reason, which programs look at. */
function isShort(word: Json): boolean {
  return typeof word === 'string' && word.length <= 100;
}
