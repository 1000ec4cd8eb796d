import { nodeOf, type NodeId, type PortId } from '../../../shared/ids.ts';
import type { GroupChange } from '../kernel/events.ts';

/** Ports of one node in one group, and groups in all, that we remember: peers choose the names. */
export const MAX_GROUPS = 100_000;
export const MAX_MEMBERS = 100_000;

/** Who is in which group, network-wide as far as told (protocol section 7). */
export class Groups {
  readonly #onChange: (change: GroupChange) => void;
  readonly #groups = new Map<string, Set<PortId>>();

  /** @param onChange called after every change that changes something */
  constructor(onChange: (change: GroupChange) => void) {
    this.#onChange = onChange;
  }

  members(group: string): PortId[] {
    return [...(this.#groups.get(group) ?? [])];
  }

  all(): Map<string, readonly PortId[]> {
    return new Map([...this.#groups].map(([name, ports]) => [name, [...ports]]));
  }

  /** Adds and removes ports. A group without ports is forgotten. */
  change(group: string, add: readonly PortId[], remove: readonly PortId[]): void {
    const ports = this.#groups.get(group) ?? new Set<PortId>();
    const removed = remove.filter((port) => ports.delete(port));
    const added = add.filter(
      (port) => !ports.has(port) && ports.size < MAX_MEMBERS && ports.add(port),
    );
    if (added.length === 0 && removed.length === 0) return;
    if (ports.size === 0) this.#groups.delete(group);
    else if (this.#groups.has(group) || this.#groups.size < MAX_GROUPS) {
      this.#groups.set(group, ports);
    } else return;
    this.#onChange({ name: group, members: [...ports], added, removed });
  }

  /** Makes `groups` all that the node has registered. */
  replaceNode(node: NodeId, groups: ReadonlyMap<string, readonly PortId[]>): void {
    for (const [name, ports] of this.#ofNode(node)) {
      const stay = new Set(groups.get(name));
      this.change(
        name,
        [],
        ports.filter((port) => !stay.has(port)),
      );
    }
    for (const [name, ports] of groups) this.change(name, ports, []);
  }

  /** The node is gone, and its ports with it. */
  removeNode(node: NodeId): void {
    for (const [name, ports] of this.#ofNode(node)) this.change(name, [], ports);
  }

  #ofNode(node: NodeId): [string, PortId[]][] {
    const found = [...this.#groups].map(([name, ports]): [string, PortId[]] => [
      name,
      [...ports].filter((port) => nodeOf(port) === node),
    ]);
    return found.filter(([, ports]) => ports.length > 0);
  }
}
