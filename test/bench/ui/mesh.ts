import type { NodeId, PortId } from '../../../shared/ids.ts';
import { portIdOf } from '../../../shared/ids.ts';
import type {
  GroupView,
  LatencyView,
  NetworkChange,
  NodeView,
  ReportView,
} from '../../../shared/mesh.ts';

/** Share of the links that are faulty, half of those half-open, the others missing. */
const FAULTS = 0.02;
const SITES = ['fra', 'lon', 'nyc', 'sfo', 'syd', 'sgp', 'tok', 'sao'];
const SINCE = 1_700_000_000_000;

export const OWN_NODE = nameOf(0);

export interface MeshOptions {
  /** This node included. */
  nodes: number;
  /** Whether anybody reports connections; without, the picture has nodes alone. */
  links: boolean;
}

/** The name of a node by its number; 0 is our own. */
export function nameOf(index: number): NodeId {
  if (index === 0) return 'desk' as NodeId;
  return `${SITES[index % SITES.length]}-${String(index).padStart(3, '0')}` as NodeId;
}

/** A whole mesh, the same for the same options. */
export function meshOf({ nodes, links }: MeshOptions): NetworkChange {
  const ids = Array.from({ length: nodes }, (_, index) => nameOf(index));
  return {
    full: true,
    nodes: ids.map((_, index) => nodeAt(index)),
    goneNodes: [],
    reports: links ? ids.map((_, index) => reportAt(index, nodes)) : [],
    goneReports: [],
    groups: groupsOf(nodes),
    goneGroups: [],
    latencies: links ? latenciesOf(ids) : [],
  };
}

/** A change of nothing, to add to. */
export const NO_CHANGE: NetworkChange = {
  full: false,
  nodes: [],
  goneNodes: [],
  reports: [],
  goneReports: [],
  groups: [],
  goneGroups: [],
  latencies: [],
};

export function nodeAt(index: number): NodeView {
  const facts = {
    id: nameOf(index),
    seed: index === 1 || index === 2,
    addresses: [`10.0.${index >> 8}.${index & 255}:4040`],
    provider: index % 4 === 3 ? 'AE-1.30' : 'meshdeck-0.1.0',
    expected: false,
  };
  if (index === 0) return { ...facts, state: 'self', since: SINCE };
  return {
    ...facts,
    state: 'up',
    since: SINCE + index * 1000,
    roundTrip: 2 + distance(0, index),
    clockOffset: (index % 9) - 4,
    silentSince: null,
    link: {
      peerAddress: `10.0.${index >> 8}.${index & 255}:${40_000 + index}`,
      dialled: index % 2 === 0,
      authSent: 'hmac_md6_64_256',
      authReceived: 'hmac_md6_64_256',
      framingSent: 'json',
      framingReceived: 'json',
      encrypted: index % 5 === 0,
      cipher: index % 5 === 0 ? 'TLSv1.3 TLS_AES_256_GCM_SHA384' : null,
      untrusted: false,
      authAccepted: ['tls_md6_64_256', 'hmac_md6_64_256'],
      framingsAccepted: ['json', 'storable'],
    },
  };
}

/**
 * What a node says of its connections.
 * @param has whether a node is there at all
 */
export function reportAt(
  index: number,
  nodes: number,
  has: (index: number) => boolean = () => true,
): ReportView {
  const peers: NodeId[] = [];
  for (let other = 0; other < nodes; other++) {
    if (other !== index && has(other) && !isUnreported(index, other)) peers.push(nameOf(other));
  }
  return { node: nameOf(index), peers, at: SINCE, flaws: null };
}

/** Our own links are all well: what this node sees itself would be a node that is down. */
function isUnreported(from: number, to: number): boolean {
  if (from === 0 || to === 0) return false;
  const share = hash(Math.min(from, to), Math.max(from, to));
  if (share >= FAULTS) return false;
  return share < FAULTS / 2 || from < to;
}

/** Five groups, of which a node is in one or two. */
export function groupsOf(nodes: number): GroupView[] {
  const names = ['chat', 'workers', 'receivers', 'metrics', 'archive'];
  const groups = names.map((name, group) => {
    const ports: PortId[] = [];
    for (let index = 1; index < nodes; index++) {
      if (index % names.length === group || index % 11 === group) {
        ports.push(portIdOf(nameOf(index), `Hx7Qp${group}kT.a`));
      }
    }
    return { name, ports };
  });
  return groups.filter(({ ports }) => ports.length > 0);
}

function latenciesOf(ids: readonly NodeId[]): LatencyView[] {
  const latencies: LatencyView[] = [];
  for (let one = 1; one < ids.length; one++) {
    for (let other = one + 1; other < ids.length; other++) {
      const [a, b] = [nameOf(one), nameOf(other)].sort() as [NodeId, NodeId];
      latencies.push({ a, b, roundTrip: 1 + distance(one, other), at: SINCE });
    }
  }
  return latencies;
}

/** Milliseconds between two nodes: their sites lie around a circle, and not all lines are straight. */
function distance(one: number, other: number): number {
  const angle = (2 * Math.PI * ((one % SITES.length) - (other % SITES.length))) / SITES.length;
  return 120 * Math.abs(Math.sin(angle / 2)) + 10 * hash(one, other);
}

/** 0 – 1, the same for the same numbers, without a pattern to be seen. */
function hash(a: number, b: number): number {
  let mixed = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}
