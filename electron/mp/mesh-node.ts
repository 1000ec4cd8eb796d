import { MeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import { isPortId, portNameOf, type NodeId, type PortId } from '../../shared/ids.ts';
import type { Json, Reason } from '../../shared/json.ts';
import type { GlobalService } from './global/global.ts';
import type { Listener, NodeEvents, PeerInfo, TappedMessage } from './kernel/events.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { MonitorCallback, Receiver } from './kernel/ports.ts';
import type { GroupWatcher, Node } from './node.ts';
import { assertEncodable } from './wire/encodable.ts';

/** How long `lookup` waits, seconds. */
const LOOKUP_TIMEOUT = 30;

/** What a node knows of its own configuration. */
export interface NodeFacts {
  profile: string;
  seeds: readonly string[];
  warnings: readonly MeshError[];
}

/** The kernel and the global service behind one door; see {@link Node} for what each method does. */
export class MeshNode implements Node {
  readonly profile: string;
  readonly seeds: readonly string[];
  readonly warnings: readonly MeshError[];
  readonly #kernel: Kernel;
  readonly #global: GlobalService;

  constructor(kernel: Kernel, global: GlobalService, facts: NodeFacts) {
    this.#kernel = kernel;
    this.#global = global;
    this.profile = facts.profile;
    this.seeds = facts.seeds;
    this.warnings = facts.warnings;
  }

  get id(): NodeId {
    return this.#kernel.id;
  }

  get listeners(): readonly string[] {
    return this.#kernel.nodes.listeners;
  }

  port(receiver?: Receiver): PortId {
    const port = this.#kernel.createPort();
    if (receiver) this.rcv(port, receiver);
    return port;
  }

  rcv(
    port: PortId,
    what: Receiver | string | Readonly<Record<string, Receiver>>,
    receiver?: Receiver | null,
  ): void {
    const name = this.#localName(port);
    const { ports } = this.#kernel;
    if (typeof what === 'function') return ports.setReceiver(name, what);
    if (typeof what === 'string') return ports.setTagged(name, what, receiver ?? null);
    for (const [tag, tagged] of Object.entries(what)) ports.setTagged(name, tag, tagged);
  }

  snd(to: PortId | NodeId, ...message: Json[]): void {
    this.#kernel.snd(to, message);
  }

  kil(port: PortId, ...reason: Json[]): void {
    this.#kernel.kil(port, reason);
  }

  mon(
    port: PortId | NodeId,
    what: MonitorCallback | PortId | NodeId,
    ...message: readonly Json[]
  ): Guard {
    if (typeof what === 'function') return this.#kernel.mon(port, what);
    if (message.length === 0) {
      return this.#kernel.mon(port, (...reason) => {
        if (reason.length > 0) this.kil(what as PortId, ...reason);
      });
    }
    // Now: a monitor that can't be sent later would be lost without a word.
    assertEncodable(message);
    return this.#kernel.mon(port, (...reason) => this.snd(what, ...message, ...reason));
  }

  psub<Args extends unknown[]>(
    port: PortId,
    run: (...args: Args) => void,
  ): (...args: Args) => void {
    const name = this.#localName(port);
    return (...args) => this.#kernel.ports.run(name, () => run(...args));
  }

  spawn(node: NodeId, init: string, ...args: Json[]): PortId {
    return this.#kernel.spawn(node, init, args);
  }

  after(seconds: number, what: (() => void) | PortId | NodeId, ...message: readonly Json[]): Guard {
    const action = typeof what === 'function' ? what : () => this.snd(what, ...message);
    return this.#kernel.clock.after(seconds * 1000, () => this.#kernel.signals.guard(action));
  }

  cal(
    to: PortId | NodeId,
    message: readonly Json[],
    onReply: (reply: readonly Json[] | null) => void,
    timeout?: number,
  ): PortId {
    const reply = this.port();
    try {
      this.snd(to, ...message, reply);
    } catch (error) {
      this.kil(reply);
      throw error;
    }
    let over = false;
    const end = (result: readonly Json[] | null): void => {
      // A second reply may come before the port is gone.
      if (over) return;
      this.kil(reply);
      stop();
      onReply(result);
    };
    const guard =
      timeout === undefined ? this.mon(to, () => end(null)) : this.after(timeout, () => end(null));
    const stop = (): void => {
      over = true;
      guard.dispose();
    };
    this.rcv(reply, (...answer) => end(answer));
    // The program may kill it, too, to end the wait.
    this.mon(reply, stop);
    return reply;
  }

  reg(port: PortId, name: string): Guard {
    this.#localName(port);
    return this.#kernel.reg(port, name);
  }

  lookup(node: NodeId, name: string, timeout = LOOKUP_TIMEOUT): Promise<PortId | null> {
    return new Promise((resolve) => {
      this.cal(
        node,
        ['lookup', name],
        (reply) => {
          const port = reply?.[0];
          resolve(isPortId(port) ? port : null);
        },
        timeout,
      );
    });
  }

  grpReg(group: string, port: PortId): Guard {
    return this.#global.register(group, port);
  }

  grpGet(group: string): readonly PortId[] {
    return this.#global.members(group);
  }

  grpMon(group: string, watch: GroupWatcher): Guard {
    let over = false;
    const changes = this.on('group', (change) => {
      if (change.name === group && ready) watch(change.members, change.added, change.removed);
    });
    let ready = false;
    queueMicrotask(() => {
      ready = true;
      const members = this.grpGet(group);
      if (!over && members.length > 0) watch(members, members, []);
    });
    return {
      dispose: () => {
        over = true;
        changes.dispose();
      },
    };
  }

  groups(): ReadonlyMap<string, readonly PortId[]> {
    return this.#global.all();
  }

  upNodes(): NodeId[] {
    return this.#kernel.nodes.up();
  }

  knownNodes(): NodeId[] {
    return this.#kernel.knownNodes();
  }

  peers(): PeerInfo[] {
    return this.#kernel.nodes.peers();
  }

  addressesOf(node: NodeId): readonly string[] | null {
    return this.#global.addressesOf(node);
  }

  isSeed(node: NodeId): boolean {
    return this.#global.isSeed(node);
  }

  monNodes(watch: (node: NodeId, up: boolean, reason: Reason) => void): Guard {
    const up = this.on('up', ({ node }) => watch(node, true, []));
    const down = this.on('down', ({ node, reason }) => watch(node, false, reason));
    return {
      dispose: () => {
        up.dispose();
        down.dispose();
      },
    };
  }

  on<Name extends keyof NodeEvents>(name: Name, listener: Listener<Name>): Guard {
    return this.#kernel.signals.on(name, listener);
  }

  tap(listener: (message: TappedMessage) => void): Guard {
    return this.#kernel.signals.tap(listener);
  }

  async close(): Promise<void> {
    this.#global.stop();
    await this.#kernel.close();
  }

  /** @throws MeshError `port-not-local` */
  #localName(port: PortId): string {
    const name = portNameOf(port);
    if (this.#kernel.isLocal(port) && name !== '') return name;
    throw new MeshError('port-not-local', `"${port}" is not a port of this node, "${this.id}".`);
  }
}
