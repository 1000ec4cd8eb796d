import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';

/** Nodes counted; the names come from peers that proved themselves. */
const MAX_NODES = 10_000;

/**
 * Counts what nodes asked for in vain, and says so at the first time, the tenth, the hundredth …:
 * a peer must be able to fill neither our log nor our memory.
 */
export class Refusals {
  readonly #counts = new Map<NodeId, number>();
  readonly #log: (error: MeshError, from: NodeId) => void;

  constructor(log: (error: MeshError, from: NodeId) => void) {
    this.#log = log;
  }

  add(from: NodeId, error: MeshError): void {
    const count = (this.#counts.get(from) ?? 0) + 1;
    if (this.#counts.size < MAX_NODES || this.#counts.has(from)) this.#counts.set(from, count);
    if (!Number.isInteger(Math.log10(count))) return;
    this.#log(count === 1 ? error : withCount(error, from, count), from);
  }
}

function withCount(error: MeshError, from: NodeId, count: number): MeshError {
  return new MeshError(
    error.code,
    `"${from}" was refused ${count.toLocaleString('en')} requests by now; the last one: ${error.message}`,
    { next: error.next },
  );
}
