import { connect } from 'node:net';
import { MeshError, type ErrorCode } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Message, Reason } from '../../../shared/json.ts';
import { parseEndpoint, type Endpoint } from '../transport/addresses.ts';
import type { Connection } from '../transport/connection.ts';
import type { Frame } from '../wire/framing.ts';
import { Budget } from './budget.ts';
import { Dialer } from './dialer.ts';
import { Door, type DoorOptions, type OnDialEnd } from './door.ts';
import type { PeerInfo } from './events.ts';
import { DIAL_BURST, DIALS_PER_SECOND, MAX_ABSENT_NODES, MAX_KNOWN_NODES } from './limits.ts';
import { Liveness } from './liveness.ts';
import { RemoteNode } from './remote-node.ts';
import type { Signals } from './signals.ts';

/** What is configured of connections. */
export interface NodesOptions
  extends Pick<
    DoorOptions,
    | 'id'
    | 'clock'
    | 'random'
    | 'provider'
    | 'secret'
    | 'authOffer'
    | 'authAccept'
    | 'framings'
    | 'noDelay'
    | 'identity'
    | 'tls'
  > {
  /** Milliseconds. */
  monitorTimeout: number;
  connectInterval: number;
}

/** How a dial ends when the other side believes that we are connected already. */
const REFUSALS: readonly ErrorCode[] = ['peer-closed', 'node-id-taken'];

/** The other nodes: how they are found, connected, watched and lost. */
export class Nodes {
  readonly #options: NodesOptions;
  readonly #signals: Signals;
  readonly #onFrame: (node: RemoteNode, frame: Frame, octets: number) => void;
  readonly #nodes = new Map<NodeId, RemoteNode>();
  readonly #door: Door;
  readonly #dialer: Dialer;
  readonly #liveness: Liveness;
  /** Called when a node that we dialled greets us, but doesn't let us in. */
  onRefused: (node: NodeId) => void = () => undefined;
  #closed = false;

  constructor(
    options: NodesOptions,
    signals: Signals,
    onFrame: (node: RemoteNode, frame: Frame, octets: number) => void,
  ) {
    this.#options = options;
    this.#signals = signals;
    this.#onFrame = onFrame;
    this.#door = this.#createDoor();
    this.#dialer = this.#createDialer();
    this.#liveness = this.#createLiveness();
  }

  /** Where we listen, numeric. */
  get listeners(): string[] {
    return this.#door.addresses;
  }

  isUp(node: NodeId): boolean {
    return this.#connectionOf(node) !== null;
  }

  up(): NodeId[] {
    return this.peers().map((peer) => peer.id);
  }

