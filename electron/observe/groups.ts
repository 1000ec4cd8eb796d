import type { PortId } from '../../shared/ids.ts';
import type { GroupView } from '../../shared/mesh.ts';
import { Changes } from './changes.ts';

/** Groups shown, and ports shown per group: far beyond real networks, a bound against hostile ones. */
export const MAX_GROUPS = 10_000;
export const MAX_GROUP_PORTS = 10_000;
/** Longest group name shown, in characters; a longer one is no name. */
export const MAX_GROUP_NAME_LENGTH = 1_000;
/** Characters of names told at once, so that a push stays small. */
export const MAX_GROUP_CHARACTERS = 4 * 1024 * 1024;

/** What a group costs when it is told: the characters of its names. */
export function groupCost({ name, ports }: GroupView): number {
  return ports.reduce((sum, port) => sum + port.length, name.length + ports.length);
}

/** The groups of the network as this node knows them. */
export class Groups {
  readonly #groups = new Map<string, GroupView>();
  readonly changes = new Changes<string>();

  get all(): ReadonlyMap<string, GroupView> {
    return this.#groups;
  }

  /** Takes the members of a group; a group without members is gone. */
  set(name: string, members: readonly PortId[]): void {
    if (name.length > MAX_GROUP_NAME_LENGTH) return;
    if (members.length === 0) {
      if (this.#groups.delete(name)) this.changes.add(name);
      return;
    }
    if (!this.#groups.has(name) && this.#groups.size >= MAX_GROUPS) return;
    this.#groups.set(name, { name, ports: members.slice(0, MAX_GROUP_PORTS) });
    this.changes.add(name);
  }
}
