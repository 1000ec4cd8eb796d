import type { NodeId } from '../../shared/ids.ts';
import type { LatencyView } from '../../shared/mesh.ts';

/** Pairs remembered: all of a mesh of 700 nodes. Beyond, those that are known stay up to date. */
export const MAX_LATENCIES = 250_000;
/** Most told at once, so that a push stays small. */
export const MAX_LATENCIES_PER_CHANGE = 5_000;

/** Round trips between pairs of other nodes, as last measured. */
export class Latencies {
  /** By both ends, the one that sorts first outside. */
  readonly #pairs = new Map<NodeId, Map<NodeId, LatencyView>>();
  readonly #limit: number;
  #size = 0;
  #changed = new Set<LatencyView>();
  /** What is still to be told of the whole. */
  #rest: Iterator<LatencyView> | null = null;

  constructor(limit = MAX_LATENCIES) {
    this.#limit = limit;
  }

  /** Number of pairs. */
  get size(): number {
    return this.#size;
  }

  /** Whether there is something to tell. */
  get pending(): boolean {
    return this.#rest !== null || this.#changed.size > 0;
  }

  get(one: NodeId, other: NodeId): LatencyView | null {
    const [a, b] = one < other ? [one, other] : [other, one];
    return this.#pairs.get(a)?.get(b) ?? null;
  }

  *values(): IterableIterator<LatencyView> {
    for (const row of this.#pairs.values()) yield* row.values();
  }

  /** @param roundTrip ms; `at` Unix ms */
  set(one: NodeId, other: NodeId, roundTrip: number, at: number): void {
    const [a, b] = one < other ? [one, other] : [other, one];
    const row = this.#pairs.get(a) ?? new Map<NodeId, LatencyView>();
    const before = row.get(b);
    if (!before && this.#size >= this.#limit) return;
    const view = { a, b, roundTrip, at };
    if (before) this.#changed.delete(before);
    else this.#size += 1;
    this.#pairs.set(a, row.set(b, view));
    this.#changed.add(view);
  }

  /** The node is gone, and all that was measured with it. */
  forget(node: NodeId): void {
    for (const view of this.#pairs.get(node)?.values() ?? []) this.#drop(view);
    this.#pairs.delete(node);
    for (const [a, row] of this.#pairs) {
      const view = row.get(node);
      if (!view) continue;
      this.#drop(view);
      row.delete(node);
      if (row.size === 0) this.#pairs.delete(a);
    }
  }

  clear(): void {
    this.#pairs.clear();
    this.#changed.clear();
    this.#size = 0;
  }

  /** Begins anew: all of them are to be told. */
  rewind(): void {
    this.#changed.clear();
    this.#rest = this.#size > 0 ? this.values() : null;
  }

  /** Some of what was not told yet, at most {@link MAX_LATENCIES_PER_CHANGE}. */
  take(): LatencyView[] {
    const taken: LatencyView[] = [];
    for (const view of this.#changed) {
      if (taken.length >= MAX_LATENCIES_PER_CHANGE) return taken;
      this.#changed.delete(view);
      taken.push(view);
    }
    while (this.#rest && taken.length < MAX_LATENCIES_PER_CHANGE) {
      const { done, value } = this.#rest.next();
      if (done) this.#rest = null;
      else taken.push(value);
    }
    return taken;
  }

  #drop(view: LatencyView): void {
    this.#changed.delete(view);
    this.#size -= 1;
  }
}
