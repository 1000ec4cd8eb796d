import type { TimelineState } from '../../shared/timeline.ts';

class PastState {
  #state = $state.raw<TimelineState | null>(null);

  /** The mesh as it was, while somebody looks at it; `null` = live. */
  get state(): TimelineState | null {
    return this.#state;
  }

  /** Whether the screen shows the past. */
  get shown(): boolean {
    return this.#state !== null;
  }

  show(state: TimelineState | null): void {
    this.#state = state;
  }
}

/** The past that is looked at. The network and the causes answer from here as long as there is one. */
export const past = new PastState();
