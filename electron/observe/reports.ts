import type { NodeId } from '../../shared/ids.ts';
import type { ReportView } from '../../shared/mesh.ts';
import { Changes } from './changes.ts';
import type { Claim } from './claims.ts';
import { flawsOf, MAX_REPORT_PEERS, readClaim, sameClaim } from './claims.ts';

/** An unchanged report is told again when what was told is this old, ms: `at` then says it is still fresh. */
export const REPORT_REFRESH = 30_000;
/** Characters of names told at once: a claim of the largest size, and the whole of a mesh of 700 nodes. */
export const MAX_REPORT_CHARACTERS = 4 * 1024 * 1024;

/** The claim that stands for a node. */
interface Kept {
  claim: Claim;
  /** As it came: mostly the next one is the same, and needs no reading. `null` = too long to be kept. */
  raw: readonly unknown[] | null;
  /** Names that stood in the claim before, too: only then others had the time to learn of them. */
  settled: ReadonlySet<NodeId>;
  unknown: number;
  /** State of {@link Reports} for which `unknown` was counted. */
  epoch: number;
  /** The `at` that was told last. */
  toldAt: number;
}

/**
 * What nodes say of their own connections. Claims, not facts: checked for shape, bounded, and dropped
 * with the node that made them.
 */
export class Reports {
  readonly #reports = new Map<NodeId, ReportView>();
  readonly #kept = new Map<NodeId, Kept>();
  /** How many reports name a node. */
  readonly #mentions = new Map<NodeId, number>();
  readonly #isKnown: (node: NodeId) => boolean;
  readonly changes = new Changes<NodeId>();
  #revision = 0;
  /** Counts up whenever an unknown node may have become known, or the other way round. */
  #epoch = 0;

  /** @param isKnown whether we know of a node by other ways than reports */
  constructor(isKnown: (node: NodeId) => boolean = () => false) {
    this.#isKnown = isKnown;
  }

  get all(): ReadonlyMap<NodeId, ReportView> {
    return this.#reports;
  }

  /** Counts up whenever a report says something else, or is gone. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether at least one report names `node`. */
  isMentioned(node: NodeId): boolean {
    return this.#mentions.has(node);
  }

  /** What `node` says of a connection to `peer`; `undefined` = it said nothing yet. */
  says(node: NodeId, peer: NodeId): boolean | undefined {
    return this.#kept.get(node)?.claim.peers.has(peer);
  }

  /** What `isKnown` says may have changed. */
  knownChanged(): void {
    this.#epoch += 1;
  }

  /**
   * Takes what `node` says.
   * @param claimed whatever it sent; only node IDs count, and the node itself isn't its own peer
   * @param at Unix ms
   * @returns nodes that are mentioned now and weren't, or the other way round
   */
  set(node: NodeId, claimed: readonly unknown[], at: number): NodeId[] {
    const before = this.#kept.get(node);
    // The old list stays: thousands of new strings a second would have to be carried over by the collector.
    if (before?.raw && sameList(before.raw, claimed)) return this.#again(node, before, at);
    const raw = claimed.length > MAX_REPORT_PEERS ? null : claimed;
    const claim = readClaim(node, claimed);
    if (!before || !sameClaim(before.claim, claim)) {
      return this.#replace(node, before, { claim, raw }, at);
    }
    before.raw = raw;
    return this.#again(node, before, at);
  }

  /** Forgets what `node` said; returns the nodes that nobody mentions any more. */
  delete(node: NodeId): NodeId[] {
    const before = this.#kept.get(node);
    if (!before) return [];
    this.#kept.delete(node);
    this.#reports.delete(node);
    this.changes.add(node);
    this.#revision += 1;
    return this.#recount(before.claim.peers, []);
  }

  /** It says something else than before. */
  #replace(
    node: NodeId,
    before: Kept | undefined,
    now: Pick<Kept, 'claim' | 'raw'>,
    at: number,
  ): NodeId[] {
    const settled: ReadonlySet<NodeId> = before?.claim.peers ?? new Set();
    const kept: Kept = { ...now, settled, unknown: 0, epoch: -1, toldAt: 0 };
    this.#kept.set(node, kept);
    this.#revision += 1;
    const changed = this.#recount(before?.claim.peers ?? [], now.claim.peers);
    kept.unknown = this.#countUnknown(kept);
    this.#tell(node, kept, [...now.claim.peers], at);
    return changed;
  }

  /** It says the same again: nobody is mentioned who wasn't. */
  #again(node: NodeId, kept: Kept, at: number): NodeId[] {
    const report = this.#reports.get(node) as ReportView;
    const { unknown } = kept;
    if (kept.settled !== kept.claim.peers || kept.epoch !== this.#epoch) {
      kept.settled = kept.claim.peers;
      kept.unknown = this.#countUnknown(kept);
    }
    if (kept.unknown !== unknown) this.#revision += 1;
    const fresh = kept.unknown === unknown && at - kept.toldAt < REPORT_REFRESH;
    if (fresh) this.#reports.set(node, { ...report, at });
    else this.#tell(node, kept, report.peers, at);
    return [];
  }

  #tell(node: NodeId, kept: Kept, peers: readonly NodeId[], at: number): void {
    kept.toldAt = at;
    this.#reports.set(node, { node, peers, at, flaws: flawsOf(kept.claim.flaws, kept.unknown) });
    this.changes.add(node);
  }

  #countUnknown(kept: Kept): number {
    kept.epoch = this.#epoch;
    let unknown = 0;
    for (const peer of kept.claim.peers) {
      const alone = this.#mentions.get(peer) === 1 && kept.settled.has(peer);
      if (alone && !this.#isKnown(peer)) unknown += 1;
    }
    return unknown;
  }

  #recount(before: Iterable<NodeId>, after: Iterable<NodeId>): NodeId[] {
    const wasMentioned = new Map<NodeId, boolean>();
    const count = (peer: NodeId, step: 1 | -1): void => {
      const current = this.#mentions.get(peer) ?? 0;
      if (!wasMentioned.has(peer)) wasMentioned.set(peer, current > 0);
      if (current + step > 0) this.#mentions.set(peer, current + step);
      else this.#mentions.delete(peer);
    };
    for (const peer of after) count(peer, 1);
    for (const peer of before) count(peer, -1);
    this.#epoch += 1;
    return [...wasMentioned]
      .filter(([peer, was]) => was !== this.isMentioned(peer))
      .map(([peer]) => peer);
  }
}

/** What a report costs when it is told: the characters of its names. */
export function reportCost(report: ReportView): number {
  return report.peers.reduce((sum, peer) => sum + peer.length, report.peers.length);
}

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((name, i) => name === other[i]);
}
