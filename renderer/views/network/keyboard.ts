import type { NodeId } from '../../../shared/ids.ts';
import type { Sector } from '../../graph/sectors.ts';

/**
 * The node that a key leads to. Left and right go around the ring, up and down from group to group,
 * Home to the own node.
 * @param from the node to start at; without one every arrow leads to the own node or the first
 * @returns `null` for keys that don't move
 */
export function nodeByKey(
  key: string,
  sectors: readonly Sector[],
  from: NodeId | null,
  own: NodeId | null,
): NodeId | null {
  const order = sectors.flatMap((sector) => sector.members);
  if (!MOVES.has(key) || order.length === 0) return null;
  const place = from === null ? -1 : order.indexOf(from);
  if (key === 'Home' || place < 0) return own ?? order[0] ?? null;
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    return around(order, place + (key === 'ArrowRight' ? 1 : -1));
  }
  const sector = sectors.findIndex(({ members }) => members.includes(from as NodeId));
  return around(sectors, sector + (key === 'ArrowDown' ? 1 : -1))?.members[0] ?? null;
}

const MOVES = new Set(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home']);

function around<Item>(items: readonly Item[], place: number): Item | null {
  return items[(place + items.length) % items.length] ?? null;
}
