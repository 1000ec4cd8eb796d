import type { NodeId } from '../../shared/ids.ts';

/** What the person decided about the picture of a network, kept from one start to the next. */
export interface ObservationMemory {
  /** Nodes that are expected in this network, as they were kept; unchecked. */
  readonly expected: readonly unknown[];
  /** Whether the ways between other nodes are measured. */
  readonly probing: boolean;
  /** Keeps the whole list. */
  keepExpected(nodes: readonly NodeId[]): void;
  keepProbing(on: boolean): void;
}

/** Keeps nothing. */
export const NO_MEMORY: ObservationMemory = {
  expected: [],
  probing: true,
  keepExpected: () => undefined,
  keepProbing: () => undefined,
};
