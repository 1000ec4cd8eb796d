import type { NodeId, PortId } from './ids.ts';

/** A node that owes an answer for longer than this, ms, counts as silent. */
export const SILENT_AFTER = 4_000;

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
  /** Auth methods and framings that the peer's greeting offered: what it would accept from anybody. */
  authAccepted: readonly string[];
  framingsAccepted: readonly string[];
}

interface NodeFacts {
  id: NodeId;
  /** A seed of the profile leads to this node. */
  seed: boolean;
  /** Announced listeners, numeric `ip:port`; `[]` = none, `null` = not told yet. The last ones of a node that is down. */
  addresses: readonly string[] | null;
  /** Software as it calls itself, e.g. `AE-1.30`; `null` = not told. */
  provider: string | null;
  /** On the list of nodes that the person expects in this network. */
  expected: boolean;
  /** The person says that it is far away: its links take about this long, ms; left out: nothing is said. */
  far?: number;
}

/** A node as this node knows it. Times are Unix milliseconds. */
export type NodeView =
  | (NodeFacts & { state: 'self'; since: number })
  | (NodeFacts & {
      state: 'up';
      since: number;
      link: LinkPosture;
      /** Last measured round trip, ms, at least `RESOLUTION`; `null` = not measured yet, or not kept: of the past. */
      roundTrip: number | null;
      /** Its clock minus ours, ms, good to half the round trip; `null` likewise. */
      clockOffset: number | null;
      /** It owes an answer for longer than `SILENT_AFTER`; Unix ms of the question, `null` = it answers. */
      silentSince: number | null;
    })
  | (NodeFacts & { state: 'down'; since: number; reason: string })
  /** Only others speak of it. */
  | (NodeFacts & { state: 'heard' })
  /** Expected, but not seen in this session, and nobody speaks of it. */
  | (NodeFacts & { state: 'absent' });

/** What was wrong with a claim: numbers of names in it. All 0 = nothing. */
export interface ReportFlaws {
  /** Not node IDs, or not even strings. */
  malformed: number;
  /** The node named itself as its peer. */
  self: number;
  /** Named twice or more. */
  repeated: number;
  /** Beyond `MAX_REPORT_PEERS`, not looked at. */
  excess: number;
  /** Nodes that nobody else knows. */
  unknown: number;
}

/** What one node says of its own connections (service `up_nodes`). A claim, not a fact. */
export interface ReportView {
  node: NodeId;
  peers: readonly NodeId[];
  /** When the claim arrived, Unix ms. */
  at: number;
  /** `null` = a sound claim. */
  flaws: ReportFlaws | null;
}

/** A measured round trip between two other nodes. */
export interface LatencyView {
  /** `a` sorts before `b`. */
  a: NodeId;
  b: NodeId;
  /** Milliseconds, at least `RESOLUTION`. */
  roundTrip: number;
  /** When it was measured, Unix ms. */
  at: number;
}

/** What passed between this node and a peer since the connection stands. */
export interface LinkTraffic {
  node: NodeId;
  messagesIn: number;
  messagesOut: number;
  octetsIn: number;
  octetsOut: number;
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
  /** Those of nodes that are no longer up are gone without a word. */
  latencies: readonly LatencyView[];
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
  const claims = alive.map(({ id }) => new Set(reports.get(id)?.peers));
  const asked = alive.map(({ id }) => reports.has(id));
  const links: LinkView[] = [];
  for (let i = 0; i < alive.length; i++) {
    for (let j = i + 1; j < alive.length; j++) {
      const a = alive[i] as NodeView;
      const b = alive[j] as NodeView;
      const fromA = asked[i] ? claims[i]?.has(b.id) : undefined;
      const fromB = asked[j] ? claims[j]?.has(a.id) : undefined;
      const state = linkState(a, b, fromA, fromB);
      links.push({ a: a.id, b: b.id, state });
    }
  }
  return links;
}

/**
 * What two claims say of a link.
 * @param fromA what A says of B: yes, no, or `undefined` when A was not asked; `fromB` likewise
 */
export function linkState(
  a: Pick<NodeView, 'addresses'>,
  b: Pick<NodeView, 'addresses'>,
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
