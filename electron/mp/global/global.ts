import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import { portNameOf, type NodeId, type PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import type { SpawnContext } from '../kernel/inits.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { DialectName } from '../wire/dialect.ts';
import { assertEncodable } from '../wire/encodable.ts';
import { Groups } from './groups.ts';
import { Master } from './master.ts';
import {
  assertVersion,
  GLOBAL_CONNECT,
  GLOBAL_VERSION,
  isGroupName,
  readAddressBook,
  readAddresses,
  readGroups,
  readRegistration,
  writeAddressBook,
} from './peer-port.ts';
import { Redial } from './redial.ts';
import { Seeds } from './seeds.ts';

/** News of a node are passed on after 2 – 3 s, so that not all connect at once (protocol section 7). */
const NEWS_DELAY = 2_000;
const NEWS_SPREAD = 1_000;

/** The dialect whose global service this is. */
const GLOBAL_DIALECT: DialectName = '1';

/** Nodes that are asked to poke a node that refuses us. */
const POKE_HELPERS = 2;

/** Until it has noticed, ms; then it is dialled again. */
const POKE_TIME = 250;

/** The global service: one mesh from one seed, and groups over it (protocol section 7). */
export class GlobalService {
  readonly #kernel: Kernel;
  readonly #groups: Groups;
  readonly #seeds: Seeds;
  readonly #master: Master;
  readonly #redial: Redial;
  /** Our port at each node that is up. */
  readonly #ports = new Map<NodeId, PortId>();
  /** Where nodes listen, as they told. */
  readonly #addresses = new Map<NodeId, readonly string[]>();
  /** Nodes that want to hear of others. */
  readonly #seeded = new Set<NodeId>();
  readonly #own = new Map<string, Map<PortId, Guard>>();
  /** News of nodes that wait to be passed on: one of each, the latest. */
  readonly #news = new Map<NodeId, Guard>();
  readonly #timers = new Set<Guard>();

  /** @param connectInterval in ms */
  constructor(kernel: Kernel, connectInterval: number) {
    this.#kernel = kernel;
    this.#groups = new Groups((change) => kernel.signals.emit('group', change));
    this.#seeds = this.#createSeeds(connectInterval);
    this.#master = this.#createMaster();
    this.#redial = new Redial({
      clock: kernel.clock,
      random: kernel.random,
      connect: (node, addresses) => kernel.nodes.connect(node, addresses),
    });
    kernel.inits.add(GLOBAL_CONNECT, (context, ...args) => this.#serve(context, args));
    kernel.nodes.onRefused = (node) => this.#poke(node);
    kernel.signals.on('up', ({ node, peer }) => {
      // Another dialect keeps groups in another way (protocol section 11).
      if (peer.dialect === GLOBAL_DIALECT) this.#nodeUp(node);
    });
    kernel.signals.on('down', ({ node }) => this.#nodeDown(node));
  }

  /** Begins to look for the network. @param seeds numeric `ip:port` */
  start(seeds: readonly string[]): void {
    this.#seeds.start(seeds);
  }

  stop(): void {
    this.#seeds.stop();
    this.#redial.stop();
    for (const timer of [...this.#timers, ...this.#news.values()]) timer.dispose();
  }

  isSeed(node: NodeId): boolean {
    return this.#seeds.isSeed(node);
  }

  /** Where a node listens; `null` when it has not told. */
  addressesOf(node: NodeId): readonly string[] | null {
    return node === this.#kernel.id
      ? this.#kernel.nodes.listeners
      : (this.#addresses.get(node) ?? null);
  }

  // --- groups -------------------------------------------------------------------------------------

  members(group: string): PortId[] {
    return this.#groups.members(group);
  }

  all(): Map<string, readonly PortId[]> {
    return this.#groups.all();
  }

  /**
   * Registers a local port network-wide; until it dies, or the guard is disposed.
   * @throws MeshError `port-not-local`, `port-unknown`, `group-registered`
   */
  register(group: string, port: PortId): Guard {
    this.#assertRegistrable(group, port);
    const guard = this.#kernel.mon(port, () => this.#unregister(group, port));
    const ports = this.#own.get(group) ?? new Map<PortId, Guard>();
    this.#own.set(group, ports.set(port, guard));
    this.#broadcast('reg1', group, port);
    this.#groups.change(group, [port], []);
    return { dispose: () => this.#unregister(group, port) };
  }

  #assertRegistrable(group: string, port: PortId): void {
    assertEncodable([group]);
    if (!isGroupName(group)) {
      throw new MeshError('value-invalid', 'The name of a group has 1 to 1,000 characters.');
    }
    if (!this.#kernel.isLocal(port)) {
      throw new MeshError(
        'port-not-local',
        `"${port}" is a port of another node; only its own node can register it.`,
      );
    }
    if (!this.#kernel.ports.has(portNameOf(port))) {
      throw new MeshError('port-unknown', `There is no port "${port}" on this node.`);
    }
    if (this.#own.get(group)?.has(port)) {
      throw new MeshError('group-registered', `"${port}" is registered in "${group}" already.`);
    }
  }

  #unregister(group: string, port: PortId): void {
    const ports = this.#own.get(group);
    const guard = ports?.get(port);
    if (!ports || !guard) return;
    guard.dispose();
    ports.delete(port);
    if (ports.size === 0) this.#own.delete(group);
    this.#broadcast('reg0', group, port);
    this.#groups.change(group, [], [port]);
  }

  // --- nodes --------------------------------------------------------------------------------------

  #nodeUp(node: NodeId): void {
    this.#redial.found(node);
    this.#openPort(node);
    this.#master.nodeUp(node);
  }

  #nodeDown(node: NodeId): void {
    const addresses = this.#addresses.get(node) ?? [];
    this.#closePort(node);
    this.#seeded.delete(node);
    this.#news.get(node)?.dispose();
    this.#news.delete(node);
    this.#master.ensure();
    if (this.#master.current === null) this.#seeds.hurry();
    this.#addresses.delete(node);
    this.#redial.lost(node, addresses);
    // A quick way back: it may have moved, and others may know.
    if (this.#master.current !== null) this.#tell(this.#master.current, ['find', node]);
  }

  /**
   * A node that we lost still believes in its dead connection and lets no new one in. A message on
   * that connection makes it fail: others can ask the node to send one.
   */
  #poke(node: NodeId): void {
    const { id, nodes } = this.#kernel;
    for (const helper of nodes.up().slice(0, POKE_HELPERS)) {
      this.#kernel.snd(helper, ['snd', node, 'snd', id]);
    }
    const timer = this.#kernel.clock.after(POKE_TIME, () => {
      this.#timers.delete(timer);
      for (const address of this.#redial.addressesOf(node)) nodes.dial(address, node);
    });
    this.#timers.add(timer);
  }

  /** Introduces us to a node that came up. */
  #openPort(node: NodeId): void {
    const kernel = this.#kernel;
    const port = kernel.spawn(node, GLOBAL_CONNECT, [GLOBAL_VERSION, kernel.id]);
    this.#ports.set(node, port);
    kernel.mon(port, () => {
      if (this.#ports.get(node) !== port) return;
      this.#closePort(node);
      // It can't keep us informed any more. When it is lost altogether, this comes again.
      if (kernel.nodes.isUp(node)) this.#master.ensure();
    });
    kernel.snd(port, ['addr', [...kernel.nodes.listeners]]);
    if (this.#addresses.size > 0) kernel.snd(port, ['nodes', writeAddressBook(this.#addresses)]);
    if (this.#own.size > 0) kernel.snd(port, ['set', this.#ownGroups()]);
    kernel.snd(port, ['setup']);
  }

  #closePort(node: NodeId): void {
    this.#ports.delete(node);
    this.#groups.removeNode(node);
  }

  /** What a node can ask of the port that it spawned here. */
  #serve({ self, from: node }: SpawnContext, [version, claimed]: readonly Json[]): void {
    assertVersion(version);
    // Whoever speaks for another could take its ports out of all groups.
    if (claimed !== node) throw new Error(`"${node}" can't speak for another node`);
    const name = portNameOf(self);
    // The port lives as long as its node is connected.
    const life = this.#kernel.mon(node, () => this.#kernel.kil(self, []));
    this.#kernel.mon(self, () => life.dispose());
    const receivers: Record<string, (...args: Json[]) => void> = {
      setup: () => undefined,
      addr: (addresses) => this.#heardAddresses(node, readAddresses(addresses)),
      nodes: (book) => this.#heardNodes(book),
      set: (groups) => this.#groups.replaceNode(node, readGroups(groups, node)),
      find: (id) => this.#find(node, id),
      reg1: (group, port) => this.#heardRegistration(node, group, port, true),
      reg0: (group, port) => this.#heardRegistration(node, group, port, false),
      seedme1: () => this.#seedMe(node),
      seedme0: () => void this.#seeded.delete(node),
    };
    for (const [tag, receiver] of Object.entries(receivers)) {
      this.#kernel.ports.setTagged(name, tag, receiver);
    }
  }

  #heardAddresses(node: NodeId, addresses: readonly string[]): void {
    if (!this.#kernel.nodes.isUp(node)) return;
    this.#addresses.set(node, addresses);
    this.#kernel.signals.emit('addresses', { node, addresses });
    const delay = NEWS_DELAY + NEWS_SPREAD * this.#kernel.random.float();
    this.#news.get(node)?.dispose();
    const timer = this.#kernel.clock.after(delay, () => {
      this.#news.delete(node);
      const news = writeAddressBook(new Map([[node, addresses]]));
      for (const other of this.#seeded) this.#tell(other, ['nodes', news]);
    });
    this.#news.set(node, timer);
  }

  #heardNodes(book: Json | undefined): void {
    for (const [id, addresses] of readAddressBook(book)) this.#kernel.nodes.connect(id, addresses);
  }

  #heardRegistration(
    node: NodeId,
    group: Json | undefined,
    port: Json | undefined,
    added: boolean,
  ): void {
    const registration = readRegistration(group, port, node);
    if (!registration) return;
    this.#groups.change(
      registration.group,
      added ? [registration.port] : [],
      added ? [] : [registration.port],
    );
  }

  #find(node: NodeId, id: Json | undefined): void {
    const addresses = this.#addresses.get(id as NodeId);
    if (!addresses) return;
    this.#tell(node, ['nodes', writeAddressBook(new Map([[id as NodeId, addresses]]))]);
  }

  #seedMe(node: NodeId): void {
    this.#seeded.add(node);
    if (this.#addresses.size > 0) this.#tell(node, ['nodes', writeAddressBook(this.#addresses)]);
  }

  #tell(node: NodeId, message: readonly Json[]): void {
    const port = this.#ports.get(node);
    if (port) this.#kernel.snd(port, message);
  }

  #broadcast(...message: Json[]): void {
    for (const port of this.#ports.values()) this.#kernel.snd(port, message);
  }

  #ownGroups(): Json {
    return Object.fromEntries([...this.#own].map(([name, ports]) => [name, [...ports.keys()]]));
  }

  #createSeeds(connectInterval: number): Seeds {
    const kernel = this.#kernel;
    return new Seeds({
      clock: kernel.clock,
      random: kernel.random,
      connectInterval,
      isUp: (node) => kernel.nodes.isUp(node),
      // Nodes that are only looked for don't count: alone, the seeds are all that is left (reference).
      knownCount: () => (kernel.nodes.up().length === 0 ? 1 : kernel.knownNodes().length),
      dial: (address, onEnd) => kernel.nodes.dial(address, null, onEnd),
      onFound: (address, node) => kernel.signals.emit('seed', { address, node }),
      onSelf: (address) =>
        kernel.signals.log('info', `The seed ${address} is this node itself.`, address),
    });
  }

  #createMaster(): Master {
    const kernel = this.#kernel;
    return new Master({
      random: kernel.random,
      isUp: (node) => kernel.nodes.isUp(node) && this.#ports.has(node),
      isSeed: (node) => this.#seeds.isSeed(node),
      upSeeds: () => this.#seeds.up(),
      upNodes: () => kernel.nodes.up(),
      tell: (node, tag) => this.#tell(node, [tag]),
      onChange: (master) =>
        kernel.signals.log(
          'debug',
          master === null ? 'No master: no other node is connected.' : `The master is "${master}".`,
          master,
        ),
    });
  }
}
