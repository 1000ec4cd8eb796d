import { completeness, linksBetween } from '../../shared/mesh.ts';
import type {
  GroupView,
  LinkView,
  MeshCompleteness,
  NetworkChange,
  NodeView,
  ReportView,
} from '../../shared/mesh.ts';
import type { NodeId } from '../../shared/ids.ts';

type Nodes = ReadonlyMap<NodeId, NodeView>;
type Reports = ReadonlyMap<NodeId, ReportView>;

/**
 * The mesh as the main process told it. Everything is replaced, never changed in place: 200 nodes have
 * 19,900 links, and watching each of them would cost more than drawing them.
 */
class NetworkState {
  #nodes = $state.raw<Nodes>(new Map());
  #reports = $state.raw<Reports>(new Map());
  #groups = $state.raw<ReadonlyMap<string, GroupView>>(new Map());
  #revision = $state.raw(0);
  /** What the links follow from: new only when a push touched them, not for every round trip. */
  #topology = $state.raw<{ nodes: Nodes; reports: Reports }>({
    nodes: new Map(),
    reports: new Map(),
  });
  #links = $derived(linksBetween(this.#topology.nodes.values(), this.#topology.reports));
  #completeness = $derived(completeness(this.#links));
  #self = $derived(findSelf(this.#nodes));

  /** Our own node, once it is there. */
  get self(): NodeId | null {
    return this.#self;
  }
  /** All nodes that we know or that others speak of. */
  get nodes(): Nodes {
    return this.#nodes;
  }
  /** What each node says of its own connections. */
  get reports(): Reports {
    return this.#reports;
  }
  get groups(): ReadonlyMap<string, GroupView> {
    return this.#groups;
  }
  /** Between all nodes that are up. The same array until a link or node really changed. */
  get links(): readonly LinkView[] {
    return this.#links;
  }
  get completeness(): MeshCompleteness {
    return this.#completeness;
  }
  /** Counts the pushes. */
  get revision(): number {
    return this.#revision;
  }

  apply(change: NetworkChange): void {
    const before = change.full ? emptyMesh() : this.#currentMesh();
    const touched = change.full || touchesLinks(before.nodes, change);
    this.#nodes = replaced(before.nodes, change.nodes, change.goneNodes, (node) => node.id);
    this.#reports = replaced(
      before.reports,
      change.reports,
      change.goneReports,
      (report) => report.node,
    );
    this.#groups = replaced(before.groups, change.groups, change.goneGroups, (group) => group.name);
    if (touched) this.#topology = { nodes: this.#nodes, reports: this.#reports };
    this.#revision += 1;
  }

  /** Forgets everything: another session begins. */
  clear(): void {
    this.apply({
      full: true,
      nodes: [],
      goneNodes: [],
      reports: [],
      goneReports: [],
      groups: [],
      goneGroups: [],
    });
  }

  #currentMesh() {
    return { nodes: this.#nodes, reports: this.#reports, groups: this.#groups };
  }
}

function emptyMesh() {
  return {
    nodes: new Map<NodeId, NodeView>(),
    reports: new Map<NodeId, ReportView>(),
    groups: new Map<string, GroupView>(),
  };
}

/** The map with some values replaced or added and some gone; the map itself when nothing changes. */
function replaced<Key, Value>(
  before: ReadonlyMap<Key, Value>,
  values: readonly Value[],
  gone: readonly Key[],
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, Value> {
  if (values.length === 0 && gone.length === 0) return before;
  const after = new Map(before);
  for (const key of gone) after.delete(key);
  for (const value of values) after.set(keyOf(value), value);
  return after;
}

/** Whether links could come out differently after `change`. */
function touchesLinks(before: Nodes, change: NetworkChange): boolean {
  if (change.goneNodes.length > 0) return true;
  if (change.reports.length > 0 || change.goneReports.length > 0) return true;
  return change.nodes.some((node) => {
    const known = before.get(node.id);
    return known?.state !== node.state || listens(known) !== listens(node);
  });
}

function listens(node: NodeView): boolean {
  return node.addresses?.length !== 0;
}

function findSelf(nodes: Nodes): NodeId | null {
  for (const node of nodes.values()) if (node.state === 'self') return node.id;
  return null;
}

export const network = new NetworkState();
