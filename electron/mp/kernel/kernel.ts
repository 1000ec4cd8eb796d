import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import {
  isPortId,
  nodeOf,
  portIdOf,
  portNameOf,
  type NodeId,
  type PortId,
} from '../../../shared/ids.ts';
import type { Message, Reason } from '../../../shared/json.ts';
import { PortNames, remotePrefix, uniquePrefix } from '../crypto/names.ts';
import type { Random } from '../crypto/random.ts';
import { assertEncodable } from '../wire/encodable.ts';
import type { Frame } from '../wire/framing.ts';
import { Budget } from './budget.ts';
import { Inits, type InitFunction } from './inits.ts';
import { MAX_DESTINATIONS, RELAY_BURST, RELAYS_PER_SECOND } from './limits.ts';
import { Mailroom } from './mailroom.ts';
import { Nodes, type NodesOptions } from './nodes.ts';
import { Ports, type MonitorCallback } from './ports.ts';
import { Refusals } from './refusals.ts';
import type { RemoteNode } from './remote-node.ts';
import { serve, SPAWN, type ServiceHost } from './services.ts';
import { Signals } from './signals.ts';

/** Characters of a reason in the log: peers may give long ones. */
const MAX_SHOWN_REASON = 1_000;

export interface KernelOptions extends NodesOptions {
  inits: Readonly<Record<string, InitFunction>>;
  /** Process ID: part of the names of ports. */
  pid: number;
}

/** Ports, and the messages between them and other nodes: a node without the global service. */
export class Kernel {
  readonly id: NodeId;
  readonly clock: Clock;
  readonly random: Random;
  readonly signals = new Signals();
  readonly ports: Ports;
  readonly nodes: Nodes;
  readonly inits: Inits;
  readonly #mailroom = new Mailroom();
  readonly #names: PortNames;
  readonly #remoteNames: PortNames;
  readonly #host: ServiceHost;
  /** Destinations that were checked: programs send to the same few again and again. */
  readonly #destinations = new Map<string, Destination>();
  readonly #refusals: Refusals;
  readonly #relays = new Map<NodeId, Budget>();
  /** Ports by the names of `reg`. */
  readonly #registered = new Map<string, PortId>();
  #closed = false;

  constructor(options: KernelOptions) {
    const { id, clock, random, pid } = options;
    this.id = id;
    this.clock = clock;
    this.random = random;
    this.#names = new PortNames(uniquePrefix(random, clock.now(), pid));
    this.#remoteNames = new PortNames(remotePrefix(random));
    this.ports = this.#createPorts();
    this.inits = new Inits(id, this.ports, options.inits);
    this.nodes = new Nodes(options, this.signals, (...args) => this.#receive(...args));
    this.#host = this.#createHost();
    this.#refusals = new Refusals((error, from) => this.signals.logError('warning', error, from));
    this.signals.on('down', ({ node }) => this.#relays.delete(node));
  }

  /** A new local port with a name that is never used again. */
  createPort(): PortId {
    let name = this.#names.next();
    // A peer may have spawned a port under the next names: they are easy to guess.
    while (this.ports.has(name)) name = this.#names.next();
    this.ports.create(name, null);
    return portIdOf(this.id, name);
  }

  isLocal(id: PortId | NodeId): boolean {
    return nodeOf(id) === this.id;
  }

  /**
   * Sends a message. Never tells whether it arrived: a monitor does.
   * @throws MeshError `destination-invalid`, `message-unencodable`
   */
  snd(to: PortId | NodeId, message: Message): void {
    const destination = this.#destination(to);
    assertEncodable(message);
    this.#send(destination, message);
  }

  /**
   * Kills a port, after what was sent to it before.
   * @throws MeshError `destination-invalid`, also for node ports: a node can't be killed
   */
  kil(port: PortId, reason: Reason): void {
    assertDestination(port);
    assertEncodable(reason);
    const name = portNameOf(port);
    if (name === '') {
      throw new MeshError(
        'destination-invalid',
        `"${port}" is a node port, which can't be killed.`,
      );
    }
    if (this.isLocal(port)) this.#mailroom.post(() => this.ports.kill(name, reason));
    else this.nodes.get(nodeOf(port)).send('', ['kil', name, ...reason]);
  }

  /** Calls back once when the port dies or its node is lost. The node port stands for its node. */
  mon(port: PortId | NodeId, callback: MonitorCallback): Guard {
    assertDestination(port);
    const name = portNameOf(port);
    if (!this.isLocal(port)) return this.nodes.get(nodeOf(port)).monitor(name, callback);
    // Our own node port lives as long as we do.
    return name === '' ? { dispose: () => undefined } : this.ports.monitor(name, callback);
  }

  /** Asks a node to create a port and to run an init function in it; its ID is known at once. */
  spawn(node: NodeId, init: string, args: Message): PortId {
    const name = this.#remoteNames.next();
    this.snd(node, [SPAWN, name, init, ...args]);
    return portIdOf(node, name);
  }

  /**
   * Makes a local port known under a name on this node, for the service `lookup` of older programs.
   * @returns a guard that takes the name back; the port's death does, too
   */
  reg(port: PortId, name: string): Guard {
    this.#registered.set(name, port);
    const remove = () => {
      if (this.#registered.get(name) === port) this.#registered.delete(name);
    };
    const monitor = this.mon(port, remove);
    return {
      dispose: () => {
        monitor.dispose();
        remove();
      },
    };
  }

  /** This node and all others that it knows, connected or not. */
  knownNodes(): NodeId[] {
    return [this.id, ...this.nodes.known()];
  }

  /** Closes everything. Monitors don't fire: the node is gone, not its peers. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.ports.clear();
    await this.nodes.close();
    this.signals.emit('closed', {});
    this.signals.clear();
  }

  /** Sends without checking the content. */
  #route(to: PortId | NodeId, message: Message): void {
    this.#send(destinationOf(to, this.id), message);
  }

  /** @throws MeshError `destination-invalid` */
  #destination(to: PortId | NodeId): Destination {
    const known = this.#destinations.get(to);
    if (known) return known;
    assertDestination(to);
    const destination = destinationOf(to, this.id);
    if (this.#destinations.size >= MAX_DESTINATIONS) this.#destinations.clear();
    this.#destinations.set(to, destination);
    return destination;
  }

  #send({ node, name, local }: Destination, message: Message): void {
    if (!local) return this.nodes.get(node).send(name, message);
    this.#mailroom.post(() => this.#deliver(name, message, null));
    if (this.signals.tapped) {
      this.signals.show({ direction: 'out', peer: this.id, port: name, message, size: 0 });
    }
  }

  #receive(node: RemoteNode, frame: Frame, size: number): void {
    // An empty frame is a keepalive (protocol section 2).
    if (frame.length === 0) return;
    const port = frame[0] as string;
    const message = frame.slice(1);
    if (this.signals.tapped) {
      this.signals.show({ direction: 'in', peer: node.id, port, message, size });
    }
    this.#deliver(port, message, node);
  }

