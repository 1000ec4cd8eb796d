import type { HandshakeTest, LogEntry, Push, SessionView } from '../../../shared/contract.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { NetworkChange } from '../../../shared/mesh.ts';
import type { installBridge } from '../fake-bridge.ts';
import { configHandlers } from './config-handlers.ts';
import { messageHandlers, openFiles } from './message-handlers.ts';
import { pastOf, watchedPart } from './watched.ts';
import { NOW, syntheticMesh } from '../synthetic-mesh.ts';

type Handlers = Parameters<typeof installBridge>[0];

const RC = '/home/ada/.perl-anyevent-mp';

/** Answers for the screens that the query asks for. */
export function harnessHandlers(query: URLSearchParams): Handlers {
  return {
    ...configHandlers(query, failedTest()),
    ...messageHandlers(query),
    'app.info': () => ({
      version: '0.1.0',
      runtime: { electron: '33.2.1', chrome: '130.0.6723.137', node: '20.18.1', evaluation: true },
      rc: RC,
      profile: 'desk',
      hostName: 'desk',
      localAddresses: ['192.168.1.17', '10.8.0.2'],
    }),
    'state.open': () => opening(query),
    'session.test': () => failedTest(),
    'session.join': () => {
      throw new MeshError('secret-mismatch', 'fra-01 refused the connection: another secret.');
    },
    'message.send': ({ to }) =>
      to.map((_, index) =>
        index === 1 ? { outcome: 'no-such-port' } : { outcome: 'accepted', latency: 1.2 + index },
      ),
    'clipboard.write': () => null,
    'session.leave': () => null,
    'survey.now': () => null,
    'survey.probing': () => null,
    'expected.set': () => null,
    'far.set': () => null,
    'expected.fill': () => null,
    'ghost.dismiss': () => null,
    'timeline.at': ({ at }) => pastOf(meshOf(query), at),
  };
}

function opening(query: URLSearchParams): Push {
  const session = sessionOf(query);
  if (session.phase !== 'running') return { session, log: logEntries() };
  const change = meshOf(query);
  if (query.has('quiet')) {
    return { session, network: { ...change, groups: [] }, rates: { in: 0, out: 0 } };
  }
  return {
    session,
    network: change,
    ...watchedPart(change, Number(query.get('changes') ?? 120)),
    ...openFiles(query),
    log: logEntries(),
    rates: { in: 12.4, out: 3.5 },
  };
}

function meshOf(query: URLSearchParams): NetworkChange {
  const mesh = syntheticMesh(Number(query.get('nodes') ?? 9), query.has('hostile'));
  const claimed = Number(query.get('groups') ?? 0);
  const groups = Array.from({ length: claimed }, (_, index) => ({ name: `g-${index}`, ports: [] }));
  return { ...mesh, groups: [...mesh.groups, ...groups] };
}

function sessionOf(query: URLSearchParams): SessionView {
  const phase = query.get('phase') ?? 'running';
  if (phase === 'first-start') return { phase, rc: RC };
  if (phase === 'starting') return { phase, doing: 'Starting 8 demo nodes' };
  if (phase === 'failed') return { phase, error: brokenConfiguration(), rc: RC };
  return {
    phase: 'running',
    nodeId: 'desk' as NodeId,
    profile: query.has('hostile') ? 'a-profile-with-a-very-long-name-that-goes-on-and-on' : 'desk',
    rc: query.has('demo') ? null : RC,
    listeners: query.has('quiet') ? [] : ['192.168.1.17:4040', '10.8.0.2:4040'],
    seeds: query.has('quiet') ? [] : ['10.0.0.1:4041', '10.0.0.2:4042'],
    since: NOW - 3_720_000,
    demo: query.has('demo') ? 8 : null,
    warnings: query.has('quiet') ? [] : [worldReadable()],
  };
}

function brokenConfiguration() {
  return new MeshError(
    'config-broken',
    `The configuration file ${RC} can't be read: a comma is missing in line 12, column 5.`,
  ).toView();
}

function worldReadable() {
  return new MeshError('config-unreadable', `${RC} holds the secret and can be read by others.`, {
    next: `Run: chmod 600 ${RC}`,
  }).toView();
}

function failedTest(): HandshakeTest {
  const error = new MeshError('secret-mismatch', 'fra-01 has another secret than the one given.');
  return {
    steps: [
      { name: 'resolve', state: 'ok', text: 'fra-01.example is 10.0.0.1', took: 3.2 },
      { name: 'connect', state: 'ok', text: 'connected to 10.0.0.1:4040', took: 12.1 },
      { name: 'greeting', state: 'ok', text: 'fra-01, AE-1.30, speaks AEMP 1', took: 1.4 },
      { name: 'authentication', state: 'failed', text: error.message, took: 2.2 },
      { name: 'node-id', state: 'skipped', text: '', took: 0 },
    ],
    peer: 'fra-01' as NodeId,
    error: error.toView(),
  };
}

function logEntries(): LogEntry[] {
  const plain = { code: null, next: null, peer: null };
  return [
    { seq: 1, at: NOW, level: 'info', ...plain, text: 'Listening on 192.168.1.17:4040' },
    { seq: 2, at: NOW + 12, level: 'info', ...plain, text: 'fra-01 is up', peer: 'fra-01' },
    { seq: 3, at: NOW + 40, level: 'debug', ...plain, text: 'Asked 8 nodes for their connections' },
    {
      seq: 4,
      at: NOW + 61,
      level: 'warning',
      code: 'connection-lost',
      text: 'The connection to lon-07 was lost: connection reset by peer',
      next: 'Nothing to do: the node is dialled again.',
      peer: 'lon-07',
    },
    {
      seq: 5,
      at: NOW + 2061.5,
      level: 'error',
      code: 'seed-unreachable',
      text: 'The seed 10.0.0.9:4040 can not be reached: connection refused',
      next: 'Check the address, that the node runs, and that no firewall is between.',
      peer: '10.0.0.9:4040',
    },
  ];
}