  /** Connected or not, without this one. */
  known(): NodeId[] {
    return [...this.#nodes.keys()];
  }

  /** Whether what a peer makes us send to a node may be kept, when that node is not connected. */
  mayQueueFor(node: NodeId): boolean {
    return this.#nodes.has(node) || this.#nodes.size < this.#door.upCount + MAX_ABSENT_NODES;
  }

  peers(): PeerInfo[] {
    return [...this.#nodes.values()].flatMap((node) => node.info ?? []);
  }

  /** The node of that ID; made when it isn't known yet. */
  get(id: NodeId): RemoteNode {
    const known = this.#nodes.get(id);
    if (known) return known;
    const node: RemoteNode = new RemoteNode(id, {
      id: this.#options.id,
      wanted: () => {
        if (!this.#closed) this.#dialer.connect(id, []);
      },
      sent: (port, message, octets) => this.#sent(id, port, message, octets),
      // Later: whoever sends must not be told inside of its call.
      overflowed: () => queueMicrotask(() => this.#lose(node, 'too much was waiting to be sent')),
      callbackError: (error) => this.#signals.callbackError(error),
    });
    this.#nodes.set(id, node);
    return node;
  }

  /** @throws MeshError `address-in-use`, `address-unavailable` */
  async listen(endpoints: readonly Endpoint[]): Promise<void> {
    for (const endpoint of endpoints) await this.#door.listen(endpoint);
    this.#signals.emit('listening', { addresses: this.listeners });
  }

  /**
   * Connects to a node, trying its addresses until `monitor_timeout`.
   * @param addresses as announced; what is not numeric is left out
   */
  connect(node: NodeId, addresses: readonly string[]): void {
    if (node === this.#options.id || this.isUp(node) || this.#closed) return;
    if (!this.#nodes.has(node) && this.#nodes.size >= MAX_KNOWN_NODES) return;
    const usable = addresses.filter((address) => parseEndpoint(address) !== null);
    if (usable.length === 0) return;
    this.get(node);
    this.#dialer.connect(node, usable);
  }

  /**
   * Opens one connection, unless one to that address is under way.
   * @param node whom it is meant for, when known
   */
  dial(address: string, node: NodeId | null, onEnd?: OnDialEnd): void {
    const endpoint = parseEndpoint(address);
    if (!endpoint || this.#closed || this.#door.isDialling(address)) return;
    const socket = connect({ host: endpoint.ip, port: endpoint.tcpPort, autoSelectFamily: false });
    this.#door.dialled(socket, address, node, onEnd);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#liveness.stop();
    this.#dialer.stopAll();
    await this.#door.close();
  }

  #connectionOf(id: NodeId): Connection | null {
    return this.#nodes.get(id)?.connection ?? null;
  }

  #sent(peer: NodeId, port: string, message: Message, size: number): void {
    if (this.#signals.tapped) {
      this.#signals.show({ direction: 'out', peer, port, message, size });
    }
  }

  #connected(connection: Connection, info: PeerInfo): void {
    const old = this.#connectionOf(info.id);
    old?.close(new MeshError('connection-lost', 'The other side connected anew.'));
    this.#dialer.stop(info.id);
    this.get(info.id).connected(connection, info);
    this.#signals.emit('up', { node: info.id, peer: info });
  }

  /** What waits for the node or watches it is told that it is lost (protocol section 5). */
  #lose(node: RemoteNode, text: string): void {
    if (this.#closed) return;
    const wasUp = node.connection !== null;
    const reason: Reason = ['transport_error', node.id, text];
    node.lost(reason);
    if (wasUp) this.#signals.emit('down', { node: node.id, reason });
    if (node.idle) this.#nodes.delete(node.id);
  }

  #createDoor(): Door {
    return new Door({
      ...this.#options,
      exactSizes: () => this.#signals.tapped,
      current: (node) => this.#connectionOf(node),
      probe: (node) => this.#nodes.get(node)?.probe(),
      connected: (connection, info) => this.#connected(connection, info),
      frame: (id, frame, octets) => {
        const node = this.#nodes.get(id);
        if (node) this.#onFrame(node, frame, octets);
      },
      lost: (connection, id, error) => {
        const node = this.#nodes.get(id);
        if (node?.connection === connection) this.#lose(node, error.message);
      },
      log: (level, error, peer) => this.#signals.logError(level, error, peer),
    });
  }

  #createDialer(): Dialer {
    const { clock, random, monitorTimeout, connectInterval } = this.#options;
    return new Dialer({
      clock,
      random,
      budget: new Budget(clock, DIALS_PER_SECOND, DIAL_BURST),
      monitorTimeout,
      connectInterval,
      dial: (address, node) =>
        this.dial(address, node, (_peer, reason) => {
          if (reason && REFUSALS.includes(reason.code)) this.onRefused(node);
        }),
      onGiveUp: (id) => {
        const node = this.#nodes.get(id);
        if (node && !node.connection) this.#lose(node, 'unable to connect');
      },
    });
  }

  #createLiveness(): Liveness {
    return new Liveness({
      clock: this.#options.clock,
      timeout: this.#options.monitorTimeout,
      nodes: () => this.#nodes.values(),
      mustSpeak: () => this.listeners.length === 0,
      onSilent: (node, reason) => node.connection?.close(reason),
    });
  }
}
