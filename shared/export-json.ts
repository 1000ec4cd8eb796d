import type { CauseView } from './causes.ts';
import type { NodeId } from './ids.ts';
import type { GroupView, LatencyView, LinkView, NodeView, ReportView } from './mesh.ts';

/** What is known of the mesh at one moment, for an export. */
export interface MeshFacts {
  /** Unix ms. */
  at: number;
  nodes: readonly NodeView[];
  links: readonly LinkView[];
  groups: readonly GroupView[];
  reports: readonly ReportView[];
  latencies: readonly LatencyView[];
  causes: readonly CauseView[];
  groupsOf: (node: NodeId) => readonly string[];
  /** Who says that it has no such link, of half-open ones. */
  denierOf: (link: LinkView) => NodeId | null;
  /** Milliseconds; `null` = not measured. */
  roundTrip: (a: NodeId, b: NodeId) => number | null;
  /** Whether it takes much longer than is to be expected. */
  isSlow: (a: NodeId, b: NodeId) => boolean;
}

/** Written into every file, so that a reader knows what it has. */
export const EXPORT_FORMAT = 'meshdeck-network';
export const EXPORT_VERSION = 1;

/** All that is known as JSON, one node, link, … a line. There are no secrets in any of it. */
export function meshAsJson(mesh: MeshFacts): string {
  const { at, causes, groups, latencies, links, nodes, reports } = mesh;
  const parts = { nodes, groups, links, reports, latencies, causes };
  const lists = Object.entries(parts).map(([name, list]) => `  "${name}": ${listed(list)}`);
  const head = [
    `  "format": ${JSON.stringify(EXPORT_FORMAT)}`,
    `  "version": ${EXPORT_VERSION}`,
    `  "at": ${JSON.stringify(new Date(at).toISOString())}`,
  ];
  return `{\n${[...head, ...lists].join(',\n')}\n}\n`;
}

function listed(items: readonly unknown[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}
