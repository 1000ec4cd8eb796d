import type { NodeId, PortId } from '../../../shared/ids.ts';
import { portIdOf } from '../../../shared/ids.ts';
import type {
  GroupView,
  LatencyView,
  NetworkChange,
  NodeView,
  ReportView,
} from '../../../shared/mesh.ts';
import { POSTURE } from '../../helpers/posture.ts';

export interface SampleOptions {
  /** All nodes, the own one included. */
  nodes: number;
  groups?: number;
  /** Pairs of nodes (by number) of which neither reports the other. */
  missing?: readonly (readonly [number, number])[];
  /** Pairs of nodes of which the second denies the first. */
  half?: readonly (readonly [number, number])[];
  /** Numbers of the nodes that are down, only heard of, or have no binds. */
  down?: readonly number[];
  heard?: readonly number[];
  /** Numbers of nodes that are expected and were never there. */
  absent?: readonly number[];
  /** Numbers of nodes that are up, but answer nothing. */
  silent?: readonly number[];
  /** Whether round trips between others were measured. */
  measured?: boolean;
  unbound?: readonly number[];
  /** A node's name; number 0 is our own. */
  nameOf?: (index: number) => string;
}

/** Unix ms of everything in a sample. */
export const SAMPLE_TIME = 1_700_000_000_000;

const GROUP_NAMES = ['fra', 'lon', 'nyc', 'sfo', 'sgp', 'syd'];

const LINK = {
  ...POSTURE,
  peerAddress: '10.0.0.1:4040',
  framingsAccepted: ['json', 'storable'],
};

/** A mesh as the main process would tell it, always the same for the same options. */
export function sampleMesh(options: SampleOptions): NetworkChange {
  const groupCount = options.groups ?? 3;
  const nameOf = options.nameOf ?? ((index) => defaultName(index, groupCount));
  const ids = Array.from({ length: options.nodes }, (_, index) => nameOf(index) as NodeId);
  const nodes = ids.map((id, index) => sampleNode(id, index, options));
  return {
    full: true,
    nodes,
    goneNodes: [],
    reports: sampleReports(ids, nodes, options),
    goneReports: [],
    groups: sampleGroups(ids, nodes, groupCount),
    goneGroups: [],
    latencies: options.measured ? sampleLatencies(nodes) : [],
  };
}

function defaultName(index: number, groups: number): string {
  if (index === 0) return 'meshdeck';
  return `${GROUP_NAMES[index % groups] ?? 'node'}-${String(index).padStart(2, '0')}`;
}

function sampleNode(id: NodeId, index: number, options: SampleOptions): NodeView {
  const unbound = options.unbound?.includes(index) ?? false;
  const facts = {
    id,
    seed: index === 1 || index === 2,
    addresses: unbound ? [] : [`10.0.${index >> 8}.${index & 255}:4040`],
    provider: 'AE-1.30',
    expected: options.absent?.includes(index) ?? false,
  };
  if (index === 0) return { ...facts, state: 'self', since: SAMPLE_TIME };
  if (options.down?.includes(index)) {
    return { ...facts, state: 'down', since: SAMPLE_TIME, reason: 'connection reset' };
  }
  if (options.heard?.includes(index)) return { ...facts, state: 'heard' };
  if (options.absent?.includes(index)) return { ...facts, state: 'absent' };
  const roundTrip = ((index * 37) % 90) / 10 + 0.3;
  const silentSince = options.silent?.includes(index) ? SAMPLE_TIME - 9_000 : null;
  const measured = { roundTrip, clockOffset: (index % 5) * 120 - 240, silentSince };
  return { ...facts, state: 'up', since: SAMPLE_TIME, link: LINK, ...measured };
}

/** Longer, the farther apart the numbers of the nodes are. */
function sampleLatencies(nodes: readonly NodeView[]): LatencyView[] {
  const up = nodes.flatMap(({ id, state }, index) => (state === 'up' ? { id, index } : []));
  return up.flatMap((one, place) =>
    up.slice(place + 1).map((other) => {
      const [a, b] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
      return { a, b, roundTrip: 4 + ((one.index + other.index) % 7), at: SAMPLE_TIME };
    }),
  );
}

function sampleReports(
  ids: readonly NodeId[],
  nodes: readonly NodeView[],
  options: SampleOptions,
): ReportView[] {
  const alive = ids.filter((_, index) => isAlive(nodes[index]));
  const hidden = new Set<string>();
  const hide = (reporter: number, peer: number) => hidden.add(`${ids[reporter]} ${ids[peer]}`);
  for (const [a, b] of options.missing ?? []) {
    hide(a, b);
    hide(b, a);
  }
  for (const [a, b] of options.half ?? []) hide(b, a);
  for (const a of options.unbound ?? []) {
    for (const b of options.unbound ?? []) if (a !== b) hide(a, b);
  }
  return alive.map((node) => ({
    node,
    peers: alive.filter((peer) => peer !== node && !hidden.has(`${node} ${peer}`)),
    at: SAMPLE_TIME,
    flaws: null,
  }));
}

function isAlive(node: NodeView | undefined): boolean {
  return node?.state === 'self' || node?.state === 'up';
}

function sampleGroups(
  ids: readonly NodeId[],
  nodes: readonly NodeView[],
  count: number,
): GroupView[] {
  const ports = Array.from({ length: count }, (): PortId[] => []);
  ids.forEach((id, index) => {
    if (index > 0 && nodes[index]?.state !== 'heard' && nodes[index]?.state !== 'absent') {
      ports[index % count]?.push(portIdOf(id, `p${index}.a`));
    }
  });
  return ports.map((list, index) => ({
    name: GROUP_NAMES[index] ?? `group-${index}`,
    ports: list,
  }));
}
