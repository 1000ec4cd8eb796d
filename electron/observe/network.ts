import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { Reason } from '../../shared/json.ts';
import type { GroupView, NetworkChange, NodeView, ReportView } from '../../shared/mesh.ts';
import { medianOf } from '../../shared/reference.ts';
import { resolved } from '../../shared/resolution.ts';
import type { PeerInfo } from '../mp/kernel/events.ts';
import type { Node } from '../mp/mp.ts';
import { PROVIDER } from '../mp/mp.ts';
import { Changes } from './changes.ts';
import { ExpectedNodes } from './expected.ts';
import { FarNodes } from './far.ts';
import type { FarNode } from './far.ts';
import { groupCost, Groups, MAX_GROUP_CHARACTERS } from './groups.ts';
import type { KnownNode } from './known-node.ts';
import { downFrom, upFrom } from './known-node.ts';
import { Latencies } from './latencies.ts';
import { MAX_REPORT_CHARACTERS, reportCost, Reports } from './reports.ts';
import type { Vital } from './vital.ts';
import { isWorthTelling, resolvedVital } from './vital.ts';

/** Nodes remembered after they went down; the longest gone are forgotten first. */
export const MAX_DOWN = 1_000;
/** Nodes shown that only others speak of: names are free, so a hostile node could invent any number. */
export const MAX_HEARD = 2_000;
/** Nodes told at once, so that a push stays small. */
export const MAX_NODES_PER_CHANGE = 2_000;

/** What was measured is told after at most this time, ms: hundreds of answers a second must not push each. */
export const MEASURED_INTERVAL = 250;

export interface NetworkOptions {
  /** Nodes that the person expects, as they were kept; unchecked. Default: none. */
  expected?: readonly unknown[];
  /** Called with the whole list when it changed. */
  onExpected?: (nodes: readonly NodeId[]) => void;
  /** Nodes that are called far away, in the same way. */
  far?: readonly unknown[];
  onFar?: (nodes: readonly FarNode[]) => void;
}

/** The mesh as this node sees it: its own connections, and what the others say. */
export class NetworkObserver {
  readonly latencies = new Latencies();
  readonly #node: Node;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #since: number;
  readonly #known = new Map<NodeId, KnownNode>();
  readonly #expected: ExpectedNodes;
  readonly #far: FarNodes;
  readonly #views = new Map<NodeId, NodeView>();
  readonly #viewChanges = new Changes<NodeId>();
  readonly #reports = new Reports((node) => this.#isKnown(node));
  readonly #groups = new Groups();
  readonly #guards: Guard[];
  #heard = 0;
  #changes = 0;
  #soon: Guard | null = null;

  /** @param onChange called when {@link takeChange} has something to tell; often, so keep it cheap */
  constructor(node: Node, clock: Clock, onChange: () => void, options: NetworkOptions = {}) {
    this.#node = node;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#since = clock.now();
    const { expected = [], onExpected = () => undefined } = options;
    const { far = [], onFar = () => undefined } = options;
    this.#expected = new ExpectedNodes(node.id, expected, onExpected);
    this.#far = new FarNodes(far, onFar);
    this.#guards = this.#listen();
    this.#readPresent();
  }

  get nodes(): ReadonlyMap<NodeId, NodeView> {
    return this.#views;
  }

  /** Counts up with everything that changes but for what is measured again and again. */
  get revision(): number {
    return this.#changes + this.#reports.revision;
  }

  get reports(): ReadonlyMap<NodeId, ReportView> {
    return this.#reports.all;
  }

  get groups(): ReadonlyMap<string, GroupView> {
    return this.#groups.all;
  }

