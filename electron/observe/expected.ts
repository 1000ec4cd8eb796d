import type { NodeId } from '../../shared/ids.ts';
import { isNodeId } from '../../shared/ids.ts';

/** Nodes on the list: as many as a node knows at most. */
export const MAX_EXPECTED = 10_000;

/** The nodes that a person expects in this network. */
export class ExpectedNodes {
  readonly #self: NodeId;
  readonly #onChange: (nodes: readonly NodeId[]) => void;
  #nodes: Set<NodeId>;

  /**
   * @param self is never on the list: it is always there
   * @param kept the list as it was kept, unchecked
   * @param onChange called with the whole list when it changed
   */
  constructor(
    self: NodeId,
    kept: readonly unknown[],
    onChange: (nodes: readonly NodeId[]) => void,
  ) {
    this.#self = self;
    this.#onChange = onChange;
    this.#nodes = this.#clean(kept);
  }

  get all(): ReadonlySet<NodeId> {
    return this.#nodes;
  }

  has(node: NodeId): boolean {
    return this.#nodes.has(node);
  }

  /** Puts nodes on the list, up to {@link MAX_EXPECTED}, or takes them off. @returns those that changed */
  set(nodes: readonly NodeId[], expected: boolean): NodeId[] {
    if (expected) return this.replace([...this.#nodes, ...nodes]);
    const off = new Set(nodes);
    return this.replace([...this.#nodes].filter((node) => !off.has(node)));
  }

  /** Makes `nodes` the list. @returns those that changed */
  replace(nodes: readonly NodeId[]): NodeId[] {
    const before = this.#nodes;
    this.#nodes = this.#clean(nodes);
    const came = [...this.#nodes].filter((node) => !before.has(node));
    const left = [...before].filter((node) => !this.#nodes.has(node));
    if (came.length + left.length > 0) this.#onChange([...this.#nodes]);
    return [...came, ...left];
  }

  #clean(nodes: readonly unknown[]): Set<NodeId> {
    const clean = nodes.filter((node): node is NodeId => isNodeId(node) && node !== this.#self);
    return new Set([...new Set(clean)].slice(0, MAX_EXPECTED));
  }
}
