import type { NodeView } from '../../shared/mesh.ts';

/** Whether two views of a node say the same, but for what is measured again and again. */
export function sameNode(one: NodeView, other: NodeView): boolean {
  return (
    one.state === other.state &&
    one.seed === other.seed &&
    one.expected === other.expected &&
    one.far === other.far &&
    one.provider === other.provider &&
    sameAddresses(one.addresses, other.addresses) &&
    sameState(one, other)
  );
}

function sameState(one: NodeView, other: NodeView): boolean {
  if (one.state === 'up' && other.state === 'up') {
    return (
      one.since === other.since && one.link === other.link && one.silentSince === other.silentSince
    );
  }
  if (one.state === 'down' && other.state === 'down') {
    return one.since === other.since && one.reason === other.reason;
  }
  return true;
}

function sameAddresses(one: NodeView['addresses'], other: NodeView['addresses']): boolean {
  if (one === other) return true;
  if (!one || !other || one.length !== other.length) return false;
  return one.every((address, index) => address === other[index]);
}
