import type { NodeId } from '../../shared/ids.ts';
import type { DensityPicture } from './density.ts';
import type { MatrixScene } from './matrix.ts';
import type { Palette } from './palette.ts';
import type { ViewTransform } from './points.ts';
import type { PulseField } from './pulses.ts';
import type { LineMark, Scene } from './scene.ts';

/** The marks of one cause of trouble. */
export interface CauseMarks {
  nodes: ReadonlySet<NodeId>;
  /** Ends of the links, the smaller ID first. */
  links: readonly (readonly [NodeId, NodeId])[];
}

/** What stands out at the moment. */
export interface Emphasis {
  own: NodeId | null;
  selected: NodeId | null;
  hovered: NodeId | null;
  /** The selected link. */
  link: { a: NodeId; b: NodeId } | null;
  /** The nodes of the selected group; `null` when none is selected. */
  members: ReadonlySet<NodeId> | null;
  /** The hovered or selected cause: its marks stand out, the rest steps back. */
  cause: CauseMarks | null;
  /** The nodes that pass the filter; `null` without one. */
  filtered: ReadonlySet<NodeId> | null;
}

/** Nothing stands out. */
export const NO_EMPHASIS: Emphasis = {
  own: null,
  selected: null,
  hovered: null,
  link: null,
  members: null,
  cause: null,
  filtered: null,
};

/** Whether a node steps back: it isn't what somebody looks for. */
export function isAside({ members, cause, filtered }: Emphasis, id: NodeId): boolean {
  if (filtered && !filtered.has(id)) return true;
  if (cause) return !cause.nodes.has(id);
  return members !== null && !members.has(id);
}

/** One picture of the mesh. */
export interface MeshFrame {
  scene: Scene;
  view: ViewTransform;
  palette: Palette;
  emphasis: Emphasis;
  /** Links of the hovered or selected node, of the cause, and the selected link: drawn above the others. */
  focus: readonly LineMark[];
  /** The haze of healthy links; `null` when there is none (yet). */
  density: DensityPicture | null;
  /** True while nodes are on their way: dear details are left out. */
  moving: boolean;
  /** Counts the moves of nodes: what was drawn before another number is out of date. */
  moves: number;
  pulses: PulseField | null;
  /** Width of the thinnest line, CSS pixels; set by the renderer: one pixel of its own. */
  hairline?: number;
}

/** A cell of the matrix, by row and column; -1 = none. */
export interface CellPlace {
  row: number;
  column: number;
}

/** One picture of the adjacency matrix. */
export interface MatrixFrame {
  scene: MatrixScene;
  view: ViewTransform;
  palette: Palette;
  /** Rows (and columns) to point out. */
  hovered: CellPlace;
  selected: CellPlace;
  emphasis: Emphasis;
}

/** Draws pictures into something. Canvas 2D is one way; WebGL would be another. */
export interface MeshRenderer {
  /**
   * @param width in CSS pixels; height likewise
   * @param ratio device pixels per CSS pixel
   */
  resize(width: number, height: number, ratio: number): void;
  drawMesh(frame: MeshFrame): void;
  drawMatrix(frame: MatrixFrame): void;
  clear(): void;
}
