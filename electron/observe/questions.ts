import type { Clock } from '../../shared/clock.ts';
import type { NodeId } from '../../shared/ids.ts';

/** A question without answer is given up after this time, ms. */
export const QUESTION_TIMEOUT = 10_000;

interface Question<About> {
  about: About;
  /** Who is to answer. */
  from: NodeId;
  askedAt: number;
}

/** An answer that was asked for. */
export interface Answered<About> {
  about: About;
  /** Unix ms. */
  askedAt: number;
  /** Time from the question to the answer, ms. */
  took: number;
}

/** Questions to other nodes that wait for their answers: only what was asked for is believed, once. */
export class Questions<About> {
  readonly #clock: Clock;
  readonly #newToken: () => string;
  /** By token, the oldest first. */
  readonly #open = new Map<string, Question<About>>();

  /** @param newToken a new text that nobody can guess */
  constructor(clock: Clock, newToken: () => string) {
    this.#clock = clock;
    this.#newToken = newToken;
  }

  /** Opens a question; returns the token that its answer must bring back. */
  ask(from: NodeId, about: About): string {
    this.#expire();
    const token = this.#newToken();
    this.#open.set(token, { about, from, askedAt: this.#clock.now() });
    return token;
  }

  /** Closes the question; `null` when nobody asked it, or not of `from`, or too long ago. */
  answered(from: NodeId, token: unknown): Answered<About> | null {
    this.#expire();
    const question = typeof token === 'string' ? this.#open.get(token) : undefined;
    if (question?.from !== from) return null;
    this.#open.delete(token as string);
    const { about, askedAt } = question;
    return { about, askedAt, took: this.#clock.now() - askedAt };
  }

  /** Whether `from` owes an answer. */
  isOpen(from: NodeId): boolean {
    this.#expire();
    for (const question of this.#open.values()) if (question.from === from) return true;
    return false;
  }

  /** Gives up what `from` was asked: it is gone. */
  forget(from: NodeId): void {
    for (const [token, question] of this.#open) {
      if (question.from === from) this.#open.delete(token);
    }
  }

  clear(): void {
    this.#open.clear();
  }

  #expire(): void {
    const limit = this.#clock.now() - QUESTION_TIMEOUT;
    for (const [token, { askedAt }] of this.#open) {
      if (askedAt > limit) return;
      this.#open.delete(token);
    }
  }
}
