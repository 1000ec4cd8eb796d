import { RING_RADIUS } from '../../graph/circle.ts';
import { EGO_RADIUS } from '../../graph/ego.ts';
import { boundsOf } from '../../graph/points.ts';
import type { Box } from '../../graph/points.ts';
import type { MeshLayout } from '../../graph/scene.ts';
import { egoMargin, ringMargin } from '../../graph/sizes.ts';
import type { GroupName, Stage } from '../../graph/sizes.ts';
import type { Fit } from './stage-state.svelte.ts';

/** Pixels around a map: hulls and their names. */
const MAP_SPACE = { left: 64, right: 64, top: 64, bottom: 56 };

/** The bounds of a map are rounded to this, world units: it must not be fitted anew for every small move. */
const MAP_STEP = 60;

/**
 * What must be in view to see everything.
 * @param room for the nodes' names on the ring
 * @param groups where the groups' names will stand outside the circle, and how wide they are
 */
export function fitOf(
  layout: MeshLayout,
  stage: Stage,
  room: number,
  groups: readonly GroupName[],
): Fit {
  if (layout.kind === 'map') {
    return { bounds: rounded(boundsOf(layout.points.values())), margin: MAP_SPACE };
  }
  const reach = layout.points.size <= 1 ? 0 : layout.kind === 'ego' ? EGO_RADIUS : RING_RADIUS;
  const bounds = { x0: -reach, y0: -reach, x1: reach, y1: reach };
  if (layout.kind === 'ego') return { bounds, margin: egoMargin(stage, groups) };
  return { bounds, margin: ringMargin(stage, room, groups) };
}

function rounded({ x0, y0, x1, y1 }: Box): Box {
  const down = (value: number) => Math.floor(value / MAP_STEP) * MAP_STEP;
  const up = (value: number) => Math.ceil(value / MAP_STEP) * MAP_STEP;
  return { x0: down(x0), y0: down(y0), x1: up(x1), y1: up(y1) };
}
