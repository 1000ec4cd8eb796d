import type { Emphasis } from '../../graph/renderer.ts';
import { lineBetween, linesOfNode } from '../../graph/scene.ts';
import type { LineMark, Scene } from '../../graph/scene.ts';

/** Always the same: an unchanged focus must not look like a new one. */
const NOTHING: readonly LineMark[] = [];

/** The lines to draw above the others: of the node, the cause and the link that are looked at. */
export function focusOf(
  scene: Scene,
  { hovered, selected, link, cause }: Emphasis,
): readonly LineMark[] {
  const { places, table } = scene;
  const node = hovered ?? (cause ? null : selected);
  const lines = node === null ? [] : linesOfNode(table, node);
  const pairs = [
    ...(cause && hovered === null ? cause.links : []),
    ...(link && link.a !== node && link.b !== node ? [[link.a, link.b] as const] : []),
  ];
  for (const [one, other] of pairs) {
    const [a, b] = [places.get(one), places.get(other)];
    if (a !== undefined && b !== undefined) lines.push(lineBetween(table, a, b));
  }
  return lines.length === 0 ? NOTHING : lines;
}
