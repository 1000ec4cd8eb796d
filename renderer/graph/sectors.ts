import type { NodeId } from '../../shared/ids.ts';
import { sortedNames } from '../../shared/order.ts';
import type { PrimaryGroups } from '../../shared/primary-groups.ts';

export { primaryGroups } from '../../shared/primary-groups.ts';
export type { PrimaryGroups } from '../../shared/primary-groups.ts';

/** Nodes that stand together because they share their primary group. */
export interface Sector {
  /** `null` for the nodes that have no port in any group. */
  group: string | null;
  /** In the order of {@link compareNames}, at least one. */
  members: readonly NodeId[];
}

/**
 * All nodes in sectors: groups by name, the nodes without a group last. Depends on nothing but names, so
 * a node that comes or goes never changes the order of the others.
 */
export function sectorsOf(nodes: Iterable<NodeId>, primary: PrimaryGroups): Sector[] {
  const members = new Map<string, NodeId[]>();
  const loose: NodeId[] = [];
  for (const node of sortedNames(nodes)) {
    const group = primary.get(node);
    if (group === undefined) loose.push(node);
    else if (members.get(group)?.push(node) === undefined) members.set(group, [node]);
  }
  const sectors: Sector[] = sortedNames(members.keys()).map((group) => ({
    group,
    members: members.get(group) as NodeId[],
  }));
  if (loose.length > 0) sectors.push({ group: null, members: loose });
  return sectors;
}

/** Whether two lists of sectors say the same: then nothing needs to be laid out anew. */
export function sameSectors(one: readonly Sector[], other: readonly Sector[]): boolean {
  return (
    one.length === other.length &&
    one.every((sector, index) => {
      const twin = other[index] as Sector;
      return sector.group === twin.group && sameNames(sector.members, twin.members);
    })
  );
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
