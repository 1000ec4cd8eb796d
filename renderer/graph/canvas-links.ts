import {
  curveOf,
  DASHES,
  DOTS,
  fillArrows,
  hairline,
  halves,
  strokeCurves,
} from './canvas-curves.ts';
import type { Curve } from './canvas-curves.ts';
import type { MarkState } from './codes.ts';
import type { Pen } from './pen.ts';
import { isAside } from './renderer.ts';
import type { MeshFrame } from './renderer.ts';
import type { LineMark } from './scene.ts';

/** Above this many faults dashes are left out: they cost several times as much as plain lines. */
const MOST_DASHED = 600;

/** Up to this many faults are drawn as strong lines; more would drown each other. */
const MOST_STRONG = 40;
const STRONG_WIDTH = 1.7;

/** Above this many one-sided links arrows are left out: half solid, half dotted tells the same. */
const MOST_ARROWS = 120;

/** How faint the lines of others are while some are looked at. */
const ASIDE = 0.16;

/** Length of an arrow's head in pixels. */
const ARROW = 7;

/** Paints single links: what is healthy first and faintly, then faults, then the focus. */
export function drawLinks(pen: Pen, frame: MeshFrame): void {
  const { scene, focus, emphasis } = frame;
  const chosen = focus.length > 0 || emphasis.cause !== null;
  const { front, aside } = partition(frame, scene.lines);
  drawLines(pen, frame, aside, ASIDE);
  drawLines(pen, frame, front, chosen && scene.kind !== 'ego' ? ASIDE * 1.4 : 1);
  drawFocus(pen, frame);
  drawSelectedLink(pen, frame);
  pen.globalAlpha = 1;
}

/** Lines between nodes that somebody looks for, and the others. */
function partition(
  { scene, emphasis }: MeshFrame,
  lines: readonly LineMark[],
): { front: readonly LineMark[]; aside: readonly LineMark[] } {
  if (emphasis.filtered === null && emphasis.members === null) return { front: lines, aside: [] };
  const judged = { ...emphasis, cause: null };
  const away = scene.nodes.map((node) => isAside(judged, node.id));
  // A group's lines are those that touch it; a filter's are those between nodes that pass.
  const both = emphasis.filtered !== null;
  const isBack = ({ a, b }: LineMark) => (both ? away[a]! || away[b]! : away[a]! && away[b]!);
  return { front: lines.filter((line) => !isBack(line)), aside: lines.filter(isBack) };
}

function drawLines(pen: Pen, frame: MeshFrame, lines: readonly LineMark[], alpha: number): void {
  if (lines.length === 0) return;
  const { palette, scene } = frame;
  const by = curvesByState(frame, lines);
  const up = by('up');
  const { unknown, down } = palette.links;
  const width = hairline(frame);
  strokeCurves(pen, by('down'), { colour: down, alpha: 0.7 * alpha, dash: DOTS, width });
  strokeCurves(pen, by('unknown'), { colour: unknown, alpha: 0.55 * alpha, dash: DOTS, width });
  const healthy = scene.kind === 'ego' ? 0.4 : healthyAlpha(up.length, frame.view.k);
  strokeCurves(pen, up, { colour: palette.links.up, alpha: healthy * alpha, width });
  drawFaults(pen, frame, by, alpha);
}

type ByState = (state: MarkState) => Curve[];

function curvesByState({ scene, view }: MeshFrame, lines: readonly LineMark[]): ByState {
  return (state) =>
    lines
      .filter((line) => line.state === state)
      .map((line) => {
        const curve = curveOf(scene, line, view);
        // A half-open link leads from the side that has it to the one that denies it.
        return line.denier === 'a' ? { a: curve.b, bend: curve.bend, b: curve.a } : curve;
      });
}

/** Few lines may be seen, many in little room must not become a carpet. */
function healthyAlpha(count: number, zoom: number): number {
  return Math.max(0.22, 0.8 - count / (640 * zoom));
}

function drawFocus(pen: Pen, frame: MeshFrame): void {
  const { palette, focus, emphasis, scene } = frame;
  if (focus.length === 0) return;
  const by = curvesByState(frame, focus);
  // What a cause is about keeps the colours of its states; so do the spokes around one node.
  const own = emphasis.cause !== null || scene.kind === 'ego';
  const chosen = emphasis.hovered === null ? palette.selected : palette.text;
  const colour = own ? palette.links.up : chosen;
  const alpha = Math.max(0.28, 0.75 - focus.length / 200);
  const width = hairline(frame);
  const { links } = palette;
  strokeCurves(pen, by('impossible'), { colour: links.impossible, alpha: 1, dash: DOTS, width });
  strokeCurves(pen, by('down'), { colour: links.down, alpha: 0.9, dash: DOTS, width });
  strokeCurves(pen, by('unknown'), { colour, alpha: alpha * 0.7, dash: DOTS, width });
  strokeCurves(pen, by('up'), { colour, alpha, width: focus.length > 60 ? width : 1.2 });
  drawFaults(pen, frame, by, 1);
}

function drawFaults(pen: Pen, frame: MeshFrame, by: ByState, alpha: number): void {
  const { palette, moving } = frame;
  const [slow, half, missing] = [by('slow'), by('half'), by('missing')];
  const broken = missing.length + half.length;
  const dashed = broken <= MOST_DASHED && !moving;
  const strong = broken <= MOST_STRONG && !moving;
  const thin = hairline(frame);
  const width = strong ? STRONG_WIDTH : thin;
  strokeCurves(pen, slow, {
    colour: palette.links.slow,
    alpha: alpha * faultAlpha(slow.length) * 0.75,
    width: thin,
  });
  const strength = alpha * faultAlpha(broken);
  const style = { colour: palette.links.half, alpha: strength, width };
  const [said, denied] = [
    half.map((curve) => halves(curve)[0]),
    half.map((curve) => halves(curve)[1]),
  ];
  strokeCurves(pen, said, style);
  strokeCurves(pen, denied, { ...style, dash: dashed ? DOTS : [] });
  strokeCurves(pen, missing, {
    ...style,
    colour: palette.links.missing,
    dash: dashed ? DASHES : [],
  });
  if (half.length <= MOST_ARROWS) fillArrows(pen, half, style, strong ? ARROW : ARROW * 0.7);
}

/** Hundreds of faults at full strength are a carpet; where they gather they still add up. */
function faultAlpha(count: number): number {
  return count <= MOST_STRONG ? 0.95 : Math.max(0.14, 0.9 - count / 600);
}

function drawSelectedLink(pen: Pen, { scene, view, palette, emphasis, focus }: MeshFrame): void {
  const a = emphasis.link && scene.places.get(emphasis.link.a);
  const b = emphasis.link && scene.places.get(emphasis.link.b);
  const line = focus.find((mark) => mark.a === a && mark.b === b);
  const other = focus.find((mark) => mark.a === b && mark.b === a);
  const found = line ?? other;
  if (!found) return;
  const style = { colour: palette.selected, alpha: 0.35, width: 7 };
  strokeCurves(pen, [curveOf(scene, found, view)], style);
}
