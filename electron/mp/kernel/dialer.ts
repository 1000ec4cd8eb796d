import type { Clock } from '../../../shared/clock.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Random } from '../crypto/random.ts';
import type { Budget } from './budget.ts';
import { MAX_DIAL_ADDRESSES } from './limits.ts';

/** What a dialer needs. */
export interface DialerOptions {
  clock: Clock;
  random: Random;
  budget: Budget;
  /** Milliseconds for all attempts together, and between two of them. */
  monitorTimeout: number;
  connectInterval: number;
  /** Opens a connection; nothing happens when one to that address is under way. */
  dial: (address: string, node: NodeId) => void;
  /** All attempts failed. */
  onGiveUp: (node: NodeId) => void;
}

/** First attempt at a random moment, so that two nodes rarely dial each other at once (reference). */
const FIRST_DELAY = 50;

/** Shortest time between two attempts, ms (reference). */
const MIN_INTERVAL = 400;

interface Attempt {
  /** Still to be tried in this round, and all. */
  queue: string[];
  addresses: string[];
  next: Guard | null;
  deadline: Guard;
}

/** Connects to nodes by their addresses: one after another, again and again until the time is up. */
export class Dialer {
  readonly #options: DialerOptions;
  readonly #attempts = new Map<NodeId, Attempt>();

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  /**
   * Tries to connect. More addresses of a node that is being tried come first.
   * @param addresses numeric `ip:port`; without any, only the time runs
   */
  connect(node: NodeId, addresses: readonly string[]): void {
    const attempt = this.#attempts.get(node) ?? this.#begin(node);
    const fresh = addresses.filter((address) => !attempt.addresses.includes(address));
    attempt.addresses.unshift(...fresh);
    attempt.addresses.splice(MAX_DIAL_ADDRESSES);
    attempt.queue.unshift(...fresh);
    attempt.queue.splice(MAX_DIAL_ADDRESSES);
    if (attempt.next === null && attempt.addresses.length > 0) {
      this.#schedule(node, attempt, FIRST_DELAY * this.#options.random.float());
    }
  }

  /** The node is connected, or nobody wants it any more. */
  stop(node: NodeId): void {
    const attempt = this.#attempts.get(node);
    attempt?.next?.dispose();
    attempt?.deadline.dispose();
    this.#attempts.delete(node);
  }

  stopAll(): void {
    for (const node of [...this.#attempts.keys()]) this.stop(node);
  }

  #begin(node: NodeId): Attempt {
    const deadline = this.#options.clock.after(this.#options.monitorTimeout, () => {
      this.stop(node);
      this.#options.onGiveUp(node);
    });
    const attempt: Attempt = { queue: [], addresses: [], next: null, deadline };
    this.#attempts.set(node, attempt);
    return attempt;
  }

  #schedule(node: NodeId, attempt: Attempt, delay: number): void {
    attempt.next = this.#options.clock.after(delay, () => this.#try(node, attempt));
  }

  #try(node: NodeId, attempt: Attempt): void {
    if (!this.#options.budget.take()) return this.#schedule(node, attempt, MIN_INTERVAL);
    if (attempt.queue.length === 0) attempt.queue.push(...attempt.addresses);
    const address = attempt.queue.shift();
    if (address !== undefined) this.#options.dial(address, node);
    if (this.#attempts.get(node) !== attempt) return;
    this.#schedule(node, attempt, this.#interval(attempt.addresses.length));
  }

  /** All addresses get a turn within the time, but not faster than makes sense (reference). */
  #interval(count: number): number {
    const { monitorTimeout, connectInterval, random } = this.#options;
    const fair = (monitorTimeout - connectInterval) / count;
    return Math.max(MIN_INTERVAL, Math.min(connectInterval, fair)) * (0.9 + 0.1 * random.float());
  }
}
