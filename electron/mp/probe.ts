import { connect } from 'node:net';
import { systemClock, type Clock } from '../../shared/clock.ts';
import type { HandshakeStep, HandshakeTest } from '../../shared/contract.ts';
import { MeshError, toMeshError } from '../../shared/errors.ts';
import type { NodeId } from '../../shared/ids.ts';
import { BUILT_IN } from './config/layers.ts';
import { nonce, systemRandom } from './crypto/random.ts';
import {
  DEFAULT_TCP_PORT,
  formatEndpoint,
  resolveAddress,
  systemResolver,
  type Endpoint,
  type Resolver,
} from './transport/addresses.ts';
import { Connection, type ConnectionOwner } from './transport/connection.ts';
import { AUTH_METHODS } from './wire/auth.ts';
import { FRAMINGS } from './wire/framing.ts';
import type { Greeting } from './wire/greeting.ts';

export interface ProbeOptions {
  /** `host:port` as a person types it. */
  address: string;
  secret: string;
  /** The ID that we want to have in the network. */
  nodeId: string;
  clock?: Clock;
  resolver?: Resolver;
}

const STEPS: readonly HandshakeStep['name'][] = [
  'resolve',
  'connect',
  'greeting',
  'authentication',
  'node-id',
];

/**
 * Tries a seed without joining: the handshake goes as far as the seed's proof, then the connection
 * is closed before ours, so that nobody sees a node come and go. Faults are results, not exceptions.
 */
export async function probeSeed(options: ProbeOptions): Promise<HandshakeTest> {
  const log = new StepLog(options.clock ?? systemClock);
  try {
    const endpoint = await resolveFirst(options);
    log.ok(`The address is ${formatEndpoint(endpoint)}.`);
    const peer = await talk(endpoint, options, log);
    return log.result(peer, null);
  } catch (error) {
    return log.result(null, toMeshError(error));
  }
}

async function resolveFirst({
  address,
  resolver = systemResolver,
}: ProbeOptions): Promise<Endpoint> {
  const [first] = await resolveAddress(address, DEFAULT_TCP_PORT, resolver);
  if (first) return first;
  throw new MeshError('host-unknown', `"${address}" has no address.`);
}

/** @returns the ID of the node at the other end */
function talk(endpoint: Endpoint, options: ProbeOptions, log: StepLog): Promise<NodeId> {
  const address = formatEndpoint(endpoint);
  return new Promise((resolve, reject) => {
    const own = nonce(systemRandom);
    const owner: ConnectionOwner = {
      clock: options.clock ?? systemClock,
      exactSizes: false,
      identity: null,
      handshake: (peerAddress) => {
        log.ok(`Something listens at ${address}.`);
        return {
          greeting: greetingOf(options.nodeId, peerAddress),
          nonce: own,
          secret: Buffer.from(options.secret, 'utf8'),
          authOffer: BUILT_IN.auth_offer,
          framings: [...FRAMINGS.keys()],
          isOwnNonce: () => false,
        };
      },
      greeted: (_connection, peer) => {
        const provider = peer.keys.get('provider');
        log.ok(`It is the node "${peer.nodeId}"${provider ? `, ${provider}` : ''}.`);
      },
      verified: (connection) => {
        const peer = connection.peer as NodeId;
        log.ok('It has the same secret.');
        log.ok(`It knows no other node called "${options.nodeId}".`);
        resolve(peer);
        connection.close(new MeshError('node-closed', 'The test is over.'));
      },
      up: () => undefined,
      frame: () => undefined,
      closed: (_connection, reason) => reject(reason),
    };
    const socket = connect({ host: endpoint.ip, port: endpoint.tcpPort });
    new Connection(socket, address, true, owner);
  });
}

function greetingOf(nodeId: string, peerAddress: string): Greeting {
  return {
    nodeId: nodeId as NodeId,
    auths: [...AUTH_METHODS.keys()],
    framings: [...FRAMINGS.keys()],
    keys: new Map([['peeraddr', peerAddress]]),
  };
}

/** Notes how far a test got. */
class StepLog {
  readonly #clock: Clock;
  readonly #steps: HandshakeStep[] = [];
  #since: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  ok(text: string): void {
    this.#add('ok', text);
  }

  result(peer: NodeId | null, error: MeshError | null): HandshakeTest {
    if (error) this.#add('failed', error.message);
    while (this.#steps.length < STEPS.length) this.#add('skipped', '');
    return { steps: this.#steps, peer, error: error?.toView() ?? null };
  }

  #add(state: HandshakeStep['state'], text: string): void {
    const name = STEPS[this.#steps.length];
    if (name === undefined) return;
    const now = this.#clock.now();
    this.#steps.push({ name, state, text, took: now - this.#since });
    this.#since = now;
  }
}
