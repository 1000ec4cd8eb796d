import type { Clock } from '../../shared/clock.ts';
import type { MeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { Json, Reason } from '../../shared/json.ts';
import type { ServiceSpec } from './config/shapes.ts';
import type { Random } from './crypto/random.ts';
import type { EventSource, PeerInfo, TappedMessage } from './kernel/events.ts';
import type { MonitorCallback, Receiver } from './kernel/ports.ts';
import type { Resolver } from './transport/addresses.ts';

/** Runs in a port that was spawned on this node; sets its receivers. Throwing kills the port. */
export type SpawnFunction = (node: Node, self: PortId, ...args: Json[]) => void;

/** Values that win over those of the file, e.g. from a command line. */
export interface NodeOverrides {
  nodeId?: string | undefined;
  binds?: readonly string[] | undefined;
  seeds?: readonly string[] | undefined;
  secret?: string | undefined;
  /** PEM: certificate, key, CAs. */
  cert?: string | undefined;
  /** With a certificate: refuse peers that don't encrypt. */
  tlsRequired?: boolean | undefined;
  framings?: readonly string[] | undefined;
  authOffer?: readonly string[] | undefined;
  authAccept?: readonly string[] | undefined;
  /** Seconds. */
  monitorTimeout?: number | undefined;
  connectInterval?: number | undefined;
  services?: readonly ServiceSpec[] | undefined;
}

export interface NodeOptions {
  /** Name of the profile; default: the host name. */
  profile?: string | undefined;
  /** Configuration file; default as in protocol section 9. `null`: none at all. */
  rc?: string | null | undefined;
  overrides?: NodeOverrides | undefined;
  /** Functions that others may name in `spawn`. */
  inits?: Readonly<Record<string, SpawnFunction>> | undefined;
  clock?: Clock | undefined;
  random?: Random | undefined;
  resolver?: Resolver | undefined;
  /** Gets the node before it listens and dials, to attach listeners to it. */
  onCreate?: ((node: Node) => void) | undefined;
}

/** Told of a group's ports: all, those added, those removed. */
export type GroupWatcher = (
  members: readonly PortId[],
  added: readonly PortId[],
  removed: readonly PortId[],
) => void;

/** A node of a mesh. Callbacks run from the event loop, never inside a call of one of these methods. */
export interface Node extends EventSource {
  readonly id: NodeId;
  /** Name of the profile that it was configured with. */
  readonly profile: string;
  /** Where it listens, numeric `ip:port`. */
  readonly listeners: readonly string[];
  /** Seeds as configured. */
  readonly seeds: readonly string[];
  /** What works but deserves a look: a world-readable file, a weak secret … */
  readonly warnings: readonly MeshError[];

  /**
   * Creates a port.
   * @param receiver gets every message that has no receiver for its tag
   */
  port(receiver?: Receiver): PortId;
  /**
   * Sets the default receiver, the receiver of a tag (`null` removes it), or those of several tags.
   * A receiver that throws kills its port with `die, TEXT`.
   * @throws MeshError `port-not-local`, `port-unknown`
   */
  rcv(port: PortId, receiver: Receiver): void;
  rcv(port: PortId, tag: string, receiver: Receiver | null): void;
  rcv(port: PortId, tagged: Readonly<Record<string, Receiver>>): void;
  /**
   * Sends a message, now or as soon as the node is connected. Messages to one port arrive in order
   * and without holes: after a loss none arrives until a monitor has told.
   * @throws MeshError `destination-invalid`, `message-unencodable`
   */
  snd(to: PortId | NodeId, ...message: Json[]): void;
  /**
   * Kills a port; its monitors get the reason, none means a normal end.
   * @throws MeshError `destination-invalid`, also for node ports
   */
  kil(port: PortId, ...reason: Json[]): void;
  /**
   * Watches a port, or a whole node by its ID, in one of three ways. When it dies or can't be reached,
   * once: calls back with the reason; or kills another port, if the reason isn't a normal end; or sends
   * a message, with the reason appended.
   * @throws MeshError `destination-invalid`, `message-unencodable`
   */
  mon(port: PortId | NodeId, onDeath: MonitorCallback): Guard;
  mon(port: PortId | NodeId, other: PortId): Guard;
  mon(port: PortId | NodeId, to: PortId | NodeId, ...message: [Json, ...Json[]]): Guard;
  /**
   * Makes a function that runs in the context of a port, for callbacks of timers and the like: what it
   * throws kills the port with `die, TEXT`, as in a receiver. Nothing runs once the port is dead.
   * @throws MeshError `port-not-local`
   */
  psub<Args extends unknown[]>(port: PortId, run: (...args: Args) => void): (...args: Args) => void;
  /**
   * Asks a node to create a port and to run one of its init functions in it.
   * @returns the ID of the port; monitor it to learn of failure
   */
  spawn(node: NodeId, init: string, ...args: Json[]): PortId;
  /** Runs `action` once after `seconds`, or sends a message. */
  after(seconds: number, action: () => void): Guard;
  after(seconds: number, to: PortId | NodeId, ...message: Json[]): Guard;
  /**
   * Sends a message with a fresh reply port appended.
   * @param onReply gets the first reply, or `null` when there is none in `timeout` seconds; without
   *   a time-out: when the destination dies
   * @returns the reply port; killing it ends the wait without a word
   */
  cal(
    to: PortId | NodeId,
    message: readonly Json[],
    onReply: (reply: readonly Json[] | null) => void,
    timeout?: number,
  ): PortId;

  /**
   * Makes a port known under a name on this node, for programs that ask with `lookup`.
   * @throws MeshError `port-not-local`
   */
  reg(port: PortId, name: string): Guard;
  /** Asks a node for the port registered under a name; `null` when there is none, or no answer in time. */
  lookup(node: NodeId, name: string, timeout?: number): Promise<PortId | null>;

  /**
   * Registers a port of this node in a group, network-wide, until it dies or the guard is disposed.
   * @throws MeshError `port-not-local`, `port-unknown`, `group-registered`
   */
  grpReg(group: string, port: PortId): Guard;
  /** Ports of a group; `[]` when there are none. */
  grpGet(group: string): readonly PortId[];
  /** Watches a group; called soon for the ports it has already, if any. */
  grpMon(group: string, watch: GroupWatcher): Guard;
  groups(): ReadonlyMap<string, readonly PortId[]>;

  upNodes(): NodeId[];
  /** All nodes known, this one included. */
  knownNodes(): NodeId[];
  peers(): PeerInfo[];
  /** Where a node listens; `null` when it has not told. */
  addressesOf(node: NodeId): readonly string[] | null;
  /** Whether one of our seeds leads to that node. */
  isSeed(node: NodeId): boolean;
  /** Told of every node that comes up or goes down. */
  monNodes(watch: (node: NodeId, up: boolean, reason: Reason) => void): Guard;

  /** Shows every message, both ways. Costs speed while attached. */
  tap(listener: (message: TappedMessage) => void): Guard;
  /** Leaves the network: closes all connections and listeners. */
  close(): Promise<void>;
}
