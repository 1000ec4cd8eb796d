import type { NodeId } from '../../../shared/ids.ts';
import type { LatencyView, NetworkChange, NodeView } from '../../../shared/mesh.ts';

/** Where the cities of the groups are, in ms of round trip from the first one. */
const CITIES = [
  [0, 0],
  [-14, -9],
  [-85, -20],
  [-150, -60],
  [110, -95],
  [60, -190],
] as const;

/** How much longer slow nodes take: so many times, and so many ms. */
const SLOW_FACTOR = 3;
const SLOW_MS = 60;

/**
 * The same mesh with round trips as on a map, on which every group is a city.
 * @param groups number of groups: node n is in group n modulo `groups`, as in a sample mesh
 * @param slow numbers of the nodes that are slow to everyone
 */
export function inCities(
  change: NetworkChange,
  groups: number,
  slow: readonly number[] = [],
): NetworkChange {
  const trip = (one: number, other: number) => tripBetween(one, other, groups, slow);
  const nodes = change.nodes.map((node, index): NodeView => {
    return node.state === 'up' ? { ...node, roundTrip: trip(0, index) } : node;
  });
  const latencies: LatencyView[] = [];
  nodes.forEach((one, index) => {
    for (let other = index + 1; other < nodes.length; other++) {
      const peer = nodes[other]!;
      if (one.state !== 'up' || peer.state !== 'up') continue;
      const [a, b] = [one.id, peer.id].sort() as [NodeId, NodeId];
      latencies.push({ a, b, roundTrip: trip(index, other), at: 0 });
    }
  });
  return { ...change, nodes, latencies };
}

/** Round trip of two nodes by their numbers, ms. */
export function tripBetween(
  one: number,
  other: number,
  groups: number,
  slow: readonly number[] = [],
): number {
  const [a, b] = [placeOf(one, groups), placeOf(other, groups)];
  const trip = 0.6 + Math.hypot(a.x - b.x, a.y - b.y);
  return slow.includes(one) || slow.includes(other) ? SLOW_FACTOR * trip + SLOW_MS : trip;
}

function placeOf(index: number, groups: number): { x: number; y: number } {
  const [x, y] = CITIES[(index % groups) % CITIES.length] ?? [0, 0];
  const angle = index * 2.4;
  const away = 3 + ((index * 7) % 13);
  return { x: x + Math.cos(angle) * away, y: y + Math.sin(angle) * away };
}
