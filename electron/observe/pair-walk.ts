/**
 * Goes through all pairs of `size` things so that every thing has its turn often. One after the other
 * comes first, each with a few that follow it on the circle; then each with the next few, and so on.
 */
export class PairWalk {
  readonly #width: number;
  /** How far apart the pairs of this time round are, at least. */
  #nearest = 1;
  #first = 0;
  #step = 0;

  /** @param width how many pairs with the same first thing come in a row, at most */
  constructor(width: number) {
    this.#width = width;
  }

  /** The next pair of numbers below `size`, which may change on the way; `null` at the end, then it begins anew. */
  next(size: number): readonly [number, number] | null {
    while (this.#nearest <= size / 2) {
      const [first, distance] = [this.#first, this.#nearest + this.#step];
      this.#advance(size);
      // Half way round, each pair would come from both of its ends.
      const twice = distance * 2 === size && first >= distance;
      if (first < size && distance <= size / 2 && !twice) return [first, (first + distance) % size];
    }
    this.#nearest = 1;
    this.#first = this.#step = 0;
    return null;
  }

  #advance(size: number): void {
    this.#step += 1;
    if (this.#step < this.#width) return;
    this.#step = 0;
    this.#first += 1;
    if (this.#first < size) return;
    this.#first = 0;
    this.#nearest += this.#width;
  }
}
