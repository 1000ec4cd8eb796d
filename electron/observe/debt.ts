/** What one node was asked and didn't answer yet. Any answer to a later question settles what was before. */
export class Debt {
  #owedSince: number | null = null;
  #lastAskedAt = 0;

  /** It was asked something, Unix ms. */
  asked(at: number): void {
    this.#lastAskedAt = at;
    this.#owedSince ??= at;
  }

  /** It answered the question asked at that time. */
  answered(askedAt: number): void {
    this.#owedSince = askedAt < this.#lastAskedAt ? this.#lastAskedAt : null;
  }

  /** When it was asked what it owes, Unix ms, if that is longer ago than `patience` ms; else `null`. */
  overdue(now: number, patience: number): number | null {
    return this.#owedSince !== null && now - this.#owedSince > patience ? this.#owedSince : null;
  }
}
