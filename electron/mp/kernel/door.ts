import type { Socket } from 'node:net';
import type { Clock } from '../../../shared/clock.ts';
import { MeshError, type ErrorCode } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { nonce, type Random } from '../crypto/random.ts';
import type { Endpoint } from '../transport/addresses.ts';
import { Connection, type ConnectionOwner } from '../transport/connection.ts';
import type { TlsIdentity } from '../transport/identity.ts';
import { MAX_UNPROVED } from '../transport/limits.ts';
import { listen, type TcpListener } from '../transport/listener.ts';
import { AUTH_METHODS } from '../wire/auth.ts';
import { FRAMINGS, type Frame } from '../wire/framing.ts';
import { offeredWords, type Greeting } from '../wire/greeting.ts';
import {
  TLS_KEY,
  TLS_VERSION,
  type Agreement,
  type HandshakeOptions,
  type TlsPolicy,
} from '../wire/handshake.ts';
import { Admission, ARBITER_KEY, ARBITER_RULE } from './admission.ts';
import type { LogRecord, PeerInfo } from './events.ts';

export interface DoorOptions {
  id: NodeId;
  clock: Clock;
  random: Random;
  /** What we call our software in the greeting. */
  provider: string;
  /** UTF-8 octets of the shared secret. */
  secret: Uint8Array | null;
  authOffer: readonly string[];
  authAccept: readonly string[];
  framings: readonly string[];
  noDelay: boolean;
  /** Our certificate; `null` = no TLS. */
  identity: TlsIdentity | null;
  tls: TlsPolicy;
  exactSizes: () => boolean;
  /** The connection of a node that is up. */
  current: (node: NodeId) => Connection | null;
  probe: (node: NodeId) => void;
  connected: (connection: Connection, info: PeerInfo) => void;
  frame: (node: NodeId, frame: Frame, octets: number) => void;
  /** A connection that was up is gone. */
  lost: (connection: Connection, node: NodeId, error: MeshError) => void;
  log: (level: LogRecord['level'], error: MeshError, peer: string) => void;
}

/** Ends by the other side: of two nodes that dial each other, one lets a connection go. */
const LET_GO: readonly ErrorCode[] = ['peer-closed', 'connection-lost'];

/** Own nonces kept: more than connections can be in a handshake. */
const MAX_NONCES = 1_000;

/** Ends of connections that are part of normal life. */
const QUIET: readonly ErrorCode[] = ['self-connect', 'already-connected'];

/**
 * An attempt to connect is over: `reason` says why it failed, `null` that `peer` came up. After a
 * failure `peer` is what the other side called itself, if it did.
 */
export type OnDialEnd = (peer: NodeId | null, reason: MeshError | null) => void;

