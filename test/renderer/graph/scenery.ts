import type { NodeId } from '../../../shared/ids.ts';
import { LinkTable } from '../../../shared/link-table.ts';
import type { GroupView, NodeView, ReportView } from '../../../shared/mesh.ts';
import { circleLayout } from '../../../renderer/graph/circle.ts';
import { assignTints } from '../../../renderer/graph/colours.ts';
import { measure, NOTHING_MEASURED, tripScale } from '../../../renderer/graph/measured.ts';
import type { Measured, TripScale } from '../../../renderer/graph/measured.ts';
import { NodeColouring } from '../../../renderer/graph/node-colours.ts';
import type { ColourBy } from '../../../renderer/graph/node-colours.ts';
import { NO_EMPHASIS } from '../../../renderer/graph/renderer.ts';
import type { MeshFrame } from '../../../renderer/graph/renderer.ts';
import { readPalette } from '../../../renderer/graph/palette.ts';
import { buildScene } from '../../../renderer/graph/scene.ts';
import type { MeshLayout, Scene } from '../../../renderer/graph/scene.ts';
import { primaryGroups, sectorsOf } from '../../../renderer/graph/sectors.ts';
import type { Sector } from '../../../renderer/graph/sectors.ts';
import { buildTable } from '../../../renderer/graph/table.ts';
import type { MeshTable } from '../../../renderer/graph/table.ts';
import { inCities } from '../network/cities.ts';
import { sampleMesh } from '../network/sample-mesh.ts';
import type { SampleOptions } from '../network/sample-mesh.ts';

/** A sample mesh in the shapes that layouts and scenes take. */
export interface Scenery {
  nodes: ReadonlyMap<NodeId, NodeView>;
  reports: ReadonlyMap<NodeId, ReportView>;
  groups: ReadonlyMap<string, GroupView>;
  links: LinkTable;
  sectors: readonly Sector[];
  measured: Measured;
  scale: TripScale;
  table: MeshTable;
}

export interface SceneryOptions extends SampleOptions {
  /** Round trips between all, as between cities; and the numbers of the nodes that are slow. */
  cities?: { slow?: readonly number[] };
}

export function scenery(options: SceneryOptions): Scenery {
  const plain = sampleMesh(options);
  const { cities } = options;
  const change = cities ? inCities(plain, options.groups ?? 3, cities.slow) : plain;
  const nodes = new Map(change.nodes.map((node) => [node.id, node]));
  const reports = new Map(change.reports.map((report) => [report.node, report]));
  const groups = new Map(change.groups.map((group) => [group.name, group]));
  const primary = primaryGroups(new Set(nodes.keys()), groups);
  const links = new LinkTable(nodes.values(), reports);
  const sectors = sectorsOf(nodes.keys(), primary);
  const measured = cities ? measure(nodes.values(), change.latencies, primary) : NOTHING_MEASURED;
  const scale = tripScale(measured.trips.times);
  const table = buildTable({ nodes, links, sectors, measured });
  return { nodes, reports, groups, links, sectors, measured, scale, table };
}

/** The scene of a sample mesh; on the circle unless told otherwise. */
export function sceneOf(sample: Scenery, layout?: MeshLayout, by: ColourBy = 'group'): Scene {
  return buildScene({
    ...sample,
    tints: assignTints(sample.groups.keys()),
    colouring: new NodeColouring(by, sample.nodes.values(), sample.scale),
    layout: layout ?? circleLayout(sample.sectors),
    pinned: new Map(),
  });
}

/** A picture of a sample mesh at rest, in the middle of 800 × 600 pixels. */
export function frameOf(sample: Scenery, change: Partial<MeshFrame> = {}): MeshFrame {
  return {
    scene: sceneOf(sample),
    view: { k: 1, x: 400, y: 300 },
    palette: readPalette(() => ''),
    emphasis: NO_EMPHASIS,
    focus: [],
    density: null,
    moving: false,
    moves: 0,
    pulses: null,
    ...change,
  };
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
