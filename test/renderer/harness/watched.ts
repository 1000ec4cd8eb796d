import { findCauses } from '../../../shared/causes.ts';
import type { CauseView } from '../../../shared/causes.ts';
import type { Push } from '../../../shared/contract.ts';
import type { NetworkChange } from '../../../shared/mesh.ts';
import type { TimelineEntry, TimelineKind, TimelineState } from '../../../shared/timeline.ts';
import { NOW } from '../synthetic-mesh.ts';

/** What the watching of a mesh tells; `changes` = number of entries of the timeline. */
export function watchedPart(change: NetworkChange, changes: number): Partial<Push> {
  const causes = causesOf(change);
  return {
    causes,
    traffic: change.nodes.flatMap(({ id, state }, index) =>
      state === 'up'
        ? {
            node: id,
            messagesIn: 40 + index * 17,
            messagesOut: 12 + index * 5,
            octetsIn: 9_000 * (index + 1),
            octetsOut: 2_100 * (index + 1),
          }
        : [],
    ),
    timeline: entriesOf(change, causes, changes),
    timelineFrom: changes > 1_000 ? 1_000 : 1,
    probing: true,
  };
}

/** The mesh as it was: the last tenth of the nodes had not come yet. */
export function pastOf(change: NetworkChange, at: number): TimelineState {
  const nodes = change.nodes.slice(0, Math.ceil(change.nodes.length * 0.9));
  const there = new Set(nodes.map(({ id }) => id));
  const reports = change.reports
    .filter(({ node }) => there.has(node))
    .map((report) => ({ ...report, peers: report.peers.filter((peer) => there.has(peer)) }));
  const network = { ...change, nodes, reports, latencies: [] };
  return { at, network, causes: causesOf(network).slice(0, 1) };
}

function causesOf(change: NetworkChange): CauseView[] {
  const found = findCauses({
    now: NOW,
    nodes: change.nodes,
    reports: new Map(change.reports.map((report) => [report.node, report])),
    groups: new Map(change.groups.map((group) => [group.name, group])),
    latencies: change.latencies,
  });
  return found.map((cause, index) => ({ ...cause, since: NOW - 47_000 * (index + 1) }));
}

const KINDS: readonly TimelineKind[] = ['up', 'group', 'up', 'down', 'cause', 'group', 'repair'];

function entriesOf(
  change: NetworkChange,
  causes: readonly CauseView[],
  changes: number,
): TimelineEntry[] {
  const span = 3_600_000;
  return Array.from({ length: changes }, (_, index) => {
    const kind = KINDS[(index * 5 + (index >> 3)) % KINDS.length] ?? 'up';
    const node = change.nodes[(index * 13) % change.nodes.length]?.id ?? '';
    const cause = causes[index % Math.max(1, causes.length)];
    // Bursts, as in a real network.
    const at = NOW - span + (span * (index + 8 * Math.sin(index / 6))) / changes;
    const texts: Record<TimelineKind, string> = {
      up: `${node} is up`,
      down: `${node} is down`,
      group: `${node} joined workers`,
      cause: cause?.title ?? 'something is wrong',
      repair: `${cause?.title ?? 'something'}: repaired`,
    };
    const subject = kind === 'cause' || kind === 'repair' ? (cause?.id ?? 'x') : node;
    return { seq: index + 1, at: Math.round(at), kind, subject, text: texts[kind] };
  })
    .sort((one, other) => one.at - other.at)
    .map((entry, index) => ({ ...entry, seq: index + 1 }));
}
