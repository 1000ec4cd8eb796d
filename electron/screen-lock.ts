import type { Push } from '../shared/contract.ts';
import type { PushPart } from './ipc/publisher.ts';

/** Tells the window once of every time that the screen was locked. */
export class ScreenLock implements PushPart {
  readonly #onChange: () => void;
  #locked = false;

  /** @param onChange called when there is something to tell */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  note(): void {
    this.#locked = true;
    this.#onChange();
  }

  /** A window that has just opened shows no secret yet. */
  takeAll(): Push {
    this.#locked = false;
    return {};
  }

  takeChange(): Push {
    if (!this.#locked) return {};
    this.#locked = false;
    return { screenLocked: true };
  }
}
