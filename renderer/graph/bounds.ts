import type { NodeId } from '../../shared/ids.ts';
import type { NodeView } from '../../shared/mesh.ts';

/** Most nodes drawn: a node may claim thousands that nobody else knows, and links grow by the square. */
export const MAX_DRAWN_NODES = 600;

const IMPORTANCE: readonly NodeView['state'][] = ['self', 'up', 'down', 'absent', 'heard'];

/**
 * The nodes to draw: all of them up to `limit`, then those that we are connected to before those that
 * are down and those that are only heard of.
 */
export function drawnNodes(
  nodes: ReadonlyMap<NodeId, NodeView>,
  limit: number = MAX_DRAWN_NODES,
): ReadonlyMap<NodeId, NodeView> {
  if (nodes.size <= limit) return nodes;
  const kept = new Map<NodeId, NodeView>();
  for (const state of IMPORTANCE) {
    for (const [id, node] of nodes) {
      if (kept.size === limit) return kept;
      if (node.state === state) kept.set(id, node);
    }
  }
  return kept;
}