  /** What `node` says of its connections. Only nodes that are up are heard. */
  report(node: NodeId, claimed: readonly unknown[]): void {
    if (this.#known.get(node)?.state === 'up') this.#setReport(node, claimed);
  }

  /** How a node that is up answers. Small changes of what is measured are not worth telling. */
  setVital(node: NodeId, measured: Vital): void {
    const vital = resolvedVital(measured);
    const known = this.#known.get(node);
    if (known?.state !== 'up' || !isWorthTelling(known.vital, vital)) return;
    const urgent = known.vital.silentSince !== vital.silentSince;
    this.#known.set(node, { ...known, vital });
    this.#settle(node, urgent);
  }

  /** A measured round trip between two nodes that are up, ms. */
  setLatency(one: NodeId, other: NodeId, roundTrip: number): void {
    const up = [one, other].every((id) => this.#known.get(id)?.state === 'up');
    if (!up) return;
    this.latencies.set(one, other, resolved(roundTrip), this.#clock.now());
    this.#changedSoon();
  }

  /** Whether both ends of a link report it, or one does and the other was not asked yet. */
  isLinked(one: NodeId, other: NodeId): boolean {
    const said = [this.#reports.says(one, other), this.#reports.says(other, one)];
    return said.includes(true) && !said.includes(false);
  }

  /** Puts nodes on the list of those expected, or takes them off. */
  expect(nodes: readonly NodeId[], expected: boolean): void {
    this.#expectedChanged(this.#expected.set(nodes, expected));
  }

  /**
   * Takes what the links of a node take now for normal, or no more.
   *
   * @throws MeshError `node-unmeasured`
   */
  setFar(node: NodeId, far: boolean): void {
    if (far) this.#far.add(node, this.#usualRoundTrip(node));
    else this.#far.delete(node);
    this.#settle(node);
  }

  /** Makes the nodes that are up the list of those expected. */
  expectUp(): void {
    this.#expectedChanged(this.#expected.replace(this.#node.upNodes()));
  }

  /** Forgets nodes that are not there; nothing happens to those that are up. */
  dismiss(nodes: readonly NodeId[]): void {
    const ghosts = nodes.filter((node) => this.#known.get(node)?.state !== 'up');
    const left = ghosts.filter((node) => this.#known.delete(node));
    const unexpected = this.#expected.set(ghosts, false);
    this.#expectedChanged([...new Set([...left, ...unexpected])]);
  }

  /** Begins anew: everything is told, what doesn't fit at once with {@link takeChange}. */
  takeAll(): NetworkChange {
    this.#viewChanges.rewind(this.#views);
    this.#reports.changes.rewind(this.#reports.all);
    this.#groups.changes.rewind(this.#groups.all);
    this.latencies.rewind();
    return this.#take(true);
  }

  /** What changed since it was last told, as far as it fits into one push, or `null`. */
  takeChange(): NetworkChange | null {
    const parts = [this.#viewChanges, this.#reports.changes, this.#groups.changes];
    return parts.every((part) => part.empty) && !this.latencies.pending ? null : this.#take(false);
  }

  dispose(): void {
    for (const guard of [...this.#guards, this.#soon]) guard?.dispose();
  }

  #take(full: boolean): NetworkChange {
    const nodes = this.#viewChanges.take(this.#views, NODE_ROOM);
    const reports = this.#reports.changes.take(this.#reports.all, REPORT_ROOM);
    const groups = this.#groups.changes.take(this.#groups.all, GROUP_ROOM);
    return {
      full,
      nodes: nodes.values,
      goneNodes: nodes.gone,
      reports: reports.values,
      goneReports: reports.gone,
      groups: groups.values,
      goneGroups: groups.gone,
      latencies: this.latencies.take(),
    };
  }

  #listen(): Guard[] {
    const node = this.#node;
    return [
      node.on('up', ({ peer }) => this.#up(peer)),
      node.on('down', (event) => this.#down(event.node, event.reason)),
      node.on('addresses', (event) => this.#settle(event.node)),
      node.on('seed', (event) => this.#settle(event.node)),
      node.on('listening', () => this.#settle(node.id)),
      node.on('group', ({ name, members }) => {
        this.#groups.set(name, members);
        this.#changes += 1;
        this.#onChange();
      }),
    ];
  }

  /** What happened before we listened. */
  #readPresent(): void {
    for (const peer of this.#node.peers()) this.#known.set(peer.id, upFrom(peer));
    for (const [name, members] of this.#node.groups()) this.#groups.set(name, members);
    const present = [this.#node.id, ...this.#known.keys(), ...this.#expected.all];
    for (const node of new Set(present)) this.#settle(node);
    this.#reportOwn();
  }

  #up(peer: PeerInfo): void {
    this.#known.set(peer.id, upFrom(peer));
    this.#reports.knownChanged();
    this.#settle(peer.id);
    this.#reportOwn();
  }

  #down(node: NodeId, reason: Reason): void {
    // Deleted first, so that the map stays in the order of going down.
    this.#known.delete(node);
    this.#known.set(node, downFrom(this.#views.get(node), reason, this.#clock.now()));
    this.latencies.forget(node);
    this.#reports.knownChanged();
    this.#settle(node);
    this.#settleAll(this.#reports.delete(node));
    this.#forgetOldest();
    this.#reportOwn();
  }

  #forgetOldest(): void {
    const down = [...this.#known].filter(([, known]) => known.state === 'down');
    for (const [node] of down.slice(0, Math.max(down.length - MAX_DOWN, 0))) {
      this.#known.delete(node);
      this.#settle(node);
    }
  }

  #expectedChanged(nodes: readonly NodeId[]): void {
    this.#reports.knownChanged();
    this.#settleAll(nodes);
  }

  #reportOwn(): void {
    this.#setReport(this.#node.id, this.#node.upNodes());
  }

  #setReport(node: NodeId, claimed: readonly unknown[]): void {
    this.#settleAll(this.#reports.set(node, claimed, this.#clock.now()));
    if (!this.#reports.changes.empty) this.#changedSoon();
  }

  #settleAll(nodes: readonly NodeId[]): void {
    for (const node of nodes) this.#settle(node);
  }

  /** Works out anew what there is to say of a node. */
  #settle(node: NodeId, urgent = true): void {
    const before = this.#views.get(node);
    const view = this.#viewOf(node, before?.state === 'heard');
    if (!before && !view) return;
    if (before?.state === 'heard') this.#heard -= 1;
    if (view?.state === 'heard') this.#heard += 1;
    if (view) this.#views.set(node, view);
    else this.#views.delete(node);
    this.#viewChanges.add(node);
    if (!urgent) return this.#changedSoon();
    this.#changes += 1;
    this.#onChange();
  }

  #changedSoon(): void {
    this.#soon ??= this.#clock.after(MEASURED_INTERVAL, () => {
      this.#soon = null;
      this.#onChange();
    });
  }

  #viewOf(id: NodeId, wasHeard: boolean): NodeView | null {
    const expected = this.#expected.has(id);
    const far = this.#far.get(id);
    const facts = {
      id,
      seed: this.#node.isSeed(id),
      addresses: this.#addressesOf(id),
      provider: null,
      expected,
      ...(far !== undefined && { far }),
    };
    if (id === this.#node.id) {
      return { ...facts, provider: PROVIDER, state: 'self', since: this.#since };
    }
    const known = this.#known.get(id);
    if (known?.state === 'up') {
      const { since, peer, vital } = known;
      const { provider, link } = peer;
      return { ...facts, provider, state: 'up', since, link, ...vital };
    }
    if (known) return { ...facts, ...known, addresses: facts.addresses ?? known.addresses };
    const room = wasHeard || expected || this.#heard < MAX_HEARD;
    if (this.#reports.isMentioned(id) && room) return { ...facts, state: 'heard' };
    return expected ? { ...facts, state: 'absent' } : null;
  }

  /** The median of the round trips of its links, ms. */
  #usualRoundTrip(id: NodeId): number {
    const known = this.#known.get(id);
    const own = known?.state === 'up' ? known.vital.roundTrip : null;
    const others = [...this.#known.keys()].map((other) => this.latencies.get(id, other)?.roundTrip);
    const all = [own, ...others].filter((each) => typeof each === 'number');
    if (all.length > 0) return medianOf(all);
    const text = 'Nothing was measured of this node yet, so nothing can be taken for normal.';
    throw new MeshError('node-unmeasured', text, { detail: { node: id } });
  }

  #addressesOf(id: NodeId): readonly string[] | null {
    return id === this.#node.id ? this.#node.listeners : this.#node.addressesOf(id);
  }

  /** Whether we know of a node by more than one claim. */
  #isKnown(id: NodeId): boolean {
    return (
      id === this.#node.id ||
      this.#known.has(id) ||
      this.#expected.has(id) ||
      this.#node.addressesOf(id) !== null
    );
  }
}

const NODE_ROOM = { limit: MAX_NODES_PER_CHANGE, cost: () => 1 };
const REPORT_ROOM = { limit: MAX_REPORT_CHARACTERS, cost: reportCost };
const GROUP_ROOM = { limit: MAX_GROUP_CHARACTERS, cost: groupCost };
