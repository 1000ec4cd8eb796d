import { nodeOf } from './ids.ts';
import type { NodeId } from './ids.ts';
import type { GroupView } from './mesh.ts';
import { compareNames } from './order.ts';

/** The group that decides where a node stands and which colour it has. */
export type PrimaryGroups = ReadonlyMap<NodeId, string>;

/**
 * Chooses one group for every node that has a port in any: the first by name.
 * @param before the former choice: a node keeps its group as long as it is a member, so that it doesn't
 *   jump across the picture when it joins another one
 * @param gone nodes that are down: their ports went with them, but they keep their former group
 */
export function primaryGroups(
  nodes: ReadonlySet<NodeId>,
  groups: ReadonlyMap<string, GroupView>,
  before: PrimaryGroups = new Map(),
  gone: Iterable<NodeId> = [],
): PrimaryGroups {
  const primary = new Map<NodeId, string>();
  for (const { name, ports } of groups.values()) {
    for (const port of ports) {
      const node = nodeOf(port);
      if (!nodes.has(node)) continue;
      const chosen = primary.get(node);
      if (chosen === undefined || wins(name, chosen, before.get(node))) primary.set(node, name);
    }
  }
  for (const node of gone) {
    const former = before.get(node);
    if (former !== undefined && nodes.has(node) && !primary.has(node)) primary.set(node, former);
  }
  return primary;
}

function wins(name: string, chosen: string, former: string | undefined): boolean {
  if (chosen === former) return false;
  return name === former || compareNames(name, chosen) < 0;
}
