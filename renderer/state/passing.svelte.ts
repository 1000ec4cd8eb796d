import type { PassedMessages } from '../../shared/contract.ts';

/** Told of every batch of messages that passed. */
type Listener = (passed: readonly PassedMessages[]) => void;

/** Messages as they pass: nothing is kept, whoever wants to see them listens. */
class Passing {
  readonly #listeners = new Set<Listener>();

  apply(passed: readonly PassedMessages[]): void {
    for (const listener of this.#listeners) listener(passed);
  }

  /** @returns what ends it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export const passing = new Passing();
