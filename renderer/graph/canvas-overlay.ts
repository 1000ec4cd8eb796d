import type { ArcMark, GroupLabel } from './group-labels.ts';
import type { LabelRank, NodeLabel } from './labels.ts';
import type { NoteMark } from './notes.ts';
import { tintColour } from './palette.ts';
import type { Palette } from './palette.ts';
import { UI_FONT } from './pen.ts';
import type { Pen } from './pen.ts';
import type { ViewTransform } from './points.ts';

/** What stands above the canvas as SVG, for pictures that have both: arcs, names, remarks. */
export interface Overlay {
  arcs: readonly ArcMark[];
  groups: readonly GroupLabel[];
  labels: readonly NodeLabel[];
  notes: readonly NoteMark[];
}

/** Draws names and the rest that the window shows above its canvas. */
export function drawOverlay(
  pen: Pen,
  overlay: Overlay,
  palette: Palette,
  view: ViewTransform,
): void {
  pen.globalAlpha = 1;
  pen.textBaseline = 'middle';
  drawArcs(pen, overlay.arcs, palette, view);
  for (const note of overlay.notes) drawNote(pen, note, palette);
  for (const group of overlay.groups) {
    pen.font = `600 12px ${UI_FONT}`;
    pen.textAlign = alignOf(group.anchor);
    seamed(pen, group.text, group.x, group.y, tintColour(palette, group.tint), palette);
  }
  for (const label of overlay.labels) drawLabel(pen, label, palette);
}

function drawArcs(pen: Pen, arcs: readonly ArcMark[], palette: Palette, view: ViewTransform): void {
  const quarter = Math.PI / 2;
  pen.lineCap = 'round';
  for (const { group, from, to, radius, tint } of arcs) {
    // Nodes without a group have a faint arc.
    pen.globalAlpha = group === null ? 0.35 : 1;
    pen.lineWidth = group === null ? 2 : 3;
    pen.strokeStyle = tintColour(palette, tint);
    pen.beginPath();
    pen.arc(view.x, view.y, radius, from - quarter, to - quarter);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.lineCap = 'butt';
}

function drawNote(pen: Pen, { text, tone, x, y, box }: NoteMark, palette: Palette): void {
  pen.fillStyle = palette.canvas;
  pen.fillRect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
  pen.font = `600 11px ${UI_FONT}`;
  pen.textAlign = 'center';
  pen.fillStyle = tone === 'broken' ? palette.down : palette.muted;
  pen.fillText(text, x, y);
}

function drawLabel(pen: Pen, label: NodeLabel, palette: Palette): void {
  const strong = label.rank !== 'plain' && label.rank !== 'seed';
  pen.font = `${strong ? 600 : 400} 11px ${UI_FONT}`;
  pen.textAlign = alignOf(label.anchor);
  pen.save();
  pen.translate(label.x, label.y);
  pen.rotate((label.angle * Math.PI) / 180);
  const { rank, tint } = label;
  const colour = tint === undefined ? labelColour(palette, rank) : tintColour(palette, tint);
  seamed(pen, label.text, 0, 0, colour, palette);
  pen.restore();
}

/** A seam in the ground's colour keeps names readable above lines. */
function seamed(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  colour: string,
  palette: Palette,
): void {
  pen.strokeStyle = palette.canvas;
  pen.lineWidth = 3;
  pen.lineJoin = 'round';
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

function labelColour(palette: Palette, rank: LabelRank): string {
  switch (rank) {
    case 'own':
      return palette.own;
    case 'selected':
      return palette.selected;
    case 'down':
      return palette.down;
    case 'slow':
      return palette.links.slow;
    case 'plain':
      return palette.muted;
    case 'cause':
    case 'hovered':
    case 'seed':
      return palette.text;
  }
}

function alignOf(anchor: NodeLabel['anchor']): CanvasTextAlign {
  return anchor === 'middle' ? 'center' : anchor;
}
