/** Rounds of pushing: after a few only dense heaps are left, which need more room than there is. */
const ROUNDS = 16;

/**
 * Pushes points apart that are nearer than `distance`, so that no mark covers another.
 * @param points x and y of every point in turn; changed in place
 * @param pinned points that stay: 1
 */
export function separate(points: Float32Array, distance: number, pinned: Uint8Array): void {
  for (let round = 0; round < ROUNDS; round++) {
    if (!pushOnce(points, distance, pinned)) return;
  }
}

/** @returns whether any two were too near */
function pushOnce(points: Float32Array, distance: number, pinned: Uint8Array): boolean {
  const grid = gridOf(points, distance);
  let pushed = false;
  for (let i = 0; i < points.length / 2; i++) {
    const column = Math.floor(points[2 * i]! / distance);
    const row = Math.floor(points[2 * i + 1]! / distance);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const j of grid.get(cellKey(column + dx, row + dy)) ?? []) {
          if (j > i && pushPair(points, i, j, distance, pinned)) pushed = true;
        }
      }
    }
  }
  return pushed;
}

function gridOf(points: Float32Array, cell: number): Map<number, number[]> {
  const grid = new Map<number, number[]>();
  for (let i = 0; i < points.length / 2; i++) {
    const key = cellKey(Math.floor(points[2 * i]! / cell), Math.floor(points[2 * i + 1]! / cell));
    const list = grid.get(key);
    if (list) list.push(i);
    else grid.set(key, [i]);
  }
  return grid;
}

function cellKey(column: number, row: number): number {
  return column * 65_536 + row;
}

function pushPair(
  points: Float32Array,
  i: number,
  j: number,
  distance: number,
  pinned: Uint8Array,
): boolean {
  let dx = points[2 * j]! - points[2 * i]!;
  let dy = points[2 * j + 1]! - points[2 * i + 1]!;
  let length = Math.hypot(dx, dy);
  if (length >= distance * 0.999 || (pinned[i] === 1 && pinned[j] === 1)) return false;
  if (length < 1e-3) {
    // In one place: part in a direction of their own, by the golden angle.
    [dx, dy, length] = [Math.cos(i * 2.4), Math.sin(i * 2.4), 1];
  }
  const free = pinned[i] === 1 || pinned[j] === 1 ? 1 : 0.5;
  const way = ((distance - Math.min(length, distance)) / length) * free;
  if (pinned[i] !== 1) {
    points[2 * i]! -= dx * way;
    points[2 * i + 1]! -= dy * way;
  }
  if (pinned[j] !== 1) {
    points[2 * j]! += dx * way;
    points[2 * j + 1]! += dy * way;
  }
  return true;
}
