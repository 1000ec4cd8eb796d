import type { NodeId } from '../../../shared/ids.ts';
import { linksBetween } from '../../../shared/mesh.ts';
import type { GroupView, LinkView, NodeView, ReportView } from '../../../shared/mesh.ts';
import { circleLayout } from '../../../renderer/graph/circle.ts';
import { assignTints } from '../../../renderer/graph/colours.ts';
import { buildScene } from '../../../renderer/graph/scene.ts';
import type { MeshLayout, Scene } from '../../../renderer/graph/scene.ts';
import { primaryGroups, sectorsOf } from '../../../renderer/graph/sectors.ts';
import type { Sector } from '../../../renderer/graph/sectors.ts';
import { sampleMesh } from '../network/sample-mesh.ts';
import type { SampleOptions } from '../network/sample-mesh.ts';

/** A sample mesh in the shapes that layouts and scenes take. */
export interface Scenery {
  nodes: ReadonlyMap<NodeId, NodeView>;
  reports: ReadonlyMap<NodeId, ReportView>;
  groups: ReadonlyMap<string, GroupView>;
  links: readonly LinkView[];
  sectors: readonly Sector[];
}

export function scenery(options: SampleOptions): Scenery {
  const change = sampleMesh(options);
  const nodes = new Map(change.nodes.map((node) => [node.id, node]));
  const reports = new Map(change.reports.map((report) => [report.node, report]));
  const groups = new Map(change.groups.map((group) => [group.name, group]));
  const primary = primaryGroups(new Set(nodes.keys()), groups);
  return {
    nodes,
    reports,
    groups,
    links: linksBetween(nodes.values(), reports),
    sectors: sectorsOf(nodes.keys(), primary),
  };
}

/** The scene of a sample mesh; on the circle unless told otherwise. */
export function sceneOf(sample: Scenery, layout?: MeshLayout): Scene {
  return buildScene({
    ...sample,
    tints: assignTints(sample.groups.keys()),
    layout: layout ?? circleLayout(sample.sectors),
  });
}

/** A sector of nodes `prefix0` …. */
export function sector(group: string | null, prefix: string, count: number): Sector {
  const members = Array.from({ length: count }, (_, index) => `${prefix}${index}` as NodeId);
  return { group, members };
}

/** Smallest distance of any two points. */
export function closest(points: Iterable<{ x: number; y: number }>): number {
  const list = [...points];
  let least = Infinity;
  list.forEach((a, index) => {
    for (const b of list.slice(index + 1)) {
      least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y));
    }
  });
  return least;
}
