import type { CauseView } from '../../shared/causes.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { GroupView, NodeView, ReportView } from '../../shared/mesh.ts';
import type { History } from './history.ts';
import type { ListDiff, MeshState } from './mesh-delta.ts';
import { diffLists, emptyState, isEmptyDiff } from './mesh-delta.ts';
import { sameNode } from './same-node.ts';

/** The mesh as it is. Views in it are replaced when they change, never changed. */
export interface MeshView {
  nodes: ReadonlyMap<NodeId, NodeView>;
  reports: ReadonlyMap<NodeId, ReportView>;
  groups: ReadonlyMap<string, GroupView>;
}

/** A group that changed. */
export interface GroupChange {
  name: string;
  /** It has no members any more. */
  gone: boolean;
  ports: ListDiff<string>;
}

/** Compares the mesh with what was noted last, and notes what is different. */
export class MeshRecorder {
  readonly #mesh: MeshView;
  readonly #history: History;
  /** What was noted. */
  readonly #noted: MeshState = emptyState();

  constructor(mesh: MeshView, history: History) {
    this.#mesh = mesh;
    this.#history = history;
  }

  /** Notes what is to be noted of one node, and returns it; `null` = it is forgotten. */
  node(id: NodeId, at: number): NodeView | null {
    const view = this.#mesh.nodes.get(id) ?? null;
    const before = this.#noted.nodes.get(id) ?? null;
    if (view) this.#noted.nodes.set(id, view);
    else this.#noted.nodes.delete(id);
    const same = view && before ? sameNode(before, view) : view === before;
    if (!same) this.#history.add({ at, part: 'node', id, view }, this.#noted);
    return view;
  }

  causes(causes: readonly CauseView[], at: number): void {
    this.#noted.causes = causes;
    this.#history.add({ at, part: 'causes', causes }, this.#noted);
  }

  /** Notes all that is different. @returns the groups among it */
  flush(at: number): GroupChange[] {
    const { nodes, reports, groups } = this.#mesh;
    for (const id of changedKeys(this.#noted.nodes, nodes)) this.node(id, at);
    for (const id of changedKeys(this.#noted.reports, reports)) this.#report(id, at);
    return changedKeys(this.#noted.groups, groups).flatMap((name) => this.#group(name, at));
  }

  #report(id: NodeId, at: number): void {
    const report = this.#mesh.reports.get(id);
    const before = this.#noted.reports.get(id);
    if (!report) {
      this.#noted.reports.delete(id);
      this.#history.add({ at, part: 'report', id, report: null }, this.#noted);
      return;
    }
    this.#noted.reports.set(id, report);
    const peers = diffLists(before?.peers ?? [], report.peers);
    const same = before && isEmptyDiff(peers) && before.flaws === report.flaws;
    if (same) return;
    const change = { peers, at: report.at, flaws: report.flaws };
    this.#history.add({ at, part: 'report', id, report: change }, this.#noted);
  }

  #group(name: string, at: number): GroupChange[] {
    const group = this.#mesh.groups.get(name);
    const before = this.#noted.groups.get(name);
    const ports = diffLists(before?.ports ?? [], group?.ports ?? []);
    if (group) this.#noted.groups.set(name, group);
    else this.#noted.groups.delete(name);
    if (group && before && isEmptyDiff(ports)) return [];
    this.#history.add({ at, part: 'group', name, ports: group ? ports : null }, this.#noted);
    return [{ name, gone: !group, ports }];
  }
}

/** Keys whose value is not the same object any more, or that are in one of the two only. */
function changedKeys<Key, Value>(
  before: ReadonlyMap<Key, Value>,
  now: ReadonlyMap<Key, Value>,
): Key[] {
  const keys: Key[] = [];
  for (const [key, value] of now) if (before.get(key) !== value) keys.push(key);
  for (const key of before.keys()) if (!now.has(key)) keys.push(key);
  return keys;
}
