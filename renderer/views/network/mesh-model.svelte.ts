import { nodeOf } from '../../../shared/ids.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { LinkView } from '../../../shared/mesh.ts';
import { drawnNodes } from '../../graph/bounds.ts';
import { circleLayout } from '../../graph/circle.ts';
import { assignTints } from '../../graph/colours.ts';
import type { Tints } from '../../graph/colours.ts';
import { countMesh, tallyLinks } from '../../graph/counts.ts';
import { buildMatrix, matrixLayout } from '../../graph/matrix.ts';
import type { Point } from '../../graph/points.ts';
import type { Emphasis } from '../../graph/renderer.ts';
import { buildScene, linesOf } from '../../graph/scene.ts';
import type { LineMark, MeshLayout } from '../../graph/scene.ts';
import { primaryGroups, sameSectors, sectorsOf } from '../../graph/sectors.ts';
import type { PrimaryGroups, Sector } from '../../graph/sectors.ts';
import { network } from '../../state/network.svelte.ts';
import { selection } from '../../state/selection.svelte.ts';

export type LayoutName = 'circle' | 'force' | 'matrix';

/**
 * What groups looked like: they keep their colours and places while another view is open. Keyed by
 * names, so that it does no harm to the next network.
 */
export interface Looks {
  primary: PrimaryGroups;
  tints: Tints;
}

const SESSION_LOOKS: Looks = { primary: new Map(), tints: new Map() };

/**
 * What the Network view draws, derived from the stores, and what is hovered. Keeps what must outlive a
 * change so that the picture stays still: a node's place in its group and a group's colour.
 */
export class MeshModel {
  layoutName = $state.raw<LayoutName>('circle');
  hoveredNode = $state.raw<NodeId | null>(null);
  hoveredLink = $state.raw<{ a: NodeId; b: NodeId } | null>(null);
  hoveredGroup = $state.raw<string | null>(null);
  /** A node that should be brought into view; a new object for every wish. */
  wanted = $state.raw<{ id: NodeId } | null>(null);
  /** Where the force layout came to rest. */
  forcePoints = $state.raw<ReadonlyMap<NodeId, Point>>(new Map());

  readonly #looks: Looks;
  #sectors: readonly Sector[] = [];

  constructor(looks: Looks = SESSION_LOOKS) {
    this.#looks = looks;
  }

  readonly nodes = $derived(drawnNodes(network.nodes));
  readonly undrawn = $derived(network.nodes.size - this.nodes.size);
  readonly counts = $derived(countMesh(network.nodes.values(), network.links));
  readonly tallies = $derived(tallyLinks(network.links));

  /** The same list until somebody comes, goes or changes the group. */
  readonly sectors = $derived.by((): readonly Sector[] => {
    this.#looks.primary = primaryGroups(
      new Set(this.nodes.keys()),
      network.groups,
      this.#looks.primary,
    );
    const sectors = sectorsOf(this.nodes.keys(), this.#looks.primary);
    if (!sameSectors(sectors, this.#sectors)) this.#sectors = sectors;
    return this.#sectors;
  });

  readonly tints = $derived.by((): Tints => {
    this.#looks.tints = assignTints(network.groups.keys(), this.#looks.tints);
    return this.#looks.tints;
  });

  readonly #circle = $derived(circleLayout(this.sectors));
  readonly layout = $derived.by((): MeshLayout => {
    // Until the first rest is reached the circle stays: better than nothing on the screen.
    if (this.layoutName !== 'force' || this.forcePoints.size === 0) return this.#circle;
    return { kind: 'force', points: this.forcePoints };
  });

  readonly scene = $derived(
    buildScene({
      nodes: this.nodes,
      links: network.links,
      reports: network.reports,
      sectors: this.sectors,
      tints: this.tints,
      layout: this.layout,
    }),
  );

  readonly #matrixLayout = $derived(matrixLayout(this.sectors));
  readonly matrix = $derived(buildMatrix(this.#matrixLayout, network.links, network.reports));

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

  readonly emphasis = $derived<Emphasis>({
    own: network.self,
    selected: this.selectedNode,
    hovered: this.hoveredNode,
    link: this.hoveredLink ?? this.selectedLink,
    members: this.#members,
  });

  /** Links of the node that is looked at, and the link that is. */
  readonly focus = $derived.by((): LineMark[] => {
    const node = this.hoveredNode ?? this.selectedNode;
    const link = this.emphasis.link;
    if (node === null && link === null) return [];
    const touches = ({ a, b }: LinkView) =>
      a === node || b === node || (a === link?.a && b === link.b);
    return linesOf(network.links.filter(touches), this.scene.places, network.reports);
  });

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
