import { untrack } from 'svelte';
import type { CauseView } from '../../../shared/causes.ts';
import { nodeOf } from '../../../shared/ids.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { NodeView } from '../../../shared/mesh.ts';
import { roundTrips } from '../../../shared/round-trips.ts';
import { drawnNodes } from '../../graph/bounds.ts';
import { circleLayout } from '../../graph/circle.ts';
import { assignTints } from '../../graph/colours.ts';
import type { Tints } from '../../graph/colours.ts';
import { countMesh, tallyLinks } from '../../graph/counts.ts';
import { egoLayout } from '../../graph/ego.ts';
import { placeMissing } from '../../graph/map-task.ts';
import { buildMatrix, matrixLayout } from '../../graph/matrix.ts';
import { measure, NOTHING_MEASURED, tripScale } from '../../graph/measured.ts';
import type { Measured } from '../../graph/measured.ts';
import { NodeColouring } from '../../graph/node-colours.ts';
import type { ColourBy, LegendEntry } from '../../graph/node-colours.ts';
import type { Point } from '../../graph/points.ts';
import type { CauseMarks, Emphasis } from '../../graph/renderer.ts';
import { buildScene } from '../../graph/scene.ts';
import type { LineMark, MeshLayout } from '../../graph/scene.ts';
import { primaryGroups, sameSectors, sectorsOf } from '../../graph/sectors.ts';
import type { Sector } from '../../graph/sectors.ts';
import { buildTable } from '../../graph/table.ts';
import type { MeshTable } from '../../graph/table.ts';
import { causes } from '../../state/causes.svelte.ts';
import { network } from '../../state/network.svelte.ts';
import { nodeFilter } from '../../state/node-filter.svelte.ts';
import { past } from '../../state/past.svelte.ts';
import { selection } from '../../state/selection.svelte.ts';
import { focusOf } from './focus.ts';
import { SESSION_LOOKS } from './looks.ts';
import type { LayoutName, Looks, MapPlaces } from './looks.ts';
import { lookTheSame } from './node-facts.ts';
import { createPace } from './pace.ts';

export type { LayoutName, Looks } from './looks.ts';

/** From this many nodes on the matrix is proposed; below the other number it is taken back. */
const MATRIX_FROM = 61;
const RING_BELOW = 50;

/** Round trips arrive all the time; they are brought into the picture this often, ms. */
const MEASURE_MS = 1_500;

const measurePace = createPace(MEASURE_MS);

/**
 * What the Network view draws, derived from the stores, and what is hovered. Keeps what must outlive a
 * change so that the picture stays still: a node's place in its group and a group's colour.
 */
export class MeshModel {
  /** What the pointer or the focus is on; set by whoever shows such things. */
  hoveredNode = $state.raw<NodeId | null>(null);
  hoveredLink = $state.raw<{ a: NodeId; b: NodeId } | null>(null);
  hoveredGroup = $state.raw<string | null>(null);
  /** The `id` of a cause: its marks stand out. */
  hoveredCause = $state.raw<string | null>(null);
  /** Several causes that are told as one. */
  hoveredFold = $state.raw<readonly CauseView[] | null>(null);
  /** A node that should be brought into view; a new object for every wish. */
  wanted = $state.raw<{ id: NodeId } | null>(null);
  /** The nodes that pass the filter; the others step back. `null` = no filter. */
  readonly filtered = $derived(nodeFilter.matching);

  readonly #looks: Looks;
  #chosen = $state.raw<LayoutName | null>(null);
  #colourBy = $state.raw<ColourBy>('group');
  #map = $state.raw<MapPlaces>({ points: new Map(), scale: null });
  #pins = $state.raw<ReadonlyMap<NodeId, Point>>(new Map());
  #sectors: readonly Sector[] = [];
  #seen: ReadonlyMap<NodeId, NodeView> = new Map();
  #proposed: LayoutName = 'circle';
  /** What {@link measured} was made of. */
  #measuredAt = -1;
  #measuredIn: readonly Sector[] = [];
  #lastMeasured: Measured = NOTHING_MEASURED;

  constructor(looks: Looks = SESSION_LOOKS) {
    this.#looks = looks;
    this.#chosen = looks.layout;
    this.#colourBy = looks.colourBy;
    this.#map = looks.map;
    this.#pins = looks.pins;
  }

