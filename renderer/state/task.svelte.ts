import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';

/** One thing at a time that takes a while and may fail, with its place on the screen. */
export class Task {
  #busy = $state.raw(false);
  #error = $state.raw<ErrorView | null>(null);

  get busy(): boolean {
    return this.#busy;
  }
  get error(): ErrorView | null {
    return this.#error;
  }

  forget(): void {
    this.#error = null;
  }

  /** @returns true when it went well; a second call while the first runs does nothing */
  async run(action: () => Promise<unknown>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#error = null;
    try {
      await action();
      return true;
    } catch (error) {
      this.#error = errorView(error);
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
