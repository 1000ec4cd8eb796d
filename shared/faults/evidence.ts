import type { NodeId } from '../ids.ts';
import { linkState } from '../mesh.ts';
import type { GroupView, LatencyView, NodeView, ReportView } from '../mesh.ts';

/**
 * A node that comes up needs some time to connect to all others, ms; a claim that is younger than that, or
 * older than the node, denies nothing. Nodes connect within one or two seconds.
 */
export const SETTLING = 4_000;
/** A claim that wasn't renewed for this long says nothing any more, ms: two to five rounds of the survey. */
export const CLAIM_LIFETIME = 15_000;

/** All that is known at one moment. */
export interface MeshSnapshot {
  /** Unix ms. */
  now: number;
  nodes: Iterable<NodeView>;
  /** By the node that claims; our own too. */
  reports: ReadonlyMap<NodeId, ReportView>;
  groups: ReadonlyMap<string, GroupView>;
  latencies: Iterable<LatencyView>;
  /** Since when others speak of a node that is not connected to us, Unix ms; not in it = from now on. */
  heardSince?: ReadonlyMap<NodeId, number>;
}

export interface LinkFault {
  /** Places in {@link Evidence.nodes}; `a` is the smaller one. */
  a: number;
  b: number;
  state: 'half' | 'missing' | 'slow';
  /** Of half links: the end that says it has none. */
  denier: number | null;
}

/** What is wrong with the links of the mesh, before anything is explained. */
export interface Evidence {
  /** Nodes that live, by name: those connected to us, and those that most others see. */
  nodes: readonly NodeView[];
  places: ReadonlyMap<NodeId, number>;
  /** Half or missing links. */
  broken: readonly LinkFault[];
  /** How many links each node could have. */
  possible: Int32Array;
  /** Whether each node listens: two that don't can't be connected (protocol section 1). */
  listens: readonly boolean[];
}

/** What one node says of another. */
const UNASKED = 0;
const YES = 1;
const NO = 2;

/** Weighs all claims about the links between nodes that live. */
export function gatherEvidence(snapshot: MeshSnapshot): Evidence {
  const all = [...snapshot.nodes];
  const nodes = [...all.filter(isUp), ...seenByMost(all, snapshot)];
  nodes.sort((one, other) => (one.id < other.id ? -1 : 1));
  const places = placesOf(nodes);
  const listens = nodes.map((node) => node.addresses?.length !== 0);
  const claims = readClaims(snapshot, nodes, places);
  const broken: LinkFault[] = [];
  const possible = new Int32Array(nodes.length);
  for (let a = 0; a < nodes.length; a++) {
    for (let b = a + 1; b < nodes.length; b++) {
      if (!listens[a] && !listens[b]) continue;
      possible[a] = (possible[a] ?? 0) + 1;
      possible[b] = (possible[b] ?? 0) + 1;
      const fromA = claims[a * nodes.length + b];
      const fromB = claims[b * nodes.length + a];
      // Nearly all links are sound: only a denial deserves a closer look.
      if (fromA !== NO && fromB !== NO) continue;
      const state = faultOf(nodes[a] as NodeView, nodes[b] as NodeView, fromA, fromB);
      if (state) {
        broken.push({ a, b, state, denier: state === 'half' ? (fromA === NO ? a : b) : null });
      }
    }
  }
  return { nodes, places, broken, possible, listens };
}

/** Whether we are connected to it, or are it. */
export function isUp(node: NodeView): boolean {
  return node.state === 'self' || node.state === 'up';
}

function faultOf(
  a: NodeView,
  b: NodeView,
  fromA: number | undefined,
  fromB: number | undefined,
): 'half' | 'missing' | null {
  // A node that is not connected to us can't be asked: what the other side says decides.
  if (!isUp(a) || !isUp(b)) return fromA === YES || fromB === YES ? null : 'missing';
  const state = linkState(a, b, readable(fromA), readable(fromB));
  return state === 'half' || state === 'missing' ? state : null;
}

