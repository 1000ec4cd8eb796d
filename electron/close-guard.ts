/** Nobody closes the window on what isn't saved without being asked. */

/** What of a window is used. */
export interface ClosingWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  close(): void;
}

/** What a person wants to do. */
export type Leaving = 'close' | 'reload';

export interface CloseGuardOptions {
  /** Asks the person. @returns true to let everything go */
  ask: (unsaved: readonly string[], leaving: Leaving) => Promise<boolean>;
}

/**
 * Knows what would be lost with the window, and asks before it closes or its page loads anew. Whoever ends
 * the program without a person at hand (a signal, a flag) lets it go first.
 */
export class CloseGuard {
  readonly #ask: CloseGuardOptions['ask'];
  readonly #sources: (() => readonly string[])[] = [];
  #page: readonly string[] = [];
  #asking = false;
  #free = false;

  constructor({ ask }: CloseGuardOptions) {
    this.#ask = ask;
  }

  /** @param unsaved what the page would lose, one sentence each; it replaces what was told before */
  note(unsaved: readonly string[]): void {
    this.#page = unsaved;
  }

  /** Something behind the page that goes with the program. @param source one sentence each */
  add(source: () => readonly string[]): void {
    this.#sources.push(source);
  }

  /** Nobody is asked any more. */
  release(): void {
    this.#free = true;
  }

  /** Keeps a window open until the person has decided. */
  watch(window: ClosingWindow): void {
    window.on('close', (event) => {
      if (this.#free || this.#atStake().length === 0) return;
      event.preventDefault();
      void this.#decide('close', this.#atStake(), () => {
        this.release();
        window.close();
      });
    });
  }

  /** Loads the page anew: what is behind it stays. */
  async reload(action: () => void): Promise<void> {
    if (this.#page.length > 0) await this.#decide('reload', this.#page, action);
    else action();
  }

  #atStake(): string[] {
    return [...this.#page, ...this.#sources.flatMap((source) => source())];
  }

  /** A second wish while the question stands is the same question. */
  async #decide(leaving: Leaving, unsaved: readonly string[], action: () => void): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      // Where nobody can be asked, nothing holds the window open.
      const discard = await this.#ask(unsaved, leaving).catch(() => true);
      if (discard) action();
    } finally {
      this.#asking = false;
    }
  }
}
