import { network } from '../../../../renderer/state/network.svelte.ts';
import { passing } from '../../../../renderer/state/passing.svelte.ts';
import type { NetworkChange, NodeView } from '../../../../shared/mesh.ts';

const FRAME_MS = 16;

/** So many messages a second, in batches of a frame as the main process sends them. */
export function sendMessages(perSecond: number): void {
  const peers = [...network.nodes.keys()].slice(1);
  let next = 0;
  const batch = Math.max(1, Math.round((perSecond * FRAME_MS) / 1_000));
  setInterval(() => {
    const passed = Array.from({ length: batch }, () => peers[next++ % peers.length]!);
    passing.apply(passed.map((peer) => ({ peer, in: next % 2, out: 1 - (next % 2) })));
  }, FRAME_MS);
}

/** So many nodes a second leave, and come back a little later. */
export function churn(perSecond: number): void {
  const nodes = [...network.nodes.values()].filter((node) => node.state === 'up');
  let away: NodeView | null = null;
  let next = 0;
  setInterval(() => {
    if (away) network.apply({ ...NOTHING, nodes: [away] });
    away = away ? null : (nodes[(next += 7) % nodes.length] ?? null);
    if (away) network.apply({ ...NOTHING, goneNodes: [away.id] });
  }, 1_000 / perSecond);
}

const NOTHING: NetworkChange = {
  full: false,
  nodes: [],
  goneNodes: [],
  reports: [],
  goneReports: [],
  groups: [],
  goneGroups: [],
  latencies: [],
};