function readable(claim: number | undefined): boolean | undefined {
  return claim === UNASKED ? undefined : claim === YES;
}

/** What every node says of every other, row by row. */
function readClaims(
  snapshot: MeshSnapshot,
  nodes: readonly NodeView[],
  places: ReadonlyMap<NodeId, number>,
): Uint8Array {
  const count = nodes.length;
  const claims = new Uint8Array(count * count);
  const settled = Float64Array.from(nodes, (node) => sinceOf(node, snapshot) + SETTLING);
  nodes.forEach((node, place) => {
    const report = isUp(node) ? snapshot.reports.get(node.id) : undefined;
    const at = report ? validAt(node, report, snapshot.now) : null;
    if (!report || at === null) return;
    const row = place * count;
    if (at >= (settled[place] ?? 0)) {
      for (let peer = 0; peer < count; peer++) {
        if (at >= (settled[peer] ?? 0)) claims[row + peer] = NO;
      }
    }
    for (const column of columnsOf(report.peers, places)) claims[row + column] = YES;
    claims[row + place] = UNASKED;
  });
  return claims;
}

type Places = ReadonlyMap<NodeId, number>;

/** The places of last time: the same nodes have the same ones, and what was read with them holds. */
let lastPlaces: Places = new Map();

/** Where nodes are in a list. */
function placesOf(nodes: readonly NodeView[]): Places {
  const same =
    nodes.length === lastPlaces.size &&
    nodes.every(({ id }, place) => lastPlaces.get(id) === place);
  if (!same) lastPlaces = new Map(nodes.map(({ id }, place) => [id, place]));
  return lastPlaces;
}

/** Claims that were read: mostly a node says the same again, and thousands of names needn't be looked up. */
const read = new WeakMap<readonly NodeId[], { places: Places; columns: Int32Array }>();

/** The places of those peers that are among the nodes. */
function columnsOf(peers: readonly NodeId[], places: Places): Int32Array {
  const known = read.get(peers);
  if (known?.places === places) return known.columns;
  const columns = Int32Array.from(peers.flatMap((peer) => places.get(peer) ?? []));
  read.set(peers, { places, columns });
  return columns;
}

/** The time at which a report holds; `null` = too old. Our own always holds: we know our connections. */
function validAt(node: NodeView, report: ReportView, now: number): number | null {
  if (node.state === 'self') return now;
  return now - report.at > CLAIM_LIFETIME ? null : report.at;
}

function sinceOf(node: NodeView, { heardSince, now }: MeshSnapshot): number {
  if (node.state === 'heard') return heardSince?.get(node.id) ?? now;
  return node.state === 'absent' ? now : node.since;
}

/**
 * Nodes that we have no connection to, though most of those we asked say they have: not they are
 * down, our links are. One liar alone can't bring a node to life.
 */
function seenByMost(all: readonly NodeView[], snapshot: MeshSnapshot): NodeView[] {
  const { now, reports } = snapshot;
  const witnesses = all.filter((node) => {
    const report = node.state === 'up' ? reports.get(node.id) : undefined;
    return report !== undefined && validAt(node, report, now) !== null;
  });
  const outside = new Map<NodeId, { node: NodeView; from: number; seen: number }>();
  for (const node of all) {
    if (node.state !== 'down' && node.state !== 'heard') continue;
    outside.set(node.id, { node, from: sinceOf(node, snapshot) + SETTLING, seen: 0 });
  }
  if (outside.size === 0 || witnesses.length < MIN_WITNESSES) return [];
  for (const { id } of witnesses) {
    const { peers, at } = reports.get(id) as ReportView;
    for (const peer of peers) {
      const entry = outside.get(peer);
      if (entry && at >= entry.from) entry.seen += 1;
    }
  }
  return [...outside.values()]
    .filter(({ seen }) => seen > witnesses.length / 2)
    .map(({ node }) => node);
}

/** Nodes that must have been asked before most of them can outvote what we see ourselves. */
const MIN_WITNESSES = 2;
