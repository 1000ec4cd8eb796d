import type { NodeId } from '../../shared/ids.ts';
import type { LinkState, LinkView, NodeView, ReportView } from '../../shared/mesh.ts';
import { ribbonsOf, trunksOf } from './aggregates.ts';
import type { Ribbon, Trunk } from './aggregates.ts';
import { bendToCentre } from './circle.ts';
import type { Arc, CircleLayout } from './circle.ts';
import type { Tints } from './colours.ts';
import { denierOf, isFault, tallyLinks } from './counts.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';

/** Above this many links the healthy ones are drawn as an aggregate: 36 nodes have 630. */
export const MAX_LINES = 640;

/** Above this many faults they are drawn as an aggregate too: dashes are dear, and nobody can tell them apart. */
export const MAX_FAULT_LINES = 1_500;

/** A layout at rest, as the scene takes it. */
export type MeshLayout = CircleLayout | { kind: 'force'; points: ReadonlyMap<NodeId, Point> };

/** A node on the picture. Its position may change while it moves to a new place. */
export interface NodeMark {
  readonly id: NodeId;
  /** World units. */
  x: number;
  y: number;
  readonly state: NodeView['state'];
  readonly seed: boolean;
  /** False when the node is known to have no binds: others can't connect to it. */
  readonly listens: boolean;
  readonly group: string | null;
  /** Colour of its group; -1 without one. */
  readonly tint: number;
  /** Half-open and missing links. */
  readonly faults: number;
}

/** A link drawn as a line; `a` and `b` are places in {@link Scene.nodes}. */
export interface LineMark {
  a: number;
  b: number;
  state: LinkState;
  /** Which end of a half-open link says that it has none. */
  denier: 'a' | 'b' | null;
}

/** Nodes of one group that stand together, for the hull and the name of a cluster. */
export interface ClusterMark {
  group: string | null;
  tint: number;
  /** Places in {@link Scene.nodes}. */
  nodes: readonly number[];
}

/** Everything that there is to draw, in world units, without colours and sizes. */
export interface Scene {
  kind: MeshLayout['kind'];
  nodes: readonly NodeMark[];
  places: ReadonlyMap<NodeId, number>;
  /** Single links: all of them while there are few, else the faults. */
  lines: readonly LineMark[];
  /** True when healthy links are in {@link ribbons} or {@link trunks}. */
  aggregated: boolean;
  ribbons: readonly Ribbon[];
  trunks: readonly Trunk[];
  /** Of the circle only. */
  arcs: readonly Arc[];
  /** Angle between neighbours on the circle; 0 in other layouts. */
  slot: number;
  clusters: readonly ClusterMark[];
}

export interface SceneInput {
  nodes: ReadonlyMap<NodeId, NodeView>;
  links: readonly LinkView[];
  reports: ReadonlyMap<NodeId, ReportView>;
  sectors: readonly Sector[];
  tints: Tints;
  layout: MeshLayout;
}

/** Turns what is known into what is drawn. Nodes that the layout doesn't know yet are left out. */
export function buildScene(input: SceneInput): Scene {
  const { layout, links, sectors } = input;
  const nodes = nodeMarks(input);
  const places = new Map(nodes.map((node, place) => [node.id, place]));
  const single = singleStates(links);
  const states = AGGREGATED.filter((state) => !single.has(state));
  const circle = layout.kind === 'circle';
  return {
    kind: layout.kind,
    nodes,
    places,
    lines: linesOf(
      links.filter((link) => single.has(link.state)),
      places,
      input.reports,
    ),
    aggregated: !single.has('up'),
    ribbons: circle && states.length > 0 ? ribbonsOf(layout.arcs, links, states) : [],
    trunks:
      circle || states.length === 0
        ? []
        : trunksOf(sectors, links, states, (id) => layout.points.get(id)),
    arcs: circle ? layout.arcs : [],
    slot: circle ? layout.slot : 0,
    clusters: clustersOf(sectors, places, input.tints),
  };
}

/** Aggregates in drawing order: faults above what is healthy. Links that can't be are not drawn. */
const AGGREGATED: readonly LinkState[] = ['unknown', 'up', 'half', 'missing'];

/** The states whose links are drawn one by one. */
function singleStates(links: readonly LinkView[]): Set<LinkState> {
  const faults = links.reduce((sum, link) => sum + (isFault(link.state) ? 1 : 0), 0);
  if (links.length <= MAX_LINES) return new Set(['up', 'unknown', 'half', 'missing']);
  return new Set(faults <= MAX_FAULT_LINES ? ['half', 'missing'] : []);
}

function nodeMarks({ nodes, links, layout, sectors, tints }: SceneInput): NodeMark[] {
  const tallies = tallyLinks(links);
  return sectors.flatMap(({ group, members }) =>
    members.flatMap((id) => {
      const node = nodes.get(id);
      const point = layout.points.get(id);
      if (!node || !point) return [];
      return {
        id,
        x: point.x,
        y: point.y,
        state: node.state,
        seed: node.seed,
        listens: node.addresses?.length !== 0,
        group,
        tint: tintOf(group, tints),
        faults: tallies.get(id)?.faults ?? 0,
      };
    }),
  );
}

function tintOf(group: string | null, tints: Tints): number {
  return group === null ? -1 : (tints.get(group) ?? -1);
}

function clustersOf(
  sectors: readonly Sector[],
  places: ReadonlyMap<NodeId, number>,
  tints: Tints,
): ClusterMark[] {
  return sectors.map(({ group, members }) => ({
    group,
    tint: tintOf(group, tints),
    nodes: members.flatMap((id) => places.get(id) ?? []),
  }));
}

/** Links as lines between places. Links of nodes that are not on the picture are left out. */
export function linesOf(
  links: readonly LinkView[],
  places: ReadonlyMap<NodeId, number>,
  reports: ReadonlyMap<NodeId, ReportView>,
): LineMark[] {
  return links.flatMap((link) => {
    const a = places.get(link.a);
    const b = places.get(link.b);
    if (a === undefined || b === undefined) return [];
    const denier = denierOf(link, reports);
    return { a, b, state: link.state, denier: denier && (denier === link.a ? 'a' : 'b') };
  });
}

/**
 * The control point of the curve between two points: bent on the circle, straight elsewhere.
 * World units.
 */
export function bendOf(kind: Scene['kind'], a: Point, b: Point): Point {
  if (kind === 'circle') return bendToCentre(a.x, a.y, b.x, b.y);
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/**
 * Moves the marks of a scene part of the way.
 * @param from where nodes were; nodes that are not there stay at their new place
 * @param to where they belong
 * @param share 0 … 1
 */
export function moveNodes(
  scene: Scene,
  from: ReadonlyMap<NodeId, Point>,
  to: ReadonlyMap<NodeId, Point>,
  share: number,
): void {
  for (const node of scene.nodes) {
    const end = to.get(node.id);
    if (!end) continue;
    const start = from.get(node.id) ?? end;
    node.x = start.x + (end.x - start.x) * share;
    node.y = start.y + (end.y - start.y) * share;
  }
}
