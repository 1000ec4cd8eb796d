import { tintColour } from './palette.ts';
import type { Palette } from './palette.ts';
import { FULL_TURN, toScreen } from './points.ts';
import type { Point } from './points.ts';
import type { Emphasis, MeshFrame } from './renderer.ts';
import type { NodeMark } from './scene.ts';
import { nodeRadius } from './sizes.ts';

/** How faint nodes are that are not in the selected group, and those that are down. */
const ASIDE = 0.3;
const DOWN = 0.8;

/** Paints the nodes: state and role have a shape each, the group a colour. */
export function drawNodes(context: CanvasRenderingContext2D, frame: MeshFrame): void {
  const { scene, view, palette, emphasis } = frame;
  const radius = nodeRadius(scene, view.k);
  // All of them before the first mark: on a crowded ring they reach into their neighbours.
  knockOut(context, frame, radius + 2.5);
  for (const node of scene.nodes) {
    const at = toScreen(node, view);
    const aside = emphasis.members !== null && !emphasis.members.has(node.id);
    context.globalAlpha = (aside ? ASIDE : 1) * (node.state === 'down' ? DOWN : 1);
    drawNodeMark(context, node, at, radius, palette);
    context.globalAlpha = 1;
    drawRings(context, node, at, radius, palette, emphasis);
  }
}

/** Lines end shortly before a node, so that its shape can be read. */
function knockOut(
  context: CanvasRenderingContext2D,
  { scene, view, palette }: MeshFrame,
  radius: number,
): void {
  context.fillStyle = palette.canvas;
  context.beginPath();
  for (const node of scene.nodes) {
    const at = toScreen(node, view);
    context.moveTo(at.x + radius, at.y);
    context.arc(at.x, at.y, radius, 0, FULL_TURN);
  }
  context.fill();
}

/**
 * Paints one mark: disc, diamond for a seed, open circle without binds, dotted circle for hearsay,
 * crossed circle when down.
 * @param radius in the units of the context
 */
export function drawNodeMark(
  context: CanvasRenderingContext2D,
  node: Pick<NodeMark, 'state' | 'seed' | 'listens' | 'tint'>,
  at: Point,
  radius: number,
  palette: Palette,
): void {
  const colour = tintColour(palette, node.tint);
  context.fillStyle = colour;
  context.strokeStyle = node.state === 'down' ? palette.down : colour;
  context.lineWidth = Math.max(1.2, radius * 0.28);
  if (node.state === 'down') return strokeCrossed(context, at, radius);
  if (node.state === 'heard') return strokeDotted(context, at, radius);
  if (node.seed) return fillDiamond(context, at, radius * 1.35);
  context.beginPath();
  const hollow = !node.listens;
  context.arc(at.x, at.y, hollow ? radius - context.lineWidth / 2 : radius, 0, FULL_TURN);
  if (hollow) context.stroke();
  else context.fill();
}

function strokeCrossed(context: CanvasRenderingContext2D, at: Point, radius: number): void {
  const arm = radius * 0.6;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, FULL_TURN);
  context.moveTo(at.x - arm, at.y - arm);
  context.lineTo(at.x + arm, at.y + arm);
  context.moveTo(at.x + arm, at.y - arm);
  context.lineTo(at.x - arm, at.y + arm);
  context.stroke();
}

function strokeDotted(context: CanvasRenderingContext2D, at: Point, radius: number): void {
  const dot = (FULL_TURN * radius) / 14;
  context.setLineDash([dot, dot]);
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, FULL_TURN);
  context.stroke();
  context.setLineDash([]);
}

function fillDiamond(context: CanvasRenderingContext2D, at: Point, radius: number): void {
  context.beginPath();
  context.moveTo(at.x, at.y - radius);
  context.lineTo(at.x + radius, at.y);
  context.lineTo(at.x, at.y + radius);
  context.lineTo(at.x - radius, at.y);
  context.closePath();
  context.fill();
}

/** Rings around the own node, the selected and the hovered one; each at its own distance. */
function drawRings(
  context: CanvasRenderingContext2D,
  node: NodeMark,
  at: Point,
  radius: number,
  palette: Palette,
  emphasis: Emphasis,
): void {
  const ring = (distance: number, width: number, colour: string) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.arc(at.x, at.y, radius + distance, 0, FULL_TURN);
    context.stroke();
  };
  if (node.id === emphasis.own) ring(4, 1.8, palette.own);
  if (node.id === emphasis.hovered) ring(7, 1.5, palette.text);
  else if (node.id === emphasis.selected) ring(7, 2, palette.selected);
}
