import type { NodeId } from '../../shared/ids.ts';
import { isNodeId } from '../../shared/ids.ts';
import type { ReportFlaws } from '../../shared/mesh.ts';

/** Most names looked at per claim: more than any mesh has, and a bound for what a hostile node can claim. */
export const MAX_REPORT_PEERS = 5_000;

/** What can be seen of a claim alone, without what others say. */
export type OwnFlaws = Omit<ReportFlaws, 'unknown'>;

export interface Claim {
  /** The peers named, without what makes no sense. */
  peers: ReadonlySet<NodeId>;
  flaws: OwnFlaws;
}

/**
 * Reads what `node` says of its connections.
 * @param claimed whatever it sent; beyond {@link MAX_REPORT_PEERS} elements nothing is looked at
 */
export function readClaim(node: NodeId, claimed: readonly unknown[]): Claim {
  const peers = new Set<NodeId>();
  const excess = Math.max(claimed.length - MAX_REPORT_PEERS, 0);
  const flaws: OwnFlaws = { malformed: 0, self: 0, repeated: 0, excess };
  for (let i = 0; i < claimed.length - excess; i++) {
    const name = claimed[i];
    if (!isNodeId(name)) flaws.malformed += 1;
    else if (name === node) flaws.self += 1;
    else if (peers.has(name)) flaws.repeated += 1;
    else peers.add(name);
  }
  return { peers, flaws };
}

/** What is wrong with a claim, or `null`. */
export function flawsOf(own: OwnFlaws, unknown: number): ReportFlaws | null {
  const { malformed, self, repeated, excess } = own;
  const sound = malformed + self + repeated + excess + unknown === 0;
  return sound ? null : { malformed, self, repeated, excess, unknown };
}

/** Whether two claims say the same, in whatever order. */
export function sameClaim(one: Claim, other: Claim): boolean {
  if (one.peers.size !== other.peers.size) return false;
  if (JSON.stringify(one.flaws) !== JSON.stringify(other.flaws)) return false;
  return [...one.peers].every((peer) => other.peers.has(peer));
}