/** Takes and opens connections, and leads each through its handshake or out again. */
export class Door implements ConnectionOwner {
  readonly clock: Clock;
  readonly #options: DoorOptions;
  readonly #admission: Admission;
  readonly #listeners: TcpListener[] = [];
  /** Connections that are not up yet, oldest first. */
  readonly #unproved = new Set<Connection>();
  readonly #up = new Map<Connection, NodeId>();
  /** Nonces that we sent: when we dial ourselves, one end is mostly gone before the other one hears of it. */
  readonly #nonces = new Set<string>();
  readonly #dials = new Map<Connection, OnDialEnd | undefined>();
  /** The last error of each address: the same one again is not worth a line. */
  readonly #lastErrors = new Map<string, string>();
  #closed = false;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.#admission = new Admission({
      id: options.id,
      clock: options.clock,
      current: options.current,
      probe: options.probe,
    });
  }

  get identity(): TlsIdentity | null {
    return this.#options.identity;
  }

  get exactSizes(): boolean {
    return this.#options.exactSizes();
  }

  /** Connections that are up. */
  get upCount(): number {
    return this.#up.size;
  }

  /** Where we listen, numeric. */
  get addresses(): string[] {
    return this.#listeners.map((listener) => listener.address);
  }

  /** @throws MeshError `address-in-use`, `address-unavailable` */
  async listen(endpoint: Endpoint): Promise<void> {
    const listener = await listen(endpoint, (socket, peer) => this.#accept(socket, peer));
    if (this.#closed) return listener.close();
    this.#listeners.push(listener);
  }

  isDialling(address: string): boolean {
    return [...this.#dials.keys()].some((connection) => connection.peerAddress === address);
  }

  /** Leads a connecting socket of ours through its handshake. */
  dialled(socket: Socket, address: string, node: NodeId | null, onEnd?: OnDialEnd): void {
    const connection = this.#take(socket, address, true);
    this.#dials.set(connection, onEnd);
    if (node !== null) this.#admission.dialling(node, connection);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#admission.stop();
    const reason = new MeshError('node-closed', 'This node was closed.');
    for (const connection of [...this.#unproved, ...this.#up.keys()]) connection.close(reason);
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  // --- ConnectionOwner ----------------------------------------------------------------------------

  handshake(peerAddress: string): HandshakeOptions {
    const { id, secret, authOffer, authAccept, framings, tls } = this.#options;
    const greeting: Greeting = {
      nodeId: id,
      auths: authAccept.filter((name) => AUTH_METHODS.has(name)),
      framings: framings.filter((name) => FRAMINGS.has(name)),
      keys: this.#greetingKeys(peerAddress),
    };
    const isOwnNonce = (text: string) => this.#isOwnNonce(text);
    return { greeting, nonce: this.#newNonce(), secret, authOffer, framings, tls, isOwnNonce };
  }

  #greetingKeys(peerAddress: string): Map<string, string> {
    const keys = new Map([
      ['provider', this.#options.provider],
      ['peeraddr', peerAddress],
      [ARBITER_KEY, ARBITER_RULE],
    ]);
    return this.#options.tls === 'off' ? keys : keys.set(TLS_KEY, TLS_VERSION);
  }

  greeted(connection: Connection, peer: Greeting): void {
    this.#admission.greeted(connection, peer);
  }

  verified(connection: Connection): void {
    this.#admission.verified(connection);
  }

  up(connection: Connection, agreement: Agreement): void {
    const node = agreement.peer.nodeId;
    const onEnd = this.#dials.get(connection);
    this.#unproved.delete(connection);
    this.#dials.delete(connection);
    this.#lastErrors.delete(connection.peerAddress);
    this.#up.set(connection, node);
    // Before anything is sent: whoever is told of the node must know it as a seed.
    onEnd?.(node, null);
    this.#options.connected(connection, this.#info(connection, agreement));
    this.#admission.up(node, connection);
  }

  frame(connection: Connection, frame: Frame, octets: number): void {
    const node = this.#up.get(connection);
    if (node !== undefined) this.#options.frame(node, frame, octets);
  }

  closed(connection: Connection, reason: MeshError): void {
    const node = this.#up.get(connection);
    const onEnd = this.#dials.get(connection);
    this.#up.delete(connection);
    this.#unproved.delete(connection);
    this.#dials.delete(connection);
    if (this.#closed) return;
    if (node === undefined) this.#report(connection, reason);
    onEnd?.(connection.claimed, reason);
    // First: as long as the node counts as connected, no other connection of it is let in.
    if (node !== undefined) this.#options.lost(connection, node, reason);
    this.#admission.closed(node ?? connection.claimed, connection);
  }

  // --- inside -------------------------------------------------------------------------------------

  /** Whether one of our own connections sent it: then we talk to ourselves. */
  #isOwnNonce(text: string): boolean {
    return this.#nonces.has(text);
  }

  /** A nonce for a new connection; the latest ones are kept. */
  #newNonce(): string {
    const text = nonce(this.#options.random);
    this.#nonces.add(text);
    const [oldest] = this.#nonces;
    if (this.#nonces.size > MAX_NONCES && oldest !== undefined) this.#nonces.delete(oldest);
    return text;
  }

  #accept(socket: Socket, peerAddress: string): void {
    if (this.#closed) return void socket.destroy();
    // Not our own dials: strangers must not be able to push them out.
    const waiting = [...this.#unproved].filter((connection) => !connection.dialled);
    if (waiting.length >= MAX_UNPROVED) {
      waiting[0]?.close(
        new MeshError(
          'door-full',
          `${MAX_UNPROVED} connections wait at the door; the oldest had to go.`,
        ),
      );
    }
    this.#take(socket, peerAddress, false);
  }

  #take(socket: Socket, peerAddress: string, dialled: boolean): Connection {
    socket.setNoDelay(this.#options.noDelay);
    socket.setKeepAlive(true);
    const connection = new Connection(socket, peerAddress, dialled, this);
    if (connection.state !== 'closed') this.#unproved.add(connection);
    return connection;
  }

  #info(connection: Connection, agreement: Agreement): PeerInfo {
    return {
      id: agreement.peer.nodeId,
      since: this.clock.now(),
      provider: agreement.peer.keys.get('provider') ?? null,
      dialect: agreement.dialect,
      link: {
        peerAddress: connection.peerAddress,
        dialled: connection.dialled,
        authSent: agreement.authSent,
        authReceived: agreement.authReceived,
        framingSent: agreement.framingSent.name,
        framingReceived: agreement.framingReceived.name,
        encrypted: agreement.cipher !== null,
        cipher: agreement.cipher,
        untrusted: agreement.untrusted,
        authAccepted: offeredWords(agreement.peer.auths),
        framingsAccepted: offeredWords(agreement.peer.framings),
      },
    };
  }

  /** Whether another connection of the node makes up for one that the other side, or we, let go. */
  #isRedundant(connection: Connection, node: NodeId, reason: MeshError): boolean {
    const others = [...this.#unproved].some((other) => other.claimed === node);
    if (!others && this.#options.current(node) === null) return false;
    return connection.dialled || LET_GO.includes(reason.code);
  }

  /** Says once why a connection never came up. Second connections of nodes that are up are normal. */
  #report(connection: Connection, reason: MeshError): void {
    const node = connection.claimed;
    const redundant = node !== null && this.#isRedundant(connection, node, reason);
    const key = connection.dialled
      ? connection.peerAddress
      : connection.peerAddress.replace(/:\d+$/, '');
    const again = this.#lastErrors.get(key) === reason.code;
    if (this.#lastErrors.size > 1000) this.#lastErrors.clear();
    this.#lastErrors.set(key, reason.code);
    const quiet = redundant || again || QUIET.includes(reason.code);
    this.#options.log(quiet ? 'debug' : 'warning', reason, node ?? connection.peerAddress);
  }
}
