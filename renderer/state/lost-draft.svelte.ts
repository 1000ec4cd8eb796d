import type { Draft } from './drafts.ts';
import { sameDestination } from './destinations.ts';

/** How a draft was lost. */
export type Loss = 'replaced' | 'cleared';

/** Keeps what the person wrote when something else takes its place in the fields, for one step back. */
export class LostDraft {
  #kept = $state.raw<{ draft: Draft; loss: Loss } | null>(null);
  /** Whether the person has written in the draft since it was put there, or sent. */
  #written = false;

  /** How the draft was lost that can be had back; `null` when there is none. */
  get loss(): Loss | null {
    return this.#kept?.loss ?? null;
  }

  /** The person has changed the draft. Fields also repeat what they are given: that is no change. */
  edited(before: Draft, after: Draft): void {
    if (isSame(before, after)) return;
    this.#written = true;
    this.#kept = null;
  }

  /** Something else has taken the place of the draft. What was put there untouched is no loss. */
  replaced(before: Draft, after: Draft, loss: Loss): void {
    if (this.#written && loses(before, after)) this.#kept = { draft: before, loss };
    this.#written = false;
  }

  /** The draft was sent: it stands among the sent ones. */
  sent(): void {
    this.#written = false;
    this.#kept = null;
  }

  /** Takes the draft that was lost out of here. */
  take(): Draft | null {
    const draft = this.#kept?.draft ?? null;
    if (draft) this.#written = true;
    this.#kept = null;
    return draft;
  }
}

/** Whether something that stands in one draft doesn't stand in the other. */
function loses(before: Draft, after: Draft): boolean {
  return (
    (before.tag !== '' && before.tag !== after.tag) ||
    (before.arguments.trim() !== '' && before.arguments !== after.arguments) ||
    (before.destinationText.trim() !== '' && !isSameAim(before, after))
  );
}

function isSame(before: Draft, after: Draft): boolean {
  const { tag, arguments: args, timeout, many } = before;
  const isRest = Object.is(timeout, after.timeout) && many === after.many;
  return isRest && tag === after.tag && args === after.arguments && isSameAim(before, after);
}

function isSameAim(one: Draft, other: Draft): boolean {
  if (!one.destination || !other.destination) {
    return one.destination === other.destination && one.destinationText === other.destinationText;
  }
  return sameDestination(one.destination, other.destination);
}
