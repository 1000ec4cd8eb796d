import type { NodeId, PortId } from '../../shared/ids.ts';
import { portIdOf } from '../../shared/ids.ts';
import type {
  GroupView,
  LatencyView,
  NetworkChange,
  NodeView,
  ReportView,
} from '../../shared/mesh.ts';
import type { MessageView } from '../../shared/messages.ts';

/** Unix ms; everything made up here happens around it. */
export const NOW = Date.UTC(2025, 10, 22, 14, 30);

const CITIES = ['fra', 'lon', 'nyc', 'sfo', 'syd', 'sgp'];
const GROUPS = ['chat', 'workers', 'eg_receivers', 'metrics', 'archive'];

/** Names that try to break the screen: long, right to left, with controls inside. */
const HOSTILE = [
  'a-node-with-a-name-that-is-much-longer-than-any-column-on-any-screen-could-ever-be-made-to-hold',
  'عقدة-في-الشبكة',
  'evil\u202egnp.exe',
  '<img src=x onerror=alert(1)>',
];

/** A mesh of `size` nodes, always the same for the same arguments. */
export function syntheticMesh(size: number, hostile = false): NetworkChange {
  const ids = Array.from({ length: size }, (_, index) => nodeName(index, hostile));
  const nodes = ids.map((id, index) => nodeAt(id, index, size));
  const up = nodes.filter((node) => node.state === 'self' || node.state === 'up');
  const upIds = up.map((node) => node.id);
  return {
    full: true,
    nodes: [...nodes, ...extraNodes(size)],
    goneNodes: [],
    reports: upIds.map((id, index) => reportOf(id, index, upIds)),
    goneReports: [],
    groups: size > 1 ? groupsOf(upIds) : [],
    goneGroups: [],
    latencies: size > 1 ? latenciesOf(upIds) : [],
  };
}

function nodeName(index: number, hostile: boolean): NodeId {
  if (index === 0) return 'desk' as NodeId;
  const name = hostile ? HOSTILE[index - 1] : undefined;
  const city = CITIES[index % CITIES.length] ?? '';
  return (name ?? `${city}-${String(index).padStart(2, '0')}`) as NodeId;
}

function nodeAt(id: NodeId, index: number, size: number): NodeView {
  const facts = {
    id,
    seed: index === 1 || index === 2,
    addresses: index === 3 ? [] : [`10.0.${index >> 8}.${index & 255}:${4040 + (index % 3)}`],
    provider: index % 4 === 3 ? 'AE-1.30' : 'meshdeck-0.1.0',
    expected: size > 20 && index < 6,
  };
  if (index === 0) return { ...facts, state: 'self', since: NOW - 3_720_000 };
  if (size > 20 && index === size - 1) {
    return { ...facts, state: 'down', since: NOW - 42_000, reason: 'connection reset by peer' };
  }
  return {
    ...facts,
    state: 'up',
    since: NOW - 3_600_000 + index * 1000,
    link: {
      peerAddress: `10.0.0.${index}:${40_000 + index}`,
      dialled: index % 2 === 0,
      authSent: 'hmac_md6_64_256',
      authReceived: 'hmac_md6_64_256',
      framingSent: 'json',
      framingReceived: 'json',
      encrypted: size > 20 && index % 9 === 8,
      cipher: size > 20 && index % 9 === 8 ? 'TLSv1.3 TLS_AES_256_GCM_SHA384' : null,
      untrusted: false,
      authAccepted:
        index % 4 === 3
          ? ['tls_md6_64_256', 'hmac_md6_64_256', 'tls_anon', 'cleartext']
          : ['tls_md6_64_256', 'hmac_md6_64_256'],
      framingsAccepted: index % 4 === 3 ? ['json', 'storable'] : ['json'],
    },
    roundTrip: index % 7 === 6 ? null : 0.3 + (index % 13) * 1.7,
    clockOffset: index % 7 === 6 ? null : (index % 11) * 90 - 400,
    silentSince: size > 20 && index === 9 ? NOW - 21_000 : null,
  };
}

