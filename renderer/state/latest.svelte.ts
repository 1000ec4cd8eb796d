import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';

/** While somebody types, nothing is asked more often than this, ms. */
const PAUSE = 150;

/** The answer to a question that changes while it is being answered: only the last one counts. */
export class Latest<Answer> {
  #current = $state.raw<Answer | null>(null);
  #error = $state.raw<ErrorView | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** The last answer; it stays until the next one comes. */
  get current(): Answer | null {
    return this.#current;
  }
  get error(): ErrorView | null {
    return this.#error;
  }

  ask(question: () => Promise<Answer>): void {
    const turn = this.#next();
    this.#timer = setTimeout(() => void this.#run(question, turn), PAUSE);
  }

  /** There is no question any more. */
  clear(): void {
    this.#next();
    this.#current = null;
    this.#error = null;
  }

  #next(): number {
    clearTimeout(this.#timer);
    this.#turn += 1;
    return this.#turn;
  }

  async #run(question: () => Promise<Answer>, turn: number): Promise<void> {
    try {
      const answer = await question();
      if (turn !== this.#turn) return;
      this.#current = answer;
      this.#error = null;
    } catch (error) {
      if (turn === this.#turn) this.#error = errorView(error);
    }
  }
}
