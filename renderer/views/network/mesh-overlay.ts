import type { NodeId } from '../../../shared/ids.ts';
import type { Overlay } from '../../graph/canvas-overlay.ts';
import { arcMarks, groupLabels, marksOf } from '../../graph/group-labels.ts';
import { nodeLabels } from '../../graph/labels.ts';
import type { LabelRank } from '../../graph/labels.ts';
import { notesOf } from '../../graph/notes.ts';
import type { ViewTransform } from '../../graph/points.ts';
import type { Emphasis } from '../../graph/renderer.ts';
import type { NodeMark, Scene } from '../../graph/scene.ts';
import { buttonsBox } from '../../graph/sizes.ts';
import type { Stage } from '../../graph/sizes.ts';
import type { Measure } from './measure.ts';

/** A node whose links are slow from this part on is named. */
const SLOW_SHARE = 0.3;

/** Nodes of a cause that are named; more would be a crowd. */
const MOST_NAMED = 12;

export interface OverlayInput {
  scene: Scene;
  view: ViewTransform;
  stage: Stage;
  /** Pixels for names outside the ring, and for one of a group. */
  room: number;
  widestGroup: number;
  emphasis: Emphasis;
  nameOf: (id: NodeId) => string;
  /** The name of a group that is at most so many pixels wide. */
  groupText: (group: string, width: number) => string;
  measureNode: Measure;
  measureGroup: Measure;
}

/** Everything that stands above the canvas. */
export function overlayOf(input: OverlayInput): Overlay {
  const { scene, view, stage, room, emphasis, nameOf, measureNode, measureGroup } = input;
  const place = { scene, view, room };
  const buttons = buttonsBox(stage);
  const groups = groupLabels({
    ...place,
    stage,
    widest: input.widestGroup,
    taken: scene.kind === 'map' ? [buttons] : [],
    textOf: input.groupText,
    measure: measureGroup,
  });
  const boxes = [buttons, ...groups.map((label) => label.box)];
  const found = notesOf({ scene, view, measure: measureNode, taken: boxes });
  const marks = scene.kind === 'map' && found.length > 0 ? marksOf(scene, view) : null;
  // A round trip between groups is worth less than the node that it would cover.
  const notes = found.filter(({ tone, box }) => tone === 'broken' || !marks?.hits(box));
  const labels = nodeLabels({
    ...place,
    stage,
    nameOf,
    measure: measureNode,
    rankOf: (node) => rankOf(node, scene, emphasis),
    taken: [...boxes, ...notes.map((note) => note.box)],
  });
  return { arcs: scene.nodes.length > 1 ? arcMarks(place) : [], groups, labels, notes };
}

/** Around one node, the peers that it has no sound link to are what one looks for. */
function isUnconnected(node: NodeMark, { places, lines }: Scene): boolean {
  const place = places.get(node.id);
  const line = lines.find(({ a, b }) => a === place || b === place);
  return lines.length > 1 && (line?.state === 'half' || line?.state === 'missing');
}

function rankOf(node: NodeMark, scene: Scene, emphasis: Emphasis): LabelRank {
  const { hovered, selected, own, link, cause } = emphasis;
  if (node.id === hovered) return 'hovered';
  if (node.id === selected || node.id === link?.a || node.id === link?.b) return 'selected';
  if (node.id === own) return 'own';
  if (node.state === 'down' || node.state === 'absent') return 'down';
  if (node.slow > 2 && node.slow > scene.nodes.length * SLOW_SHARE) return 'slow';
  if (cause && cause.nodes.size <= MOST_NAMED && cause.nodes.has(node.id)) return 'cause';
  if (scene.kind === 'ego' && isUnconnected(node, scene)) return 'cause';
  return node.seed ? 'seed' : 'plain';
}
