import type { NodeId } from '../../shared/ids.ts';
import { isNodeId } from '../../shared/ids.ts';
import type { ReportView } from '../../shared/mesh.ts';
import { Changes } from './changes.ts';

/** Most peers believed per report: more than any mesh has, and a bound for what a hostile node can claim. */
export const MAX_REPORT_PEERS = 5_000;

/** An unchanged report is told again when what was told is this old, ms: `at` then says it is still fresh. */
export const REPORT_REFRESH = 30_000;

/**
 * What nodes say of their own connections. Claims, not facts: checked for shape, bounded, and dropped
 * with the node that made them.
 */
export class Reports {
  readonly #reports = new Map<NodeId, ReportView>();
  /** The `at` that was told last, by node. */
  readonly #toldAt = new Map<NodeId, number>();
  /** How many reports name a node. */
  readonly #mentions = new Map<NodeId, number>();
  readonly changes = new Changes<NodeId>();

  get all(): ReadonlyMap<NodeId, ReportView> {
    return this.#reports;
  }

  /** Whether at least one report names `node`. */
  isMentioned(node: NodeId): boolean {
    return this.#mentions.has(node);
  }

  /**
   * Takes what `node` says.
   * @param claimed whatever it sent; only node IDs count, and the node itself isn't its own peer
   * @param at Unix ms
   * @returns nodes that are mentioned now and weren't, or the other way round
   */
  set(node: NodeId, claimed: readonly unknown[], at: number): NodeId[] {
    const before = this.#reports.get(node);
    const peers = readPeers(node, claimed);
    const same = before !== undefined && sameMembers(before.peers, peers);
    this.#reports.set(node, { node, peers: same ? before.peers : peers, at });
    if (same) {
      if (at - (this.#toldAt.get(node) ?? 0) >= REPORT_REFRESH) this.#changed(node, at);
      return [];
    }
    this.#changed(node, at);
    return this.#recount(before?.peers ?? [], peers);
  }

  /** Forgets what `node` said; returns the nodes that nobody mentions any more. */
  delete(node: NodeId): NodeId[] {
    const before = this.#reports.get(node);
    if (!before) return [];
    this.#reports.delete(node);
    this.#toldAt.delete(node);
    this.changes.add(node);
    return this.#recount(before.peers, []);
  }

  #changed(node: NodeId, at: number): void {
    this.#toldAt.set(node, at);
    this.changes.add(node);
  }

  #recount(before: readonly NodeId[], after: readonly NodeId[]): NodeId[] {
    const wasMentioned = new Map<NodeId, boolean>();
    const count = (peer: NodeId, step: 1 | -1): void => {
      const current = this.#mentions.get(peer) ?? 0;
      if (!wasMentioned.has(peer)) wasMentioned.set(peer, current > 0);
      if (current + step > 0) this.#mentions.set(peer, current + step);
      else this.#mentions.delete(peer);
    };
    for (const peer of after) count(peer, 1);
    for (const peer of before) count(peer, -1);
    return [...wasMentioned]
      .filter(([peer, was]) => was !== this.isMentioned(peer))
      .map(([peer]) => peer);
  }
}

function readPeers(node: NodeId, claimed: readonly unknown[]): NodeId[] {
  const peers = new Set<NodeId>();
  for (const name of claimed) {
    if (peers.size >= MAX_REPORT_PEERS) break;
    if (isNodeId(name) && name !== node) peers.add(name);
  }
  return [...peers];
}

function sameMembers(one: readonly NodeId[], other: readonly NodeId[]): boolean {
  if (one.length !== other.length) return false;
  const members = new Set(one);
  return other.every((peer) => members.has(peer));
}
