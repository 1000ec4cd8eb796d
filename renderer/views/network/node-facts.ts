import type { NodeId } from '../../../shared/ids.ts';
import type { NodeView } from '../../../shared/mesh.ts';

type Nodes = ReadonlyMap<NodeId, NodeView>;

/**
 * Whether two states of the mesh have the same nodes as far as a picture shows them. Round trips change
 * with every push, and must not have everything drawn anew.
 */
export function lookTheSame(one: Nodes, other: Nodes): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [id, node] of one) {
    const twin = other.get(id);
    if (twin === undefined || (twin !== node && !sameLook(node, twin))) return false;
  }
  return true;
}

function sameLook(one: NodeView, other: NodeView): boolean {
  return (
    one.state === other.state &&
    one.seed === other.seed &&
    one.provider === other.provider &&
    (one.addresses?.length === 0) === (other.addresses?.length === 0) &&
    isSilent(one) === isSilent(other) &&
    connectedAt(one) === connectedAt(other)
  );
}

function isSilent(node: NodeView): boolean {
  return node.state === 'up' && node.silentSince !== null;
}

/** Encryption and the rest are settled when a connection begins. */
function connectedAt(node: NodeView): number | null {
  return node.state === 'up' ? node.since : null;
}
