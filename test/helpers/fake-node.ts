import type {
  Listener,
  NodeEvents,
  PeerInfo,
  TappedMessage,
} from '../../electron/mp/kernel/events.ts';
import type { Node, Receiver } from '../../electron/mp/mp.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { nodeOf, portIdOf, portNameOf } from '../../shared/ids.ts';
import type { Json, Message, Reason } from '../../shared/json.ts';
import type { MeshError } from '../../shared/errors.ts';
import { POSTURE } from './posture.ts';

export interface Sent {
  to: PortId;
  message: Message;
}

/** A node without a network: what it is told to send is noted, and tests play the others. */
export class FakeNode implements Node {
  readonly id: NodeId;
  readonly profile: string;
  listeners: readonly string[] = ['127.0.0.1:4040'];
  seeds: readonly string[] = [];
  warnings: readonly MeshError[] = [];
  readonly sent: Sent[] = [];
  readonly killed: PortId[] = [];
  /** Reasons of {@link killed}, in the same order. */
  readonly killReasons: Reason[] = [];
  readonly monitored: { port: PortId; died: (...reason: Json[]) => void; active: boolean }[] = [];
  readonly addresses = new Map<NodeId, readonly string[]>();
  readonly seedNodes = new Set<NodeId>();
  readonly known = new Set<NodeId>();
  readonly groupMembers = new Map<string, readonly PortId[]>();
  closed = false;
  readonly #peers = new Map<NodeId, PeerInfo>();
  readonly #receivers = new Map<string, Receiver>();
  readonly #tagged = new Map<string, Record<string, Receiver>>();
  readonly #listeners = new Map<keyof NodeEvents, Set<(event: never) => void>>();
  readonly #taps = new Set<(message: TappedMessage) => void>();
  #ports = 0;

  constructor(id = 'me', profile = 'test') {
    this.id = id as NodeId;
    this.profile = profile;
  }

  // --- what tests do ----------------------------------------------------------------------------

  /** A node connects. */
  connect(id: string, provider: string | null = 'AE-1.30'): NodeId {
    const peer: PeerInfo = { id: id as NodeId, since: 1, provider, dialect: '1', link: POSTURE };
    this.#peers.set(peer.id, peer);
    this.emit('up', { node: peer.id, peer });
    return peer.id;
  }

  disconnect(id: string, reason: Reason = ['transport_error', id, 'connection reset']): void {
    this.#peers.delete(id as NodeId);
    this.emit('down', { node: id as NodeId, reason });
  }

  setGroup(name: string, members: readonly string[]): void {
    const ports = members as readonly PortId[];
    this.groupMembers.set(name, ports);
    this.emit('group', { name, members: ports, added: [], removed: [] });
  }

