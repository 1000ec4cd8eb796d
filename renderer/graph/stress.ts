import { seededRandom } from './random.ts';

/** Pairs of points and how far apart they should be. All arrays are parallel. */
export interface StressPairs {
  a: Uint16Array;
  b: Uint16Array;
  /** World units, above 0. */
  distance: Float32Array;
  /** How much a pair counts, above 0; usually 1 / distance². */
  weight: Float32Array;
}

export interface StressOptions {
  /** Points that stay where they are: 1. */
  pinned: Uint8Array;
  /** False: the points are about right, and only nudged. */
  cold: boolean;
  seed: number;
}

/** Rounds over all pairs; after 30 the stress no longer falls (Zheng, Pawar, Goodman 2018, figure 3). */
const COLD_ROUNDS = 30;
const WARM_ROUNDS = 12;

/** A warm start moves a pair at most by this part of its error at once. */
const WARM_MOST = 0.12;

/** Where the steps end: this part of the way for the heaviest pair. */
const LAST_STEP = 0.05;

/**
 * Moves points until their distances fit as well as they can in the plane: stochastic gradient descent
 * on the stress, Σ weight × (distance on the plane − wanted)² ("Graph Drawing by Stochastic Gradient
 * Descent", Zheng, Pawar, Goodman 2018). The result depends on the arguments alone.
 * @param points x and y of every point in turn; changed in place
 */
export function settleStress(
  points: Float32Array,
  pairs: StressPairs,
  options: StressOptions,
): void {
  const count = pairs.a.length;
  if (count === 0) return;
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const random = seededRandom(options.seed);
  const rounds = options.cold ? COLD_ROUNDS : WARM_ROUNDS;
  const most = options.cold ? 1 : WARM_MOST;
  const [first, last] = stepsOf(pairs.weight, most);
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    const step = first * (last / first) ** (round / (rounds - 1));
    for (const index of order) movePair(points, pairs, options.pinned, index, step, most);
  }
}

/** Size of the first and the last step: the first brings even the lightest pair all the way. */
function stepsOf(weights: Float32Array, most: number): [number, number] {
  let [light, heavy] = [Infinity, 0];
  for (const weight of weights) {
    if (weight < light) light = weight;
    if (weight > heavy) heavy = weight;
  }
  return [most / light, Math.min(LAST_STEP, most / 2) / heavy];
}

function movePair(
  points: Float32Array,
  { a, b, distance, weight }: StressPairs,
  pinned: Uint8Array,
  index: number,
  step: number,
  most: number,
): void {
  const [i, j] = [a[index]!, b[index]!];
  const [holdI, holdJ] = [pinned[i] === 1, pinned[j] === 1];
  if (holdI && holdJ) return;
  let dx = points[2 * i]! - points[2 * j]!;
  const dy = points[2 * i + 1]! - points[2 * j + 1]!;
  let length = Math.hypot(dx, dy);
  // Two points in one place have no direction to part in; any will do, as long as it is always the same.
  if (length < 1e-3) [dx, length] = [1e-3, Math.hypot(1e-3, dy)];
  const share = Math.min(most, weight[index]! * step);
  // A pinned end leaves the whole way to the other one.
  const way = ((length - distance[index]!) / length) * share * (holdI || holdJ ? 1 : 0.5);
  if (!holdI) {
    points[2 * i]! -= dx * way;
    points[2 * i + 1]! -= dy * way;
  }
  if (!holdJ) {
    points[2 * j]! += dx * way;
    points[2 * j + 1]! += dy * way;
  }
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const held = order[last]!;
    order[last] = order[other]!;
    order[other] = held;
  }
}

/** How badly points fit, as a part of what is wanted: 0 = perfectly. */
export function stressOf(points: Float32Array, { a, b, distance, weight }: StressPairs): number {
  let [error, wanted] = [0, 0];
  for (let index = 0; index < a.length; index++) {
    const dx = points[2 * a[index]!]! - points[2 * b[index]!]!;
    const dy = points[2 * a[index]! + 1]! - points[2 * b[index]! + 1]!;
    error += weight[index]! * (Math.hypot(dx, dy) - distance[index]!) ** 2;
    wanted += weight[index]! * distance[index]! ** 2;
  }
  return wanted === 0 ? 0 : error / wanted;
}
