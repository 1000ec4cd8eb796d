/**
 * Turns, mirrors and shifts points so that they lie as near as they can to where they were: a layout
 * by distances alone has no north, and must not spin whenever it is refined (orthogonal Procrustes).
 * @param points x and y of every point in turn; changed in place
 * @param former where they were; NaN = not known
 */
export function alignTo(points: Float32Array, former: Float32Array): void {
  const known: number[] = [];
  for (let i = 0; i < points.length / 2; i++) if (!Number.isNaN(former[2 * i]!)) known.push(i);
  if (known.length === 0) return;
  const [px, py] = middleOf(points, known);
  const [qx, qy] = middleOf(former, known);
  const turned = turnOf(points, former, known, [px, py, qx, qy], 1);
  const mirrored = turnOf(points, former, known, [px, py, qx, qy], -1);
  const best = mirrored.fit > turned.fit * MIRROR_MARGIN ? mirrored : turned;
  const [cos, sin] = [Math.cos(best.angle), Math.sin(best.angle)];
  for (let i = 0; i < points.length / 2; i++) {
    const x = (points[2 * i]! - px) * best.side;
    const y = points[2 * i + 1]! - py;
    points[2 * i] = qx + x * cos - y * sin;
    points[2 * i + 1] = qy + x * sin + y * cos;
  }
}

/** A picture is only mirrored when that fits clearly better: two nodes fit either way. */
const MIRROR_MARGIN = 1.001;

interface Turn {
  angle: number;
  side: 1 | -1;
  /** The larger, the nearer. */
  fit: number;
}

function turnOf(
  points: Float32Array,
  former: Float32Array,
  known: readonly number[],
  [px, py, qx, qy]: readonly [number, number, number, number],
  side: 1 | -1,
): Turn {
  let [along, across] = [0, 0];
  for (const i of known) {
    const [x, y] = [(points[2 * i]! - px) * side, points[2 * i + 1]! - py];
    const [u, v] = [former[2 * i]! - qx, former[2 * i + 1]! - qy];
    along += x * u + y * v;
    across += x * v - y * u;
  }
  return { angle: Math.atan2(across, along), side, fit: Math.hypot(along, across) };
}

function middleOf(points: Float32Array, known: readonly number[]): [number, number] {
  let [x, y] = [0, 0];
  for (const i of known) {
    x += points[2 * i]!;
    y += points[2 * i + 1]!;
  }
  return [x / known.length, y / known.length];
}
