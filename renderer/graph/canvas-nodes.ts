import { markColour } from './palette.ts';
import type { Palette } from './palette.ts';
import type { Pen } from './pen.ts';
import { FULL_TURN, toScreen } from './points.ts';
import type { Point } from './points.ts';
import { isAside } from './renderer.ts';
import type { Emphasis, MeshFrame } from './renderer.ts';
import type { NodeSign } from './node-colours.ts';
import type { NodeMark } from './scene.ts';
import { nodeRadius } from './sizes.ts';

/** How faint nodes are that nobody looks for, and those that are down. */
const ASIDE = 0.22;
const DOWN = 0.85;

/** Smallest node inside which a sign can be read, pixels. */
const LEAST_SIGNED = 3.2;

/** Paints the nodes: state and role have a shape each, the group a colour. */
export function drawNodes(pen: Pen, frame: MeshFrame): void {
  const { scene, view, palette, emphasis } = frame;
  const radius = nodeRadius(scene, view.k);
  // All of them before the first mark: on a crowded ring they reach into their neighbours.
  knockOut(pen, frame, radius + 2.5);
  for (const node of scene.nodes) {
    const at = toScreen(node, view);
    const aside = isAside(emphasis, node.id);
    pen.globalAlpha = (aside ? ASIDE : 1) * (node.state === 'down' ? DOWN : 1);
    drawNodeMark(pen, node, at, radius, palette);
    if (node.silent) drawSilence(pen, at, radius, palette);
    if (node.pinned) drawPin(pen, at, radius, palette);
    pen.globalAlpha = 1;
    drawRings(pen, node, at, radius, palette, emphasis);
  }
}

/** Lines end shortly before a node, so that its shape can be read. */
function knockOut(pen: Pen, { scene, view, palette }: MeshFrame, radius: number): void {
  pen.fillStyle = palette.canvas;
  pen.beginPath();
  for (const node of scene.nodes) {
    const at = toScreen(node, view);
    pen.moveTo(at.x + radius, at.y);
    pen.arc(at.x, at.y, radius, 0, FULL_TURN);
  }
  pen.fill();
}

/** Two short bars beside a node that owes an answer: it is there, but it pauses. */
function drawSilence(pen: Pen, at: Point, radius: number, palette: Palette): void {
  pen.strokeStyle = palette.degraded;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const side of [-1, 1]) {
    const x = at.x + side * (radius + 3.5);
    pen.moveTo(x, at.y - radius);
    pen.lineTo(x, at.y + radius);
  }
  pen.stroke();
}

/** A small needle on a node that stays where it was put. */
function drawPin(pen: Pen, at: Point, radius: number, palette: Palette): void {
  pen.fillStyle = palette.text;
  pen.beginPath();
  pen.moveTo(at.x, at.y - radius - 1);
  pen.lineTo(at.x - 3, at.y - radius - 7);
  pen.lineTo(at.x + 3, at.y - radius - 7);
  pen.closePath();
  pen.fill();
}

/**
 * Paints one mark: disc, diamond for a seed, open circle without binds, dotted circle for hearsay,
 * crossed circle when down, crossed and dotted when absent. A sign inside tells its colour once more.
 * @param radius in the units of the pen
 */
export function drawNodeMark(
  pen: Pen,
  node: Pick<NodeMark, 'state' | 'seed' | 'listens' | 'colour' | 'sign'>,
  at: Point,
  radius: number,
  palette: Palette,
): void {
  const colour = markColour(palette, node.colour);
  pen.fillStyle = colour;
  const ghost = node.state === 'down' || node.state === 'absent';
  pen.strokeStyle = ghost ? palette.down : colour;
  pen.lineWidth = Math.max(1.2, radius * 0.28);
  if (node.state === 'down') strokeRound(pen, at, radius, []);
  if (ghost) strokeCross(pen, at, radius * 0.6);
  if (node.state === 'heard' || node.state === 'absent') {
    return strokeRound(pen, at, radius, [(FULL_TURN * radius) / 14]);
  }
  if (ghost) return;
  if (node.seed) fillDiamond(pen, at, radius * 1.35);
  else fillDisc(pen, node, at, radius);
  if (node.sign && node.listens && radius >= LEAST_SIGNED) {
    drawSign(pen, node.sign, at, radius, palette);
  }
}

function fillDisc(pen: Pen, node: Pick<NodeMark, 'listens'>, at: Point, radius: number): void {
  pen.beginPath();
  const hollow = !node.listens;
  pen.arc(at.x, at.y, hollow ? radius - pen.lineWidth / 2 : radius, 0, FULL_TURN);
  if (hollow) pen.stroke();
  else pen.fill();
}

function strokeRound(pen: Pen, at: Point, radius: number, dash: number[]): void {
  pen.setLineDash(dash);
  pen.beginPath();
  pen.arc(at.x, at.y, radius, 0, FULL_TURN);
  pen.stroke();
  pen.setLineDash([]);
}

function strokeCross(pen: Pen, at: Point, arm: number): void {
  pen.beginPath();
  pen.moveTo(at.x - arm, at.y - arm);
  pen.lineTo(at.x + arm, at.y + arm);
  pen.moveTo(at.x + arm, at.y - arm);
  pen.lineTo(at.x - arm, at.y + arm);
  pen.stroke();
}

/** Cut out of the node in the colour of the ground. */
function drawSign(
  pen: Pen,
  sign: NonNullable<NodeSign>,
  at: Point,
  radius: number,
  palette: Palette,
): void {
  pen.fillStyle = palette.canvas;
  pen.strokeStyle = palette.canvas;
  pen.lineWidth = Math.max(1, radius * 0.3);
  if (sign === 'cross') return strokeCross(pen, at, radius * 0.45);
  if (sign === 'bar') return pen.fillRect(at.x - radius * 0.6, at.y - 0.75, radius * 1.2, 1.5);
  pen.beginPath();
  pen.arc(at.x, at.y, radius * (sign === 'dot' ? 0.35 : 0.5), 0, FULL_TURN);
  if (sign === 'dot') pen.fill();
  else pen.stroke();
}

function fillDiamond(pen: Pen, at: Point, radius: number): void {
  pen.beginPath();
  pen.moveTo(at.x, at.y - radius);
  pen.lineTo(at.x + radius, at.y);
  pen.lineTo(at.x, at.y + radius);
  pen.lineTo(at.x - radius, at.y);
  pen.closePath();
  pen.fill();
}

/** Rings around the own node, the selected and the hovered one; each at its own distance. */
function drawRings(
  pen: Pen,
  node: NodeMark,
  at: Point,
  radius: number,
  palette: Palette,
  emphasis: Emphasis,
): void {
  const ring = (distance: number, width: number, colour: string) => {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.arc(at.x, at.y, radius + distance, 0, FULL_TURN);
    pen.stroke();
  };
  if (node.id === emphasis.own) ring(4, 1.8, palette.own);
  if (node.id === emphasis.hovered) ring(7, 1.5, palette.text);
  else if (node.id === emphasis.selected) ring(7, 2, palette.selected);
}
