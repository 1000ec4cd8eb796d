import type { PulseField } from '../../graph/pulses.ts';
import { MOST_PER_SECOND } from '../../graph/pulses.ts';
import { messages } from '../../state/messages.svelte.ts';

/** Hands new messages to the pulses. Only what really passed since it was made. */
export class PulseFeed {
  readonly #field: PulseField;
  #seen = messages.newest;

  constructor(field: PulseField) {
    this.#field = field;
  }

  /**
   * Takes what is new. System messages only while they are shown among the others.
   * @param now ms, the clock of the pulses
   * @returns whether anything begins to move
   */
  take(now: number): boolean {
    const newest = messages.newest;
    // Another session counts from 1 again.
    if (newest < this.#seen) this.#seen = 0;
    let any = false;
    for (const row of messages.after(this.#seen, MOST_PER_SECOND)) {
      if (row.system && !messages.system) continue;
      if (this.#field.add(row.peer, row.direction, now)) any = true;
    }
    this.#seen = newest;
    return any;
  }
}
