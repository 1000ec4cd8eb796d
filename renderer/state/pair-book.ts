import type { NodeId } from '../../shared/ids.ts';
import type { LatencyView } from '../../shared/mesh.ts';

/**
 * Round trips of pairs as plain numbers: as objects, those of 500 nodes would fill the memory, and bringing
 * them together would take longer than drawing them. Pairs have no order.
 */
export class PairBook {
  /** Nodes by their number. */
  readonly names: NodeId[] = [];
  /** Numbers of the two ends, one pair after the other. */
  readonly ends: number[] = [];
  /** Of each pair, ms. */
  readonly times: number[] = [];
  /** When it was measured, Unix ms. */
  readonly #at: number[] = [];
  readonly #numbers = new Map<NodeId, number>();
  /** Numbers whose node is gone. */
  readonly #free: number[] = [];
  /** By both numbers, the smaller one outside: where the pair is. */
  readonly #places: Map<number, number>[] = [];

  get size(): number {
    return this.times.length;
  }

  has(node: NodeId): boolean {
    return this.#numbers.has(node);
  }

  /** Where a pair is; the order of the two doesn't matter. */
  find(one: NodeId, other: NodeId): number | undefined {
    const [a, b] = [this.#numbers.get(one), this.#numbers.get(other)];
    if (a === undefined || b === undefined) return undefined;
    return this.#places[Math.min(a, b)]?.get(Math.max(a, b));
  }

  view(pair: number): LatencyView {
    const one = this.names[this.#end(2 * pair)] as NodeId;
    const other = this.names[this.#end(2 * pair + 1)] as NodeId;
    const [a, b] = one < other ? [one, other] : [other, one];
    return { a, b, roundTrip: this.times[pair] as number, at: this.#at[pair] as number };
  }

  set({ a, b, roundTrip, at }: LatencyView): void {
    const [one, other] = [this.#numberOf(a), this.#numberOf(b)];
    const row = this.#row(Math.min(one, other));
    let pair = row.get(Math.max(one, other));
    if (pair === undefined) {
      pair = this.times.length;
      row.set(Math.max(one, other), pair);
      this.ends.push(one, other);
    }
    this.times[pair] = roundTrip;
    this.#at[pair] = at;
  }

  /** Forgets nodes that are known, and all that was measured at them. */
  remove(nodes: readonly NodeId[]): void {
    const gone = new Set(nodes.map((node) => this.#numberOf(node)));
    for (let pair = this.times.length - 1; pair >= 0; pair--) {
      if (gone.has(this.#end(2 * pair)) || gone.has(this.#end(2 * pair + 1))) this.#drop(pair);
    }
    for (const node of nodes) this.#numbers.delete(node);
    this.#free.push(...gone);
  }

  /** The last pair takes the place of one that goes. */
  #drop(pair: number): void {
    const [row, column] = this.#endsOf(pair);
    this.#row(row).delete(column);
    const last = this.times.length - 1;
    const [other, one] = [this.ends.pop() as number, this.ends.pop() as number];
    const time = this.times.pop() as number;
    const at = this.#at.pop() as number;
    if (pair === last) return;
    this.ends[2 * pair] = one;
    this.ends[2 * pair + 1] = other;
    this.times[pair] = time;
    this.#at[pair] = at;
    this.#row(Math.min(one, other)).set(Math.max(one, other), pair);
  }

  #end(index: number): number {
    return this.ends[index] as number;
  }

  /** The smaller number first. */
  #endsOf(pair: number): readonly [number, number] {
    const [one, other] = [this.#end(2 * pair), this.#end(2 * pair + 1)];
    return one < other ? [one, other] : [other, one];
  }

  #row(number: number): Map<number, number> {
    return this.#places[number] as Map<number, number>;
  }

  #numberOf(node: NodeId): number {
    let number = this.#numbers.get(node);
    if (number !== undefined) return number;
    number = this.#free.pop() ?? this.names.length;
    this.names[number] = node;
    this.#places[number] ??= new Map();
    this.#numbers.set(node, number);
    return number;
  }
}