  #deliver(name: string, message: Message, from: RemoteNode | null): void {
    if (name !== '') return this.ports.deliver(name, message);
    this.signals.guard(() => serve(this.#host, message, from));
  }

  #relayBudget(from: NodeId): Budget {
    const budget = this.#relays.get(from) ?? new Budget(this.clock, RELAYS_PER_SECOND, RELAY_BURST);
    this.#relays.set(from, budget);
    return budget;
  }

  #createPorts(): Ports {
    return new Ports({
      mailroom: this.#mailroom,
      idOf: (name) => portIdOf(this.id, name),
      onCallbackError: (error) => this.signals.callbackError(error),
      onUnwatchedDeath: (name, reason) => {
        const text = reason.map((part) => (typeof part === 'string' ? part : JSON.stringify(part)));
        const shown = text.join(', ').slice(0, MAX_SHOWN_REASON);
        this.signals.log('warning', `The port "${name}" died: ${shown}`);
      },
    });
  }

  #createHost(): ServiceHost {
    return {
      id: this.id,
      ports: this.ports,
      time: () => this.clock.now() / 1000,
      upNodes: () => this.nodes.up(),
      knownNodes: () => this.knownNodes(),
      lookup: (name) => this.#registered.get(name) ?? null,
      route: (to, message) => {
        if (this.isLocal(to) || this.nodes.mayQueueFor(nodeOf(to))) this.#route(to, message);
      },
      mayRelay: (from) => this.#relayBudget(from).take(),
      spawnHere: (name, init, args, from) => {
        const error = this.inits.spawn(name, init, args, from?.id ?? this.id);
        if (error) this.#refusals.add(from?.id ?? this.id, error);
      },
      refused: (_service, from, error) => this.#refusals.add(from?.id ?? this.id, error),
    };
  }
}

/** A port ID taken apart. */
interface Destination {
  node: NodeId;
  /** `''` is the node port. */
  name: string;
  local: boolean;
}

function destinationOf(to: PortId | NodeId, self: NodeId): Destination {
  const node = nodeOf(to);
  return { node, name: portNameOf(to), local: node === self };
}

function assertDestination(to: string): void {
  if (isPortId(to)) return;
  const shown = JSON.stringify(to)?.slice(0, 100);
  throw new MeshError('destination-invalid', `${shown} is neither a node nor a port ID.`);
}