function extraNodes(size: number): NodeView[] {
  if (size < 20) return [];
  return [
    { ...unknownFacts('ghost-01', false), state: 'heard' },
    { ...unknownFacts('absent-01', true), state: 'absent' },
  ];
}

function unknownFacts(name: string, expected: boolean) {
  return { id: name as NodeId, seed: false, addresses: null, provider: null, expected };
}

/** One node is far from everybody. */
function latenciesOf(ids: readonly NodeId[]): LatencyView[] {
  return ids.slice(1).flatMap((one, place) =>
    ids.slice(place + 2).map((other, step) => {
      const [a, b] = one < other ? [one, other] : [other, one];
      const far = ids.length > 20 && (place === 16 || place + 1 + step === 16) ? 90 : 0;
      return { a, b, roundTrip: 8 + ((place * 7 + step) % 9) + far, at: NOW - 4_000 };
    }),
  );
}

/** In larger meshes some links are one-sided or missing. */
function reportOf(id: NodeId, index: number, ids: readonly NodeId[]): ReportView {
  const peers = ids.filter((peer, other) => peer !== id && !isBroken(index, other, ids.length));
  const flaws =
    ids.length > 20 && index === 4
      ? { malformed: 3, self: 1, repeated: 0, excess: 0, unknown: 2 }
      : null;
  return { node: id, peers, at: NOW - 2000, flaws };
}

function isBroken(from: number, to: number, size: number): boolean {
  if (size < 20 || from === 0 || to === 0) return false;
  const pair = Math.min(from, to) * 31 + Math.max(from, to) * 17;
  return pair % 97 === 0 || (pair % 89 === 0 && from < to);
}

function groupsOf(ids: readonly NodeId[]): GroupView[] {
  return GROUPS.slice(0, ids.length > 20 ? 5 : 3).map((name, index) => ({
    name,
    ports: ids.filter((_, node) => node % (index + 2) === 1).map((id) => portOf(id, index)),
  }));
}

function portOf(id: NodeId, index: number): PortId {
  return portIdOf(id, `Hx7Qp${index}kT.${String.fromCharCode(97 + index)}`);
}

const ARGUMENTS = [
  '"desk#HR30x2o4C.a"',
  '{"load": 0.42, "jobs": 17, "host": "fra-01"}',
  '"hello from the other side", ["a", "b", {"deep": [1, 2, 3]}]',
  '1795355900.25, "x", null, true',
  '"\u202eright to left", "line\\nbreak"',
];
const TAGS = ['echo', 'test', 'message', 'job', 'stats', null];

/** Messages of a node `desk`, oldest first, with numbers from `first`. */
export function syntheticMessages(
  count: number,
  peers: readonly NodeId[],
  first = 1,
): MessageView[] {
  return Array.from({ length: count }, (_, index) => messageAt(first + index, peers));
}

function messageAt(seq: number, peers: readonly NodeId[]): MessageView {
  const system = seq % 5 === 0;
  const answer = seq % 3 === 0 && seq > 1;
  return {
    seq,
    at: NOW + seq * 137.25,
    direction: seq % 2 === 0 ? 'in' : 'out',
    peer: peers[seq % peers.length] ?? ('desk' as NodeId),
    port: system ? '' : 'HR30x2o4C.a',
    tag: system ? 'up_nodes' : (TAGS[seq % TAGS.length] ?? null),
    preview: ARGUMENTS[seq % ARGUMENTS.length] ?? '',
    size: 60 + ((seq * 7919) % 4000),
    system,
    replyTo: answer ? { seq: seq - 1, latency: 0.4 + (seq % 11) } : null,
    answeredBy: seq % 3 === 2 ? { seq: seq + 1, latency: 0.4 + ((seq + 1) % 11) } : null,
    marked: seq % 17 === 0,
  };
}
