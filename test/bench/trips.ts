/** There and back with one message outstanding: who asks takes the time of each trip. */
import { tell } from './lines.ts';

export interface TripOptions {
  /** Trips not counted, and counted. */
  warmUp: number;
  trips: number;
}

/** Times trips; tells the driver their median and the time that 99 of 100 keep, in µs. */
export class Trips {
  readonly #times: Float64Array;
  readonly #warmUp: number;
  readonly #ask: (index: number) => void;
  #done = 0;
  #askedAt = 0;

  constructor({ warmUp, trips }: TripOptions, ask: (index: number) => void) {
    this.#times = new Float64Array(trips);
    this.#warmUp = warmUp;
    this.#ask = ask;
  }

  begin(): void {
    this.#askedAt = performance.now();
    this.#ask(this.#done);
  }

  /** @throws Error when the answer is not the one to the last question */
  answered(index: number): void {
    const time = performance.now() - this.#askedAt;
    if (index !== this.#done) throw new Error(`Got answer ${index} instead of ${this.#done}`);
    const counted = this.#done++ - this.#warmUp;
    if (counted >= 0) this.#times[counted] = time * 1000;
    if (counted + 1 < this.#times.length) this.begin();
    else this.#end();
  }

  #end(): void {
    const sorted = this.#times.toSorted();
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)];
    tell('result', { median: at(0.5), p99: at(0.99) });
  }
}
