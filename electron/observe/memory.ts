import type { NodeId } from '../../shared/ids.ts';
import type { FarNode } from './far.ts';

/** What the person decided about the picture of a network, kept from one start to the next. */
export interface ObservationMemory {
  /** Nodes that are expected in this network, as they were kept; unchecked. */
  readonly expected: readonly unknown[];
  /** Nodes that are called far away, as they were kept; unchecked. */
  readonly far: readonly unknown[];
  /** Whether the ways between other nodes are measured. */
  readonly probing: boolean;
  /** Keeps the whole list, as the next one does. */
  keepExpected(nodes: readonly NodeId[]): void;
  keepFar(nodes: readonly FarNode[]): void;
  keepProbing(on: boolean): void;
}

/** Keeps nothing. */
export const NO_MEMORY: ObservationMemory = {
  expected: [],
  far: [],
  probing: true,
  keepExpected: () => undefined,
  keepFar: () => undefined,
  keepProbing: () => undefined,
};
