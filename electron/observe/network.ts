import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { Reason } from '../../shared/json.ts';
import type { NetworkChange, NodeView } from '../../shared/mesh.ts';
import type { PeerInfo } from '../mp/kernel/events.ts';
import type { Node } from '../mp/mp.ts';
import { PROVIDER } from '../mp/mp.ts';
import { Changes } from './changes.ts';
import { Groups } from './groups.ts';
import { reasonText } from './reason-text.ts';
import { Reports } from './reports.ts';

/** Nodes remembered after they went down; the longest gone are forgotten first. */
export const MAX_DOWN = 1_000;
/** Nodes shown that only others speak of: names are free, so a hostile node could invent any number. */
export const MAX_HEARD = 2_000;

/** What is known of a node that is up, or was. */
type Known =
  | { state: 'up'; since: number; peer: PeerInfo; roundTrip: number | null }
  | { state: 'down'; since: number; reason: string; provider: string | null };

/** The mesh as this node sees it: its own connections, and what the others say. */
export class NetworkObserver {
  readonly #node: Node;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #since: number;
  readonly #known = new Map<NodeId, Known>();
  readonly #views = new Map<NodeId, NodeView>();
  readonly #viewChanges = new Changes<NodeId>();
  readonly #reports = new Reports();
  readonly #groups = new Groups();
  readonly #guards: Guard[];
  #heard = 0;

  /** @param onChange called when {@link takeChange} has something to tell; often, so keep it cheap */
  constructor(node: Node, clock: Clock, onChange: () => void) {
    this.#node = node;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#since = clock.now();
    this.#guards = this.#listen();
    this.#readPresent();
  }

  get nodes(): ReadonlyMap<NodeId, NodeView> {
    return this.#views;
  }

  get reports(): Reports['all'] {
    return this.#reports.all;
  }

  /** What `node` says of its connections. Only nodes that are up are heard. */
  report(node: NodeId, claimed: readonly unknown[]): void {
    if (this.#known.get(node)?.state !== 'up') return;
    this.#setReport(node, claimed);
  }

  /** A measured round trip to a node that is up, ms. */
  measured(node: NodeId, roundTrip: number): void {
    const known = this.#known.get(node);
    if (known?.state !== 'up') return;
    this.#known.set(node, { ...known, roundTrip });
    this.#settle(node);
  }

  /** Everything; what {@link takeChange} would have told is part of it. */
  takeAll(): NetworkChange {
    for (const part of [this.#viewChanges, this.#reports.changes, this.#groups.changes]) {
      part.clear();
    }
    return {
      full: true,
      nodes: [...this.#views.values()],
      goneNodes: [],
      reports: [...this.#reports.all.values()],
      goneReports: [],
      groups: [...this.#groups.all.values()],
      goneGroups: [],
    };
  }

  /** What changed since it was last told, or `null`. */
  takeChange(): NetworkChange | null {
    if (this.#viewChanges.empty && this.#reports.changes.empty && this.#groups.changes.empty) {
      return null;
    }
    const nodes = this.#viewChanges.take(this.#views);
    const reports = this.#reports.changes.take(this.#reports.all);
    const groups = this.#groups.changes.take(this.#groups.all);
    return {
      full: false,
      nodes: nodes.values,
      goneNodes: nodes.gone,
      reports: reports.values,
      goneReports: reports.gone,
      groups: groups.values,
      goneGroups: groups.gone,
    };
  }

  dispose(): void {
    for (const guard of this.#guards) guard.dispose();
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
        this.#onChange();
      }),
    ];
  }

  /** What happened before we listened. */
  #readPresent(): void {
    for (const peer of this.#node.peers()) this.#known.set(peer.id, upFrom(peer));
    for (const [name, members] of this.#node.groups()) this.#groups.set(name, members);
    for (const node of [this.#node.id, ...this.#known.keys()]) this.#settle(node);
    this.#reportOwn();
  }

  #up(peer: PeerInfo): void {
    this.#known.set(peer.id, upFrom(peer));
    this.#settle(peer.id);
    this.#reportOwn();
  }

  #down(node: NodeId, reason: Reason): void {
    const before = this.#known.get(node);
    const provider = before?.state === 'up' ? before.peer.provider : null;
    // Deleted first, so that the map stays in the order of going down.
    this.#known.delete(node);
    this.#known.set(node, {
      state: 'down',
      since: this.#clock.now(),
      reason: reasonText(reason),
      provider,
    });
    this.#settle(node);
    this.#unmentioned(this.#reports.delete(node));
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

  #reportOwn(): void {
    this.#setReport(this.#node.id, this.#node.upNodes());
  }

  #setReport(node: NodeId, claimed: readonly unknown[]): void {
    this.#unmentioned(this.#reports.set(node, claimed, this.#clock.now()));
    this.#onChange();
  }

  #unmentioned(nodes: readonly NodeId[]): void {
    for (const node of nodes) this.#settle(node);
  }

  /** Works out anew what there is to say of a node. */
  #settle(node: NodeId): void {
    const before = this.#views.get(node);
    const view = this.#viewOf(node, before?.state === 'heard');
    if (!before && !view) return;
    if (before?.state === 'heard') this.#heard -= 1;
    if (view?.state === 'heard') this.#heard += 1;
    if (view) this.#views.set(node, view);
    else this.#views.delete(node);
    this.#viewChanges.add(node);
    this.#onChange();
  }

  #viewOf(id: NodeId, wasHeard: boolean): NodeView | null {
    const facts = {
      id,
      seed: this.#node.isSeed(id),
      addresses: this.#addressesOf(id),
      provider: null,
    };
    if (id === this.#node.id) {
      return { ...facts, provider: PROVIDER, state: 'self', since: this.#since };
    }
    const known = this.#known.get(id);
    if (known?.state === 'up') {
      const { since, roundTrip, peer } = known;
      return { ...facts, provider: peer.provider, state: 'up', since, link: peer.link, roundTrip };
    }
    if (known) return { ...facts, ...known };
    const heard = this.#reports.isMentioned(id) && (wasHeard || this.#heard < MAX_HEARD);
    return heard ? { ...facts, state: 'heard' } : null;
  }

  #addressesOf(id: NodeId): readonly string[] | null {
    return id === this.#node.id ? this.#node.listeners : this.#node.addressesOf(id);
  }
}

function upFrom(peer: PeerInfo): Known {
  return { state: 'up', since: peer.since, peer, roundTrip: null };
}
