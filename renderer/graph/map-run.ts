import { alignTo } from './procrustes.ts';
import { separate } from './separate.ts';
import { settleStress } from './stress.ts';
import type { StressPairs } from './stress.ts';

/** All that the layout of a map needs, in a form that crosses to a worker. */
export interface MapTask {
  pairs: StressPairs;
  /** x and y of every node in turn: where it is, or begins. */
  start: Float32Array;
  /** Where nodes were seen; NaN for newcomers. */
  former: Float32Array;
  /** Nodes that stay: 1. */
  pinned: Uint8Array;
  /** True when most nodes have no former place. */
  cold: boolean;
  /** Least distance of two nodes, world units. */
  apart: number;
}

/** Any number will do, as long as it is always the same. */
const SEED = 4711;

/** Lays out a map: x and y of every node in turn, world units. */
export function runMap(task: MapTask): Float32Array {
  const points = task.start.slice();
  settleStress(points, task.pairs, { pinned: task.pinned, cold: task.cold, seed: SEED });
  // Pinned nodes hold the picture where it is; turning it would move them.
  if (!task.pinned.includes(1)) alignTo(points, task.former);
  separate(points, task.apart, task.pinned);
  return points;
}
