/** Samples that count: one outlier among them changes nothing, two in a row are the new truth. */
const SAMPLES = 3;

/** Times differ for no reason by this much, ms: a busy processor, a collected heap. */
const JITTER = 10;

/** Whether two times, in ms, differ so much that something happened: more than twice, and `jitter`. */
export function isFar(one: number, other: number, jitter = JITTER): boolean {
  return Math.max(one, other) > 2 * Math.min(one, other) + jitter;
}

/** A time that is measured again and again, in ms: single outliers don't move it, a change does soon. */
export class Steady {
  readonly #samples: number[] = [];

  /** The median of the last three, the smaller of two; `null` = never measured. */
  get value(): number | null {
    const [least = null, middle = least] = [...this.#samples].sort((a, b) => a - b);
    return this.#samples.length < SAMPLES ? least : middle;
  }

  /**
   * Takes a sample.
   * @returns whether it is the first, or far from the rest: worth to be measured again at once. A single
   *   time may be a delay of our own machine, and must not make a link slow.
   */
  add(sample: number): boolean {
    const before = this.value;
    this.#samples.push(sample);
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    return before === null || isFar(before, sample);
  }
}
