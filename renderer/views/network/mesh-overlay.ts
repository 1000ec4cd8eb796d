import type { NodeId } from '../../../shared/ids.ts';
import type { Overlay } from '../../graph/canvas-overlay.ts';
import { arcMarks, groupLabels } from '../../graph/group-labels.ts';
import { nodeLabels } from '../../graph/labels.ts';
import type { LabelRank } from '../../graph/labels.ts';
import { notesOf } from '../../graph/notes.ts';
import type { ViewTransform } from '../../graph/points.ts';
import type { Emphasis } from '../../graph/renderer.ts';
import type { NodeMark, Scene } from '../../graph/scene.ts';
import type { Measure } from './measure.ts';

/** A node whose links are slow from this part on is named. */
const SLOW_SHARE = 0.3;

/** Nodes of a cause that are named; more would be a crowd. */
const MOST_NAMED = 12;

export interface OverlayInput {
  scene: Scene;
  view: ViewTransform;
  stage: { width: number; height: number };
  /** Pixels for names outside the ring. */
  room: number;
  emphasis: Emphasis;
  nameOf: (id: NodeId) => string;
  groupText: (group: string) => string;
  measureNode: Measure;
  measureGroup: Measure;
}

/** Everything that stands above the canvas. */
export function overlayOf(input: OverlayInput): Overlay {
  const { scene, view, stage, room, emphasis, nameOf, measureNode, measureGroup } = input;
  const place = { scene, view, room };
  const groups = groupLabels({ ...place, textOf: input.groupText, measure: measureGroup });
  const boxes = groups.map((label) => label.box);
  const notes = notesOf({ scene, view, measure: measureNode, taken: boxes });
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
