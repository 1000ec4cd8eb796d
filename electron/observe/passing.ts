import type { PassedMessages } from '../../shared/contract.ts';
import type { NodeId } from '../../shared/ids.ts';

/** Most messages of one peer told at once in one direction; more can't be told apart on a picture. */
export const MAX_PASSED = 100;

/** Counts messages per peer since somebody last asked, for a picture of what passes. */
export class Passing {
  readonly #peers = new Map<NodeId, PassedMessages>();

  count(direction: 'in' | 'out', peer: NodeId): void {
    let passed = this.#peers.get(peer);
    if (!passed) this.#peers.set(peer, (passed = { peer, in: 0, out: 0 }));
    if (passed[direction] < MAX_PASSED) passed[direction] += 1;
  }

  clear(): void {
    this.#peers.clear();
  }

  /** What passed since the last call, or `null`. */
  takeChange(): PassedMessages[] | null {
    if (this.#peers.size === 0) return null;
    const passed = [...this.#peers.values()];
    this.#peers.clear();
    return passed;
  }
}
