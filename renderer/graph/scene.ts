import type { NodeId } from '../../shared/ids.ts';
import type { NodeView } from '../../shared/mesh.ts';
import { ribbonsOf, trunksOf } from './aggregates.ts';
import type { Ribbon, Trunk } from './aggregates.ts';
import { bendToCentre } from './circle.ts';
import type { Arc, CircleLayout } from './circle.ts';
import { CODE, FIRST_FAULT, STATES } from './codes.ts';
import type { MarkState } from './codes.ts';
import type { Tints } from './colours.ts';
import type { EgoLayout, EgoRing } from './ego.ts';
import type { TripScale } from './measured.ts';
import type { NodeColouring, NodeLook } from './node-colours.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';
import { eachPair, pairCode } from './table.ts';
import type { MeshTable } from './table.ts';

/** Above this many links the healthy ones are drawn as an aggregate: 36 nodes have 630. */
export const MAX_LINES = 640;

/** Above this many faults they are drawn as an aggregate too: dashes are dear, and nobody can tell them apart. */
export const MAX_FAULT_LINES = 1_500;

/** Nodes as far apart as their round trips are long; see map-task.ts. */
export interface MapLayout {
  kind: 'map';
  points: ReadonlyMap<NodeId, Point>;
}

/** A layout at rest, as the scene takes it. */
export type MeshLayout = CircleLayout | EgoLayout | MapLayout;

/** A node on the picture. Its position changes while it moves to a new place. */
export interface NodeMark extends NodeLook {
  readonly id: NodeId;
  /** World units. */
  x: number;
  y: number;
  readonly state: NodeView['state'];
  /** It owes an answer. */
  readonly silent: boolean;
  readonly seed: boolean;
  /** False when the node is known to have no binds: others can't connect to it. */
  readonly listens: boolean;
  readonly group: string | null;
  /** Colour of its group; -1 without one. */
  readonly tint: number;
  /** Half-open and missing links. */
  readonly faults: number;
  /** Slow links. */
  readonly slow: number;
  readonly pinned: boolean;
}

/** A link drawn as a line; `a` and `b` are places in {@link Scene.nodes}. */
export interface LineMark {
  a: number;
  b: number;
  state: MarkState;
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
  table: MeshTable;
  /** Single links: all of them while there are few, else the faults. */
  lines: readonly LineMark[];
  /** True when healthy links are in {@link ribbons} or in the density picture. */
  aggregated: boolean;
  /** The same of faults: there are too many to draw. */
  faultsAggregated: boolean;
  ribbons: readonly Ribbon[];
  /** Of the map only. */
  trunks: readonly Trunk[];
  /** Of the circle and of ego. */
  arcs: readonly Arc[];
  /** Of ego only. */
  rings: readonly EgoRing[];
  /** Angle between neighbours on the circle; 0 in other layouts. */
  slot: number;
  clusters: readonly ClusterMark[];
}

export interface SceneInput {
  nodes: ReadonlyMap<NodeId, NodeView>;
  sectors: readonly Sector[];
  table: MeshTable;
  tints: Tints;
  colouring: NodeColouring;
  scale: TripScale;
  layout: MeshLayout;
  /** Nodes that stay where somebody put them. */
  pinned: ReadonlyMap<NodeId, Point>;
}

/** Turns what is known into what is drawn. Nodes that the layout doesn't know yet stand in the middle. */
export function buildScene(input: SceneInput): Scene {
  const { layout, table, sectors } = input;
  const clusters = clustersOf(sectors, table, input.tints);
  const { single, lines } =
    layout.kind === 'ego' ? egoLines(table, layout.centre) : meshLines(table);
  const states = AGGREGATED.filter((state) => !single.has(state));
  const circle = layout.kind === 'circle';
  return {
    kind: layout.kind,
    nodes: nodeMarks(input),
    places: table.places,
    table,
    lines,
    aggregated: !single.has('up'),
    faultsAggregated: !single.has('missing'),
    ribbons: circle && states.length > 0 ? ribbonsOf(layout.arcs, table, states, input.scale) : [],
    trunks: layout.kind === 'map' ? trunksOf(sectors, table) : [],
    arcs: layout.kind === 'map' ? [] : layout.arcs,
    rings: layout.kind === 'ego' ? layout.rings : [],
    slot: circle ? layout.slot : 0,
    clusters,
  };
}

