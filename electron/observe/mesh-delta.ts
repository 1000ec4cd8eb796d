import type { CauseView } from '../../shared/causes.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { GroupView, NodeView, ReportFlaws, ReportView } from '../../shared/mesh.ts';

/** The mesh at one moment. What is in it is never changed, only replaced. */
export interface MeshState {
  nodes: Map<NodeId, NodeView>;
  reports: Map<NodeId, ReportView>;
  groups: Map<string, GroupView>;
  causes: readonly CauseView[];
}

/** What came and went in a list of names without order. */
export interface ListDiff<Name> {
  added: readonly Name[];
  removed: readonly Name[];
}

/** One change of the mesh. Lists are told by what changed in them: hundreds of claims name hundreds of nodes. */
export type MeshDelta = { at: number } & (
  | { part: 'node'; id: NodeId; view: NodeView | null }
  | { part: 'report'; id: NodeId; report: ReportDelta | null }
  | { part: 'group'; name: string; ports: ListDiff<PortId> | null }
  | { part: 'causes'; causes: readonly CauseView[] }
);

interface ReportDelta {
  peers: ListDiff<NodeId>;
  at: number;
  flaws: ReportFlaws | null;
}

/** What must be done to the first list to have the names of the second. */
export function diffLists<Name>(before: readonly Name[], after: readonly Name[]): ListDiff<Name> {
  if (before === after) return { added: [], removed: [] };
  const had = new Set(before);
  const has = new Set(after);
  return {
    added: after.filter((name) => !had.has(name)),
    removed: before.filter((name) => !has.has(name)),
  };
}

export function isEmptyDiff({ added, removed }: ListDiff<unknown>): boolean {
  return added.length === 0 && removed.length === 0;
}

export function emptyState(): MeshState {
  return { nodes: new Map(), reports: new Map(), groups: new Map(), causes: [] };
}

export function copyState({ nodes, reports, groups, causes }: MeshState): MeshState {
  return {
    nodes: new Map(nodes),
    reports: new Map(reports),
    groups: new Map(groups),
    causes,
  };
}

/** Works out what the mesh was, change by change. */
export class Replay {
  readonly #state: MeshState;
  /** Lists that changed on the way, as sets: some change a thousand times. */
  readonly #peers = new Map<NodeId, Set<NodeId>>();
  readonly #ports = new Map<string, Set<PortId>>();

  /** @param start it is not changed */
  constructor(start: MeshState) {
    this.#state = copyState(start);
  }

  apply(delta: MeshDelta): void {
    if (delta.part === 'node') put(this.#state.nodes, delta.id, delta.view);
    else if (delta.part === 'causes') this.#state.causes = delta.causes;
    else if (delta.part === 'report') this.#applyReport(delta.id, delta.report);
    else this.#applyGroup(delta.name, delta.ports);
  }

  /** The mesh after all changes so far; nothing must be applied any more. */
  state(): MeshState {
    const { reports, groups } = this.#state;
    for (const [id, peers] of this.#peers) {
      const report = reports.get(id);
      if (report) reports.set(id, { ...report, peers: [...peers] });
    }
    for (const [name, ports] of this.#ports) groups.set(name, { name, ports: [...ports] });
    return this.#state;
  }

  #applyReport(id: NodeId, change: ReportDelta | null): void {
    const { reports } = this.#state;
    if (!change) {
      reports.delete(id);
      this.#peers.delete(id);
      return;
    }
    const peers = this.#peers.get(id) ?? new Set(reports.get(id)?.peers);
    applyDiff(peers, change.peers);
    this.#peers.set(id, peers);
    reports.set(id, { node: id, peers: [], at: change.at, flaws: change.flaws });
  }

  #applyGroup(name: string, change: ListDiff<PortId> | null): void {
    const { groups } = this.#state;
    if (!change) {
      groups.delete(name);
      this.#ports.delete(name);
      return;
    }
    const ports = this.#ports.get(name) ?? new Set(groups.get(name)?.ports);
    applyDiff(ports, change);
    this.#ports.set(name, ports);
  }
}

function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

function applyDiff<Name>(names: Set<Name>, { added, removed }: ListDiff<Name>): void {
  for (const name of removed) names.delete(name);
  for (const name of added) names.add(name);
}
