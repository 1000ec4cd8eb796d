import type { NodeId } from '../../shared/ids.ts';
import type { LatencyView } from '../../shared/mesh.ts';
import type { MeasuredPairs } from '../../shared/round-trips.ts';
import { PairBook } from './pair-book.ts';

/**
 * Measured round trips between other nodes. A full mesh of 200 has 19,900 of them, so all tables of a mesh
 * share what they hold: only the newest is right, and a new one says that something changed.
 */
export class LatencyTable implements MeasuredPairs {
  readonly #book: PairBook;

  constructor(latencies: Iterable<LatencyView> = [], book = new PairBook()) {
    this.#book = book;
    for (const latency of latencies) book.set(latency);
  }

  /** How many pairs were measured. */
  get size(): number {
    return this.#book.size;
  }

  get names(): readonly NodeId[] {
    return this.#book.names;
  }
  get ends(): readonly number[] {
    return this.#book.ends;
  }
  get times(): readonly number[] {
    return this.#book.times;
  }

  /** What was measured between two nodes, in either order; `undefined` = nothing yet. */
  between(one: NodeId, other: NodeId): LatencyView | undefined {
    const pair = this.#book.find(one, other);
    return pair === undefined ? undefined : this.#book.view(pair);
  }

  /** Every pair once. */
  *values(): Generator<LatencyView> {
    for (let pair = 0; pair < this.size; pair++) yield this.#book.view(pair);
  }

  [Symbol.iterator](): Generator<LatencyView> {
    return this.values();
  }

  /**
   * The table after news; the same one when there are none.
   * @param gone nodes that are no longer up: what was measured at them says nothing any more
   */
  after(latencies: readonly LatencyView[], gone: readonly NodeId[]): LatencyTable {
    const lost = gone.filter((node) => this.#book.has(node));
    if (latencies.length === 0 && lost.length === 0) return this;
    if (lost.length > 0) this.#book.remove(lost);
    return new LatencyTable(latencies, this.#book);
  }
}