  /** At most `MAX_DRAWN_NODES`; the same map until something changes that a picture shows. */
  readonly nodes = $derived.by(() => {
    const nodes = drawnNodes(network.nodes);
    if (!lookTheSame(nodes, this.#seen)) this.#seen = nodes;
    return this.#seen;
  });
  readonly undrawn = $derived(network.nodes.size - this.nodes.size);

  /** What is seen; somebody's choice, or what the number of nodes proposes. Assign to choose. */
  get layoutName(): LayoutName {
    return this.#chosen ?? this.#proposal;
  }
  set layoutName(name: LayoutName) {
    this.#looks.layout = name;
    this.#chosen = name;
  }
  readonly #proposal = $derived.by((): LayoutName => {
    if (this.nodes.size >= MATRIX_FROM) this.#proposed = 'matrix';
    else if (this.nodes.size < RING_BELOW) this.#proposed = 'circle';
    return this.#proposed;
  });

  /** What the colour of a node tells. Assign to choose. */
  get colourBy(): ColourBy {
    return this.#colourBy;
  }
  set colourBy(by: ColourBy) {
    this.#looks.colourBy = by;
    this.#colourBy = by;
  }

  /** The same list until somebody comes, goes or changes the group. */
  readonly sectors = $derived.by((): readonly Sector[] => {
    const { primary } = this.#looks;
    const gone = [...this.nodes.values()].filter(({ state }) => state === 'down');
    const ids = gone.map(({ id }) => id);
    const all = new Set(this.nodes.keys());
    this.#looks.primary = primaryGroups(all, network.groups, primary, ids);
    const sectors = sectorsOf(this.nodes.keys(), this.#looks.primary);
    if (!sameSectors(sectors, this.#sectors)) this.#sectors = sectors;
    return this.#sectors;
  });

  readonly tints = $derived.by((): Tints => {
    // Those of the present too: who comes back from the past finds the colours that it left.
    const names = new Set([...network.live.groups.keys(), ...network.groups.keys()]);
    this.#looks.tints = assignTints(names, this.#looks.tints);
    return this.#looks.tints;
  });

  /** Round trips as of a moment ago. */
  readonly measured = $derived.by((): Measured => {
    measurePace();
    // At once when the first nodes come, and when another time is looked at. That nodes come or change
    // their group waits: it takes 15 ms among hundreds of nodes, and twenty a second may come and go.
    void [network.self, past.state];
    return untrack(() => this.#measure(this.sectors));
  });

  #measure(sectors: readonly Sector[]): Measured {
    const known = network.revision === this.#measuredAt && sectors === this.#measuredIn;
    if (!known || past.shown) {
      this.#measuredAt = past.shown ? -1 : network.revision;
      this.#measuredIn = sectors;
      const { nodes, latencies } = network;
      this.#lastMeasured = measure(nodes.values(), latencies, this.#looks.primary);
    }
    return this.#lastMeasured;
  }

  readonly #scale = $derived(tripScale(this.measured.trips.times));

  /** All pairs of nodes, as arrays. */
  readonly table = $derived(
    buildTable({
      nodes: this.nodes,
      links: network.links,
      sectors: this.sectors,
      measured: this.measured,
    }),
  );

  /** What layouts take for distances: of the past none are kept, so there it is what was measured since. */
  readonly distances = $derived.by((): MeshTable => {
    if (!past.shown) return this.table;
    // Nothing moves while one moment is looked at.
    const live = untrack(() => network.live.data);
    const measured = { trips: roundTrips(live.nodes.values(), live.latencies), slow: [] };
    const { nodes, sectors } = this;
    return buildTable({ nodes, links: network.links, sectors, measured });
  });

  readonly counts = $derived(countMesh(network.nodes.values(), network.links, this.measured));
  readonly tallies = $derived(tallyLinks(network.links));

  readonly #colouring = $derived.by(() => {
    // The nodes of the store, whose round trips are new: `nodes` stays the same for those.
    const nodes = this.#colourBy === 'roundTrip' ? drawnNodes(network.nodes) : this.nodes;
    void this.measured;
    return new NodeColouring(this.#colourBy, untrack(() => nodes).values(), this.#scale);
  });
  /** What the colours of the nodes mean; `[]` by group, where arcs and hulls tell. */
  readonly legend = $derived<LegendEntry[]>(this.#colouring.legend(this.nodes.values()));

  /** The node in the middle of the ego layout. */
  readonly centre = $derived.by((): NodeId | null => {
    const chosen = this.selectedNode;
    return chosen !== null && this.nodes.has(chosen) ? chosen : network.self;
  });

  readonly #circle = $derived(circleLayout(this.sectors));
  readonly #mapKnown = $derived(this.#map.points.size > 0);

  /** Where everything belongs. */
  readonly layout = $derived.by((): MeshLayout => {
    if (this.layoutName === 'ego' && this.centre !== null) {
      return egoLayout(this.sectors, this.distances, this.centre);
    }
    // Until the first map is there the ring stays: better than nothing on the screen.
    if (this.layoutName !== 'map' || !this.#mapKnown) return this.#circle;
    const points = new Map([...this.#map.points, ...this.#pins]);
    return { kind: 'map', points: past.shown ? placeMissing(points, this.sectors) : points };
  });

  /** The picture. Where its nodes are is the stage's business: it moves them. */
  readonly scene = $derived.by(() => {
    // A map's places change all the time, and nothing else of the scene with them.
    const moving = this.layoutName === 'map' && this.#mapKnown;
    return buildScene({
      nodes: this.nodes,
      sectors: this.sectors,
      table: this.table,
      tints: this.tints,
      colouring: this.#colouring,
      scale: this.#scale,
      layout: moving ? untrack(() => this.layout) : this.layout,
      pinned: this.#pins,
    });
  });

  /** Whether healthy links are drawn as bands or a haze. */
  readonly aggregated = $derived(this.layoutName !== 'matrix' && this.scene.aggregated);

  readonly #matrixLayout = $derived(matrixLayout(this.sectors));
  readonly matrix = $derived(buildMatrix(this.#matrixLayout, this.table, this.#scale, this.tints));

  readonly selectedNode = $derived(
    selection.current?.kind === 'node' ? selection.current.id : null,
  );
  readonly selectedLink = $derived.by(() => {
    const current = selection.current;
    return current?.kind === 'link' ? { a: current.a, b: current.b } : null;
  });
  readonly #activeGroup = $derived.by(() => {
    if (this.hoveredGroup !== null) return this.hoveredGroup;
    return selection.current?.kind === 'group' ? selection.current.name : null;
  });
  /** All members of the group, not only those whose primary group it is. */
  readonly #members = $derived.by((): ReadonlySet<NodeId> | null => {
    if (this.#activeGroup === null) return null;
    return new Set(network.groups.get(this.#activeGroup)?.ports.map(nodeOf));
  });
  readonly #cause = $derived.by((): CauseMarks | null => {
    const selected = selection.current?.kind === 'cause' ? selection.current.id : null;
    const id = this.hoveredCause ?? selected;
    const cause = id === null ? undefined : causes.get(id);
    const all = this.hoveredFold ?? (cause ? [cause] : []);
    if (all.length === 0) return null;
    const links = all.flatMap((each) => each.links);
    return { nodes: new Set([...all.flatMap(({ nodes }) => nodes), ...links.flat()]), links };
  });

  readonly emphasis = $derived<Emphasis>({
    own: network.self,
    selected: this.selectedNode,
    hovered: this.hoveredNode,
    link: this.hoveredLink ?? this.selectedLink,
    members: this.#members,
    cause: this.#cause,
    filtered: this.filtered,
  });

  /** Links of the node or cause that is looked at, and the link that is. */
  readonly focus = $derived<readonly LineMark[]>(focusOf(this.scene, this.emphasis));

  /** Where the nodes of the map are. Assign what was computed anew. */
  get map(): MapPlaces {
    return this.#map;
  }
  set map(map: MapPlaces) {
    this.#looks.map = map;
    this.#map = map;
  }

  /** Whether the map is to stay as it is: the past has no distances of its own, and would change today's places. */
  get mapRests(): boolean {
    return past.shown && this.#mapKnown;
  }

  /** Nodes of the map that stay where somebody put them. */
  get pins(): ReadonlyMap<NodeId, Point> {
    return this.#pins;
  }

  /** Pins a node of the map to a place, or lets go of it. */
  pin(id: NodeId, place: Point | null): void {
    const pins = new Map(this.#pins);
    if (place) pins.set(id, place);
    else pins.delete(id);
    this.#looks.pins = pins;
    this.#pins = pins;
  }

  /** Forgets what is hovered: the pointer left. */
  unhover(): void {
    this.hoveredNode = null;
    this.hoveredLink = null;
    this.hoveredGroup = null;
  }

  /** Selects a node and brings it into view. */
  find(id: NodeId): void {
    selection.select({ kind: 'node', id });
    this.wanted = { id };
  }
}
