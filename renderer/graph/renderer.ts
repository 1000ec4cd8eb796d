import type { NodeId } from '../../shared/ids.ts';
import type { MatrixScene } from './matrix.ts';
import type { Palette } from './palette.ts';
import type { ViewTransform } from './points.ts';
import type { LineMark, Scene } from './scene.ts';

/** What stands out at the moment. */
export interface Emphasis {
  own: NodeId | null;
  selected: NodeId | null;
  hovered: NodeId | null;
  /** The selected link. */
  link: { a: NodeId; b: NodeId } | null;
  /** The nodes of the selected group; `null` when none is selected. */
  members: ReadonlySet<NodeId> | null;
}

/** One picture of the mesh. */
export interface MeshFrame {
  scene: Scene;
  view: ViewTransform;
  palette: Palette;
  emphasis: Emphasis;
  /** Links of the hovered or selected node, and the selected link: drawn above the others. */
  focus: readonly LineMark[];
}

/** One picture of the adjacency matrix. */
export interface MatrixFrame {
  scene: MatrixScene;
  view: ViewTransform;
  palette: Palette;
  /** Rows (and columns) to point out, or -1. */
  hovered: { row: number; column: number };
  selected: { row: number; column: number };
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
