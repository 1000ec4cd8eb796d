import type { NodeId } from '../../shared/ids.ts';
import { isNodeId } from '../../shared/ids.ts';

/** Nodes that can be called far away: each one is looked at and decided by a person. */
export const MAX_FAR = 1_000;

/** A node, and what its links take as a rule, ms. */
export type FarNode = readonly [node: NodeId, roundTrip: number];

/** The nodes that a person calls far away, so that nobody calls them slow. */
export class FarNodes {
  readonly #onChange: (nodes: readonly FarNode[]) => void;
  readonly #nodes: Map<NodeId, number>;

  /**
   * @param kept as they were kept, unchecked
   * @param onChange called with all of them when one changed
   */
  constructor(kept: readonly unknown[], onChange: (nodes: readonly FarNode[]) => void) {
    this.#onChange = onChange;
    this.#nodes = new Map(kept.filter(isFarNode).slice(0, MAX_FAR));
  }

  /** What the links of a node take as a rule, ms; `undefined` = nobody calls it far away. */
  get(node: NodeId): number | undefined {
    return this.#nodes.get(node);
  }

  /** The one that was called far away first gives way to what is more than {@link MAX_FAR}. */
  add(node: NodeId, roundTrip: number): void {
    this.#nodes.delete(node);
    this.#nodes.set(node, roundTrip);
    const [first] = this.#nodes.keys();
    if (this.#nodes.size > MAX_FAR && first !== undefined) this.#nodes.delete(first);
    this.#onChange([...this.#nodes]);
  }

  delete(node: NodeId): void {
    if (this.#nodes.delete(node)) this.#onChange([...this.#nodes]);
  }
}

function isFarNode(kept: unknown): kept is FarNode {
  if (!Array.isArray(kept)) return false;
  const [node, roundTrip] = kept as unknown[];
  return isNodeId(node) && Number.isFinite(roundTrip) && (roundTrip as number) > 0;
}