  emit<Name extends keyof NodeEvents>(name: Name, event: NodeEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<Name>)(event);
  }

  /** A message passes that no port gets. */
  emitMessage(message: TappedMessage): void {
    this.#show(message);
  }

  /** A message arrives from `from` at a port of ours. */
  receive(from: string, port: PortId, ...message: Json[]): void {
    const size = JSON.stringify([portNameOf(port), ...message]).length;
    this.#show({ direction: 'in', peer: from as NodeId, port: portNameOf(port), message, size });
    const [tag, ...rest] = message;
    const tagged = this.#tagged.get(portNameOf(port))?.[String(tag)];
    if (tagged) tagged(...rest);
    else this.#receivers.get(portNameOf(port))?.(...message);
  }

  /** What was sent to an own port arrives. */
  deliver(port: PortId, ...message: Json[]): void {
    this.#receivers.get(portNameOf(port))?.(...message);
  }

  /** Messages to own ports, which {@link runInside} delivers. */
  deliverInside = false;
  readonly #inside: Sent[] = [];

  /** Delivers what was sent to own ports, and what that makes them send, at most `limit` messages. */
  runInside(limit: number): void {
    for (let i = 0; i < limit; i++) {
      const next = this.#inside.shift();
      if (!next) return;
      this.deliver(next.to, ...next.message);
    }
  }

  /** A port that is monitored dies. */
  die(port: string, ...reason: Json[]): void {
    for (const entry of this.monitored.filter((each) => each.port === port && each.active)) {
      entry.active = false;
      entry.died(...reason);
    }
  }

  /** Messages sent to a port, the oldest first. */
  sentTo(port: string): Message[] {
    return this.sent.filter(({ to }) => to === port).map(({ message }) => message);
  }

  get listenerCount(): number {
    const all = [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
    return all + this.#taps.size;
  }

  // --- what a node does -------------------------------------------------------------------------

  port(receiver?: Receiver): PortId {
    const port = portIdOf(this.id, `p.${++this.#ports}`);
    if (receiver) this.#receivers.set(portNameOf(port), receiver);
    return port;
  }

  rcv(port: PortId, receivers: unknown): void {
    this.#tagged.set(portNameOf(port), receivers as Record<string, Receiver>);
  }

  snd(to: PortId | NodeId, ...message: Json[]): void {
    if (message.includes('unencodable')) throw new Error('unencodable');
    const inside = nodeOf(to) === this.id;
    const size = inside ? 0 : JSON.stringify([portNameOf(to), ...message]).length;
    this.sent.push({ to: to as PortId, message });
    if (inside && this.deliverInside) this.#inside.push({ to: to as PortId, message });
    this.#show({ direction: 'out', peer: nodeOf(to), port: portNameOf(to), message, size });
  }

  kil(port: PortId, ...reason: Json[]): void {
    this.killed.push(port);
    this.killReasons.push(reason);
    const kil = ['kil', portNameOf(port), ...reason];
    if (nodeOf(port) !== this.id) {
      this.#show({ direction: 'out', peer: nodeOf(port), port: '', message: kil, size: 9 });
    }
    this.#receivers.delete(portNameOf(port));
  }

  mon(port: PortId | NodeId, died: ((...reason: Json[]) => void) | PortId | NodeId): Guard {
    if (typeof died !== 'function') throw new Error('not needed');
    const entry = { port: port as PortId, died, active: true };
    this.monitored.push(entry);
    return { dispose: () => void (entry.active = false) };
  }

  psub<Args extends unknown[]>(): (...args: Args) => void {
    throw new Error('not needed');
  }

  reg(): Guard {
    throw new Error('not needed');
  }

  lookup(): Promise<PortId | null> {
    throw new Error('not needed');
  }

  spawn(): PortId {
    throw new Error('not needed');
  }

  after(): Guard {
    throw new Error('not needed');
  }

  cal(): PortId {
    throw new Error('not needed');
  }

  grpReg(group: string, port: PortId): Guard {
    this.setGroup(group, [...this.grpGet(group), port]);
    return {
      dispose: () =>
        this.setGroup(
          group,
          this.grpGet(group).filter((member) => member !== port),
        ),
    };
  }

  grpGet(group: string): readonly PortId[] {
    return this.groupMembers.get(group) ?? [];
  }

  grpMon(): Guard {
    throw new Error('not needed');
  }

  groups(): ReadonlyMap<string, readonly PortId[]> {
    return this.groupMembers;
  }

  upNodes(): NodeId[] {
    return [...this.#peers.keys()];
  }

  knownNodes(): NodeId[] {
    return [this.id, ...this.#peers.keys(), ...this.known];
  }

  peers(): PeerInfo[] {
    return [...this.#peers.values()];
  }

  addressesOf(node: NodeId): readonly string[] | null {
    return this.addresses.get(node) ?? null;
  }

  isSeed(node: NodeId): boolean {
    return this.seedNodes.has(node);
  }

  monNodes(): Guard {
    throw new Error('not needed');
  }

  on<Name extends keyof NodeEvents>(name: Name, listener: Listener<Name>): Guard {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return { dispose: () => void listeners.delete(listener) };
  }

  tap(listener: (message: TappedMessage) => void): Guard {
    this.#taps.add(listener);
    return { dispose: () => void this.#taps.delete(listener) };
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  #show(message: TappedMessage): void {
    for (const tap of this.#taps) tap(message);
  }
}
