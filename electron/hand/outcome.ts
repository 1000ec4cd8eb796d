import type { Guard } from '../../shared/guard.ts';

/** A result that settles once; whatever waits for it ends then, also what is added later. */
export class Outcome<Value> {
  readonly promise: Promise<Value>;
  readonly #guards: Guard[] = [];
  #resolve!: (value: Value) => void;
  #settled = false;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Disposed when the result is there. */
  add(guard: Guard): void {
    // A monitor may fire before it is returned.
    if (this.#settled) guard.dispose();
    else this.#guards.push(guard);
  }

  settle(value: Value): void {
    this.end();
    this.#resolve(value);
  }

  /** Ends what waits, without a result. */
  end(): void {
    this.#settled = true;
    for (const guard of this.#guards.splice(0)) guard.dispose();
  }
}
