import { DELIVERIES_PER_TURN } from './limits.ts';

/**
 * Runs what ports cause inside this node, in order, and never inside the caller: so a receiver is
 * not entered twice, and ports that answer each other don't fill the stack. Yields to the event loop
 * now and then.
 */
export class Mailroom {
  readonly #tasks: (() => void)[] = [];
  /** How many of them are done. */
  #done = 0;
  #draining = false;

  /** Runs `task` after everything posted before. It must not throw. */
  post(task: () => void): void {
    this.#tasks.push(task);
    if (this.#draining) return;
    this.#draining = true;
    queueMicrotask(() => this.#drain());
  }

  /** Whether something waits. */
  get busy(): boolean {
    return this.#draining;
  }

  #drain(): void {
    const tasks = this.#tasks;
    // Tasks post more tasks: the end moves.
    for (let left = DELIVERIES_PER_TURN; left > 0 && this.#done < tasks.length; left--) {
      tasks[this.#done++]?.();
    }
    this.#draining = this.#done < tasks.length;
    // Moving what is left is worth its time once that is less than what is done.
    if (this.#done * 2 >= tasks.length) {
      tasks.splice(0, this.#done);
      this.#done = 0;
    }
    if (this.#draining) setImmediate(() => this.#drain());
  }
}
