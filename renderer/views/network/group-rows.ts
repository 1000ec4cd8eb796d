import type { PortId } from '../../../shared/ids.ts';
import type { GroupView } from '../../../shared/mesh.ts';
import { sortedNames } from '../../../shared/order.ts';

/** A line of the list of groups: a group, or one of its ports. */
export type GroupRow =
  | { kind: 'group'; name: string; ports: number; open: boolean }
  | { kind: 'port'; group: string; port: PortId };

/** So many lines are shown unfolded; larger networks begin folded. */
const MOST_UNFOLDED = 400;

/**
 * Groups by name with the ports of those that are open.
 * @param toggled groups that a person folded, or unfolded where they begin folded
 */
export function groupRows(
  groups: ReadonlyMap<string, GroupView>,
  toggled: ReadonlySet<string>,
): GroupRow[] {
  const unfolded = beginUnfolded(groups);
  return sortedNames(groups.keys()).flatMap((name): GroupRow[] => {
    const ports = groups.get(name)?.ports ?? [];
    const open = toggled.has(name) !== unfolded;
    const head: GroupRow = { kind: 'group', name, ports: ports.length, open };
    if (!open) return [head];
    return [head, ...ports.map((port): GroupRow => ({ kind: 'port', group: name, port }))];
  });
}

function beginUnfolded(groups: ReadonlyMap<string, GroupView>): boolean {
  let lines = groups.size;
  for (const { ports } of groups.values()) lines += ports.length;
  return lines <= MOST_UNFOLDED;
}

/** What tells a line from all others. */
export function rowKey(row: GroupRow): string {
  return row.kind === 'group' ? `g ${row.name}` : `p ${row.group.length} ${row.group}${row.port}`;
}
