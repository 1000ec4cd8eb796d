import type { NodeId } from './ids.ts';
import { brokenCauses, slowCauses } from './faults/link-causes.ts';
import { gatherEvidence, SETTLING } from './faults/evidence.ts';
import type { Evidence, MeshSnapshot } from './faults/evidence.ts';
import { nodeCauses } from './faults/node-causes.ts';
import type { Draft } from './faults/node-causes.ts';
import { roundTrips } from './round-trips.ts';
import { primaryGroups } from './primary-groups.ts';

export type { MeshSnapshot } from './faults/evidence.ts';

/** Causes told; beyond this a person reads none of them. */
export const MAX_CAUSES = 500;
/** Links told of one cause, and of all: the list is told anew whenever it changes. */
export const MAX_CAUSE_LINKS = 500;
export const MAX_ALL_CAUSE_LINKS = 5_000;

/** Why links are lost, or slow. */
export type CauseKind =
  /** A node that was here is down; one that is expected is not there. */
  | 'node-down'
  | 'node-absent'
  /** Connected, but it answers nothing. */
  | 'node-silent'
  /** Most of its links to others are missing or half-open, though it is up. */
  | 'node-cut-off'
  /** Slow to (nearly) everyone. */
  | 'node-slow'
  /** Some nodes see each other (and this node), but not the majority. */
  | 'partition'
  /** Links between two groups are missing or half-open. */
  | 'groups-cut'
  /** One link without a larger explanation: half-open, missing, slow. */
  | 'link-half'
  | 'link-missing'
  | 'link-slow';

/** One explanation of faults. Names in it come from the network: show them escaped. */
export interface CauseView {
  /** The same as long as the cause lasts: its kind and what it is about. */
  id: string;
  kind: CauseKind;
  /** What it is about: the node, the minority, the nodes of the first group, the ends of the link. */
  nodes: readonly NodeId[];
  /** The other side: the majority, the nodes of the second group; else `[]`. */
  others: readonly NodeId[];
  /** Names of the two groups of `groups-cut`; else `[]`. */
  groups: readonly string[];
  /** Links it explains, at most `MAX_CAUSE_LINKS` of them; the smaller ID first. */
  links: readonly (readonly [NodeId, NodeId])[];
  /** How many links it explains, and how many it could at most. */
  linkCount: number;
  linksPossible: number;
  /** Weight in the order of the list; larger = more harm. */
  damage: number;
  /** What is wrong, one short sentence, e.g. `sgp-40 is down`. */
  title: string;
  /** The evidence, one line, e.g. `49 links lost`. */
  detail: string;
  /** When it was first seen, Unix ms. */
  since: number;
}

/** A cause as the mesh shows it at one moment; since when is known to who looks again and again. */
export type Cause = Omit<CauseView, 'since'>;

/**
 * What is wrong with the mesh, by cause: every fault is told once, with the largest thing that explains it.
 * Nothing but the snapshot counts, so the same mesh has the same causes. Claims that are too old or too
 * young to deny a link don't; links that can't exist (protocol section 1) are no fault.
 * @returns the most harmful first, at most {@link MAX_CAUSES}
 */
export function findCauses(snapshot: MeshSnapshot): Cause[] {
  const nodes = [...snapshot.nodes].sort((one, other) => (one.id < other.id ? -1 : 1));
  const evidence = gatherEvidence({ ...snapshot, nodes });
  const drafts = nodeCauses(nodes, evidence.places).filter(
    ({ kind }) => kind !== 'node-absent' || hasSettled(evidence, snapshot.now),
  );
  const silent = placesOf(drafts, evidence);
  const primary = primaryGroups(new Set(evidence.places.keys()), snapshot.groups);
  const broken = evidence.broken.filter(({ a, b }) => !silent.has(a) && !silent.has(b));
  drafts.push(...brokenCauses(broken, evidence, primary));
  const measured = roundTrips(nodes, snapshot.latencies);
  drafts.push(...slowCauses(measured, evidence, primary, silent));
  return finish(drafts);
}

/** Whether we had time to connect: until then everybody we expect is missing. */
function hasSettled({ nodes }: Evidence, now: number): boolean {
  const self = nodes.find((node) => node.state === 'self');
  return self?.state === 'self' && now >= self.since + SETTLING;
}

/** Nodes that are silent: whatever is wrong with their links follows from it. */
function placesOf(drafts: readonly Draft[], { places }: Evidence): ReadonlySet<number> {
  const silent = drafts.filter(({ kind }) => kind === 'node-silent');
  return new Set(silent.map(({ nodes }) => places.get(nodes[0] as NodeId) as number));
}

function finish(drafts: Draft[]): Cause[] {
  drafts.sort((one, other) => other.damage - one.damage || (one.id < other.id ? -1 : 1));
  let links = MAX_ALL_CAUSE_LINKS;
  return drafts.slice(0, MAX_CAUSES).map(({ linksOf, ...cause }) => {
    const own = linksOf(Math.min(MAX_CAUSE_LINKS, links));
    links -= own.length;
    return { ...cause, links: own };
  });
}
