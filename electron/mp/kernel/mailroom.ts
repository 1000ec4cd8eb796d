import { DELIVERIES_PER_TURN } from './limits.ts';

/**
 * Runs what ports cause inside this node, in order, and never inside the caller: so a receiver is
 * not entered twice, and ports that answer each other don't fill the stack. Yields to the event loop
 * now and then.
 */
export class Mailroom {
  #tasks: (() => void)[] = [];
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
    for (let done = 0; done < DELIVERIES_PER_TURN; ) {
      const batch = this.#tasks;
      if (batch.length === 0) {
        this.#draining = false;
        return;
      }
      this.#tasks = [];
      for (const task of batch) task();
      done += batch.length;
    }
    setImmediate(() => this.#drain());
  }
}
