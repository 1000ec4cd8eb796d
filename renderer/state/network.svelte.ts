import type { NodeId } from '../../shared/ids.ts';
import { LinkTable } from '../../shared/link-table.ts';
import type { GroupView, LinkTraffic, MeshCompleteness, NetworkChange } from '../../shared/mesh.ts';
import type { LatencyTable } from './latency-table.ts';
import { changedMesh, emptyMesh, NO_CHANGE, selfOf, touchesLinks } from './mesh-data.ts';
import type { MeshData } from './mesh-data.ts';
import { past } from './past.svelte.ts';

/** Up to this many nodes every push is shown at once: what follows from it takes a millisecond or two. */
const FEW_NODES = 64;

/** In a larger mesh what was told is brought to the screen this often, ms: 200 nodes have 19,900 links. */
export const SHOW_EVERY = 200;

/** The mesh as the main process told it last, whatever the screen shows. */
class LiveMesh {
  /** What was told; the screen follows when it is due. */
  #told = emptyMesh();
  #touched = false;
  #shownAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #data = $state.raw<MeshData>(emptyMesh());
  #traffic = $state.raw<ReadonlyMap<NodeId, LinkTraffic>>(new Map());
  #revision = $state.raw(0);
  /** What the links follow from: new only when a push touched them, not for every round trip. */
  #topology = $state.raw<MeshData>(emptyMesh());
  #lastLinks: LinkTable | null = null;
  #links = $derived.by(() => {
    const { nodes, reports } = this.#topology;
    this.#lastLinks = new LinkTable(nodes.values(), reports, this.#lastLinks);
    return this.#lastLinks;
  });

  get data(): MeshData {
    return this.#data;
  }
  get nodes(): MeshData['nodes'] {
    return this.#data.nodes;
  }
  get groups(): ReadonlyMap<string, GroupView> {
    return this.#data.groups;
  }
  get links(): LinkTable {
    return this.#links;
  }
  get traffic(): ReadonlyMap<NodeId, LinkTraffic> {
    return this.#traffic;
  }
  get revision(): number {
    return this.#revision;
  }

  apply(change: NetworkChange): void {
    this.#touched ||= touchesLinks(this.#told, change);
    this.#told = changedMesh(this.#told, change);
    const rest = this.#told.nodes.size <= FEW_NODES || change.full ? 0 : this.#untilDue();
    if (rest <= 0) this.#show();
    else this.#timer ??= setTimeout(() => this.#show(), rest);
  }

  #untilDue(): number {
    return this.#shownAt + SHOW_EVERY - performance.now();
  }

  #show(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#shownAt = performance.now();
    this.#data = this.#told;
    if (this.#touched) this.#topology = this.#told;
    this.#touched = false;
    this.#revision += 1;
  }

  /** Takes counters; those of nodes that are no longer up are dropped. */
  count(links: readonly LinkTraffic[]): void {
    const after = new Map(this.#traffic);
    for (const link of links) after.set(link.node, link);
    for (const id of after.keys()) if (this.#told.nodes.get(id)?.state !== 'up') after.delete(id);
    this.#traffic = after;
  }

  clear(): void {
    this.apply({ ...NO_CHANGE, full: true });
    this.#traffic = new Map();
  }
}

const NO_TRAFFIC: ReadonlyMap<NodeId, LinkTraffic> = new Map();

/**
 * The mesh that the screen shows: as it is, or as it was while somebody looks at the past. Everything is
 * replaced, never changed in place: 200 nodes have 19,900 links, and watching each of them would cost
 * more than drawing them.
 */
class NetworkState {
  /** As it is, for what acts on the network or tells its present state. */
  readonly live = new LiveMesh();

  #past = $derived(past.state === null ? null : changedMesh(emptyMesh(), past.state.network));
  #shown = $derived(this.#past ?? this.live.data);
  #pastLinks = $derived(this.#past && new LinkTable(this.#past.nodes.values(), this.#past.reports));
  #links = $derived(this.#pastLinks ?? this.live.links);
  #self = $derived(selfOf(this.#shown.nodes));

  /** Our own node, once it is there. */
  get self(): NodeId | null {
    return this.#self;
  }
  /** All nodes that we know or that others speak of. */
  get nodes(): MeshData['nodes'] {
    return this.#shown.nodes;
  }
  /** What each node says of its own connections. */
  get reports(): MeshData['reports'] {
    return this.#shown.reports;
  }
  get groups(): ReadonlyMap<string, GroupView> {
    return this.#shown.groups;
  }
  /** Measured round trips between other nodes. */
  get latencies(): LatencyTable {
    return this.#shown.latencies;
  }
  /** Between all nodes that are up. The same table until a link or node really changed. */
  get links(): LinkTable {
    return this.#links;
  }
  get completeness(): MeshCompleteness {
    return this.#links.completeness;
  }
  /** What passed on our own links; nothing is known of it for the past. */
  get traffic(): ReadonlyMap<NodeId, LinkTraffic> {
    return past.shown ? NO_TRAFFIC : this.live.traffic;
  }
  /** Grows with everything new that is shown. */
  get revision(): number {
    return this.live.revision;
  }

  apply(change: NetworkChange): void {
    this.live.apply(change);
  }

  /** Forgets everything: another session begins. */
  clear(): void {
    this.live.clear();
  }
}

export const network = new NetworkState();
