import type { Clock } from '../../shared/clock.ts';
import type { Push } from '../../shared/contract.ts';
import type { Guard } from '../../shared/guard.ts';

/** At most one push in this time, ms: a frame at 60 Hz. */
export const PUSH_INTERVAL = 16;

/** Something that has a state to tell. Every field of a push belongs to one part only. */
export interface PushPart {
  /** Everything as it stands now; later calls of {@link takeChange} tell only what follows. */
  takeAll(): Push;
  /** What changed since something was last told; bounded in size. Empty when nothing did. */
  takeChange(): Push;
}

export interface PublisherOptions {
  clock: Clock;
  /** Brings a push to the window. */
  send: (push: Push) => void;
  /** The parts as they are now; they may be replaced between two pushes. */
  parts: () => readonly PushPart[];
}

/**
 * Tells the window what changed: in batches, never more than one per frame, and nothing while it can't
 * be seen. The parts remember what they have told, so nothing is lost by waiting.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  /** Nothing is sent before the window asked for everything. */
  #open = false;
  #paused = false;
  #changed = false;
  #timer: Guard | null = null;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Something changed. Cheap: call it as often as you like. */
  touch(): void {
    this.#changed = true;
    this.#schedule();
  }

  /** Everything, for a window that has just opened; pushes follow from here on. */
  openState(): Push {
    this.#open = true;
    this.#changed = false;
    const push = merge(this.#options.parts().map((part) => part.takeAll()));
    // Rows that didn't fit follow.
    this.touch();
    return push;
  }

  /** The window is gone, or loads anew. */
  close(): void {
    this.#open = false;
    this.#timer?.dispose();
    this.#timer = null;
  }

  /** Stops sending while nobody can see it. */
  pause(): void {
    this.#paused = true;
  }

  /** Goes on, with what changed meanwhile. */
  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#open || this.#paused || !this.#changed) return;
    this.#timer ??= this.#options.clock.after(PUSH_INTERVAL, () => this.#flush());
  }

  #flush(): void {
    this.#timer = null;
    if (!this.#open || this.#paused) return;
    this.#changed = false;
    const push = merge(this.#options.parts().map((part) => part.takeChange()));
    if (Object.keys(push).length === 0) return;
    this.#options.send(push);
    // A bounded change may have left something for the next frame.
    this.touch();
  }
}

function merge(pushes: readonly Push[]): Push {
  return Object.assign({}, ...pushes) as Push;
}
