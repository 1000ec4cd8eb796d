import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';

/** Lists are told at most so often, ms: whole lists cross each time, and nobody reads faster. */
export const TELL_EVERY = 100;

/** Remembers which lists changed, and says when to tell them: the first change at once. */
export class Paced<List> {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  readonly #changed = new Set<List>();
  #toldAt = -Infinity;
  #timer: Guard | null = null;

  /** @param onDue called when {@link take} has something */
  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  touch(list: List): void {
    this.#changed.add(list);
    if (this.#timer) return;
    const left = this.#toldAt + TELL_EVERY - this.#clock.now();
    if (left <= 0) return this.#onDue();
    this.#timer = this.#clock.after(left, () => {
      this.#timer = null;
      this.#onDue();
    });
  }

  /** The lists to be told now. */
  take(): List[] {
    if (this.#timer || this.#changed.size === 0) return [];
    const lists = [...this.#changed];
    this.clear();
    return lists;
  }

  /** All lists were told, whatever had changed. */
  clear(): void {
    this.#changed.clear();
    this.#toldAt = this.#clock.now();
    this.dispose();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = null;
  }
}