/** Aggregates in drawing order: faults above what is healthy. Links that can't be are not drawn. */
const AGGREGATED: readonly MarkState[] = ['unknown', 'up', 'slow', 'half', 'missing'];

interface Lines {
  /** The states whose links are all among the lines. */
  single: ReadonlySet<MarkState>;
  lines: LineMark[];
}

function meshLines(table: MeshTable): Lines {
  let [links, faults] = [0, 0];
  eachPair(table, (_a, _b, code) => {
    if (code >= CODE.unknown) links += 1;
    if (code >= FIRST_FAULT) faults += 1;
  });
  const least =
    links <= MAX_LINES ? CODE.unknown : faults <= MAX_FAULT_LINES ? FIRST_FAULT : Infinity;
  const lines: LineMark[] = [];
  if (least < Infinity) {
    eachPair(table, (a, b, code) => {
      if (code >= least) lines.push(lineBetween(table, a, b));
    });
  }
  return { single: new Set(AGGREGATED.filter((state) => CODE[state] >= least)), lines };
}

/** Around one node its own links are the picture; those of others would only cover them. */
function egoLines(table: MeshTable, centre: NodeId): Lines {
  return { single: new Set(AGGREGATED), lines: linesOfNode(table, centre) };
}

/** All links of one node as lines, those that it would have to nodes that are down included. */
export function linesOfNode(table: MeshTable, id: NodeId): LineMark[] {
  const place = table.places.get(id);
  if (place === undefined) return [];
  const lines: LineMark[] = [];
  for (let other = 0; other < table.size; other++) {
    if (pairCode(table, place, other) > 0) lines.push(lineBetween(table, place, other));
  }
  return lines;
}

/** The link between two places as a line; an `unknown` one when nothing is known of it. */
export function lineBetween(table: MeshTable, one: number, other: number): LineMark {
  const [a, b] = one < other ? [one, other] : [other, one];
  const code = pairCode(table, a, b);
  const state = STATES[code] ?? 'unknown';
  if (state !== 'half') return { a, b, state, denier: null };
  const [fromA, fromB] = [table.states[a * table.size + b], table.states[b * table.size + a]];
  return { a, b, state, denier: fromA === fromB ? null : fromA === CODE.half ? 'a' : 'b' };
}

function nodeMarks({
  nodes,
  layout,
  sectors,
  tints,
  table,
  colouring,
  pinned,
}: SceneInput): NodeMark[] {
  return sectors.flatMap(({ group, members }) =>
    members.flatMap((id) => {
      const node = nodes.get(id);
      const point = layout.points.get(id) ?? { x: 0, y: 0 };
      if (!node) return [];
      const tint = tintOf(group, tints);
      return {
        id,
        x: point.x,
        y: point.y,
        state: node.state,
        silent: node.state === 'up' && node.silentSince !== null,
        seed: node.seed,
        listens: node.addresses?.length !== 0,
        group,
        tint,
        faults: table.faults[table.places.get(id) ?? 0] ?? 0,
        slow: table.slow[table.places.get(id) ?? 0] ?? 0,
        ...colouring.look(node, tint),
        pinned: layout.kind === 'map' && pinned.has(id),
      };
    }),
  );
}

function tintOf(group: string | null, tints: Tints): number {
  return group === null ? -1 : (tints.get(group) ?? -1);
}

function clustersOf(sectors: readonly Sector[], table: MeshTable, tints: Tints): ClusterMark[] {
  return sectors.map(({ group, members }) => ({
    group,
    tint: tintOf(group, tints),
    nodes: members.flatMap((id) => table.places.get(id) ?? []),
  }));
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
    const start = share === 1 ? end : (from.get(node.id) ?? end);
    node.x = start.x + (end.x - start.x) * share;
    node.y = start.y + (end.y - start.y) * share;
  }
}
