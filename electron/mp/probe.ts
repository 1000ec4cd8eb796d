import { connect } from 'node:net';
import { systemClock, type Clock } from '../../shared/clock.ts';
import type { HandshakeStep, HandshakeTest } from '../../shared/contract.ts';
import { MeshError, toMeshError, type ErrorCode } from '../../shared/errors.ts';
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
import { readIdentity, type TlsIdentity } from './transport/identity.ts';
import { AUTH_METHODS } from './wire/auth.ts';
import { FRAMINGS } from './wire/framing.ts';
import type { Greeting } from './wire/greeting.ts';
import { TLS_KEY, TLS_VERSION, type TlsPolicy } from './wire/handshake.ts';

export interface ProbeOptions {
  /** `host:port` as a person types it. */
  address: string;
  /** Empty: none, which only does with a certificate. */
  secret: string;
  /** PEM of the profile's certificate and key; without it nothing is encrypted. */
  cert?: string | undefined;
  /** Whether a seed that doesn't encrypt fails, when there is a certificate; default: yes. */
  tlsRequired?: boolean | undefined;
  /** How the seed may prove itself; default: in any way that a node accepts. */
  auths?: readonly string[] | undefined;
  /** The ID that we want to have in the network. */
  nodeId: string;
  clock?: Clock;
  resolver?: Resolver;
}

type StepName = HandshakeStep['name'];

const STEPS: readonly StepName[] = ['resolve', 'connect', 'greeting', 'authentication', 'node-id'];
/** With a certificate. */
const TLS_STEPS: readonly StepName[] = [
  'resolve',
  'connect',
  'greeting',
  'tls',
  'authentication',
  'node-id',
];
/** What can go wrong between the greeting and the proof only when both sides try to encrypt. */
const TLS_FAULTS: readonly ErrorCode[] = ['tls-failed', 'tls-required'];

/**
 * Tries a seed without joining: the handshake goes as far as the seed's proof, then the connection
 * is closed before ours, so that nobody sees a node come and go. Faults are results, not exceptions.
 * @throws MeshError `cert-invalid` when our own certificate can't be used
 */
export async function probeSeed(options: ProbeOptions): Promise<HandshakeTest> {
  const steps = options.cert === undefined ? STEPS : TLS_STEPS;
  const identity = options.cert === undefined ? null : readIdentity(options.cert);
  const log = new StepLog(options.clock ?? systemClock, steps);
  try {
    const endpoint = await resolveFirst(options);
    log.ok(`The address is ${formatEndpoint(endpoint)}.`);
    const peer = await talk(endpoint, options, identity, log);
    return log.result(peer, null);
  } catch (error) {
    const known = toMeshError(error);
    if (TLS_FAULTS.includes(known.code)) log.reach('tls', 'It greets like an AEMP node.');
    return log.result(null, known);
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
function talk(
  endpoint: Endpoint,
  options: ProbeOptions,
  identity: TlsIdentity | null,
  log: StepLog,
): Promise<NodeId> {
  const tls = policyOf(options, identity);
  const address = formatEndpoint(endpoint);
  return new Promise((resolve, reject) => {
    const own = nonce(systemRandom);
    const owner: ConnectionOwner = {
      clock: options.clock ?? systemClock,
      exactSizes: false,
      identity,
      handshake: (peerAddress) => {
        log.ok(`Something listens at ${address}.`);
        return {
          greeting: greetingOf(options, peerAddress, tls),
          nonce: own,
          secret: options.secret === '' ? null : Buffer.from(options.secret, 'utf8'),
          tls,
          authOffer: BUILT_IN.auth_offer,
          framings: [...FRAMINGS.keys()],
          isOwnNonce: () => false,
        };
      },
      greeted: (_connection, peer) => {
        const provider = peer.keys.get('provider');
        log.ok(`It is the node "${peer.nodeId}"${provider ? `, ${provider}` : ''}.`);
        // Told after the encryption began, if it did.
        if (tls !== 'off') log.ok(encryptionText(peer));
      },
      verified: (connection) => {
        const peer = connection.peer as NodeId;
        log.ok(tls === 'off' ? 'It has the same secret.' : 'It proved that it belongs here.');
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

function policyOf({ tlsRequired = true }: ProbeOptions, identity: TlsIdentity | null): TlsPolicy {
  if (identity === null) return 'off';
  return tlsRequired ? 'required' : 'optional';
}

function encryptionText(peer: Greeting): string {
  return peer.keys.has(TLS_KEY)
    ? 'The connection is encrypted, and both certificates are good.'
    : 'It doesn’t encrypt, and this profile lets it.';
}

function greetingOf(
  { nodeId, auths = [...AUTH_METHODS.keys()] }: ProbeOptions,
  peerAddress: string,
  tls: TlsPolicy,
): Greeting {
  const keys = new Map([['peeraddr', peerAddress]]);
  if (tls !== 'off') keys.set(TLS_KEY, TLS_VERSION);
  return { nodeId: nodeId as NodeId, auths, framings: [...FRAMINGS.keys()], keys };
}

/** Notes how far a test got. */
class StepLog {
  readonly #clock: Clock;
  readonly #names: readonly StepName[];
  readonly #steps: HandshakeStep[] = [];
  #since: number;

  constructor(clock: Clock, names: readonly StepName[]) {
    this.#clock = clock;
    this.#names = names;
    this.#since = clock.now();
  }

  ok(text: string): void {
    this.#add('ok', text);
  }

  /** What comes before that step went well, although nothing told so. */
  reach(name: StepName, text: string): void {
    while (this.#steps.length < this.#names.indexOf(name)) this.ok(text);
  }

  result(peer: NodeId | null, error: MeshError | null): HandshakeTest {
    if (error) this.#add('failed', error.message);
    while (this.#steps.length < this.#names.length) this.#add('skipped', '');
    return { steps: this.#steps, peer, error: error?.toView() ?? null };
  }

  #add(state: HandshakeStep['state'], text: string): void {
    const name = this.#names[this.#steps.length];
    if (name === undefined) return;
    const now = this.#clock.now();
    this.#steps.push({ name, state, text, took: now - this.#since });
    this.#since = now;
  }
}
