import type { NodeId, PortId } from './ids.ts';

/** What is known of the connection to a node that is up. */
export interface LinkPosture {
  /** Socket address of the other end, `ip:port`. */
  peerAddress: string;
  /** Who opened the socket. */
  dialled: boolean;
  /** Auth method that we sent, and that we were sent (protocol section 2). */
  authSent: string;
  authReceived: string;
  framingSent: string;
  framingReceived: string;
  encrypted: boolean;
  /** TLS version and cipher; `null` = not encrypted. */
  cipher: string | null;
  /** The peer proved nothing about itself (`tls_anon`). */
  untrusted: boolean;
}

interface NodeFacts {
  id: NodeId;
  /** A seed of the profile leads to this node. */
  seed: boolean;
  /** Announced listeners, numeric `ip:port`; `[]` = none, `null` = not told yet. */
  addresses: readonly string[] | null;
  /** Software as it calls itself, e.g. `AE-1.30`; `null` = not told. */
  provider: string | null;
}

/** A node as this node knows it. Times are Unix milliseconds. */
export type NodeView =
  | (NodeFacts & { state: 'self'; since: number })
  | (NodeFacts & {
      state: 'up';
      since: number;
      link: LinkPosture;
      /** Last measured round trip, ms; `null` = not measured yet. */
      roundTrip: number | null;
    })
  | (NodeFacts & { state: 'down'; since: number; reason: string })
  /** Only others speak of it. */
  | (NodeFacts & { state: 'heard' });

/** What one node says of its own connections (service `up_nodes`). A claim, not a fact. */
export interface ReportView {
  node: NodeId;
  peers: readonly NodeId[];
  /** When the claim arrived, Unix ms. */
  at: number;
}

export interface GroupView {
  name: string;
  ports: readonly PortId[];
}

/** The mesh, or what changed of it since the last push. Things named replace their former state. */
export interface NetworkChange {
  /** True when everything held before must be dropped first. */
  full: boolean;
  nodes: readonly NodeView[];
  goneNodes: readonly NodeId[];
  reports: readonly ReportView[];
  goneReports: readonly NodeId[];
  groups: readonly GroupView[];
  goneGroups: readonly string[];
}

/** State of the line between two nodes. */
export type LinkState =
  /** Every side that was asked reports it. */
  | 'up'
  /** One side reports it, the other says it has none. */
  | 'half'
  /** Both sides were asked, none reports it. */
  | 'missing'
  /** Nobody was asked yet. */
  | 'unknown'
  /** Neither node listens, so they can't connect: normal, not a fault (protocol section 1). */
  | 'impossible';

export interface LinkView {
  /** `a` sorts before `b`. */
  a: NodeId;
  b: NodeId;
  state: LinkState;
}

export interface MeshCompleteness {
  /** Links that exist, as far as is known. */
  up: number;
  /** Links that a full mesh of the nodes up would have. */
  expected: number;
}

/**
 * The links between all nodes that are up, our own included.
 * A node that was not asked yet neither confirms nor denies.
 * @param nodes all nodes known; only `self` and `up` take part
 * @param reports what each of them says of its connections; our own report included
 */
export function linksBetween(
  nodes: Iterable<NodeView>,
  reports: ReadonlyMap<NodeId, ReportView>,
): LinkView[] {
  const alive = [...nodes].filter((node) => node.state === 'self' || node.state === 'up');
  alive.sort((x, y) => (x.id < y.id ? -1 : 1));
  const claims = alive.map((node) => {
    const report = reports.get(node.id);
    return report ? new Set(report.peers) : null;
  });
  const links: LinkView[] = [];
  for (let i = 0; i < alive.length; i++) {
    for (let j = i + 1; j < alive.length; j++) {
      const a = alive[i] as NodeView;
      const b = alive[j] as NodeView;
      const state = linkState(a, b, claims[i]?.has(b.id), claims[j]?.has(a.id));
      links.push({ a: a.id, b: b.id, state });
    }
  }
  return links;
}

/** @param fromA what A says of B: yes, no, or `undefined` when A was not asked; `fromB` likewise */
function linkState(
  a: NodeView,
  b: NodeView,
  fromA: boolean | undefined,
  fromB: boolean | undefined,
): LinkState {
  if (fromA === undefined && fromB === undefined) return 'unknown';
  if (fromA !== false && fromB !== false) return 'up';
  if (fromA || fromB) return 'half';
  if (a.addresses?.length === 0 && b.addresses?.length === 0) return 'impossible';
  // One denial alone is no proof: the other side may see it.
  return fromA === undefined || fromB === undefined ? 'unknown' : 'missing';
}

/** How much of the full mesh exists. Links that can't be are not expected. */
export function completeness(links: readonly LinkView[]): MeshCompleteness {
  const expected = links.filter((link) => link.state !== 'impossible');
  return { up: expected.filter((link) => link.state === 'up').length, expected: expected.length };
}
