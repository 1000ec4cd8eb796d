import type { MeshFacts } from '../../shared/export-json.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { LinkState, NodeView } from '../../shared/mesh.ts';
import { POSTURE } from './posture.ts';

const LINK = { ...POSTURE, authAccepted: ['cleartext'] };

/** A node of that name; those that are up have an open connection. */
export function nodeNamed(name: string, state: NodeView['state'] = 'up'): NodeView {
  const facts = { id: name as NodeId, seed: false, addresses: [], provider: null, expected: false };
  if (state === 'self') return { ...facts, state, since: 1 };
  if (state === 'down') return { ...facts, state, since: 1, reason: 'reset' };
  if (state !== 'up') return { ...facts, state };
  const measured = { roundTrip: 1, clockOffset: null, silentSince: null };
  return { ...facts, state, since: 1, link: LINK, ...measured };
}

/** What is known of a small mesh; half-open links are denied by their first end. */
export function meshFacts(
  names: readonly string[],
  links: readonly [number, number, LinkState][],
): MeshFacts {
  return {
    at: Date.UTC(2026, 10, 22, 14, 30),
    nodes: names.map((name) => nodeNamed(name)),
    links: links.map(([a, b, state]) => ({ a: names[a] as NodeId, b: names[b] as NodeId, state })),
    groups: [{ name: 'chat', ports: [] }],
    reports: [],
    latencies: [],
    causes: [],
    groupsOf: (node) => (node === names[0] ? ['chat', 'a"b'] : []),
    denierOf: (link) => (link.state === 'half' ? link.a : null),
    roundTrip: (a, b) => (a === names[0] && b === names[1] ? 12.345 : null),
    isSlow: (a, b) => a === names[1] && b === names[2],
  };
}
