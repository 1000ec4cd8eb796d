/** What is normal among pairs of the same kind. */
export interface Reference {
  /** The median, ms. */
  median: number;
  /** Beyond this the pair is out of the ordinary, ms: pairs of several distances have a wide one. */
  fence: number;
}

/**
 * How far beyond the third quarter the fence stands, in distances between median and third quarter.
 * Tukey's rule uses 1.5 of the distance between the quarters, which is the same for symmetric samples.
 */
const FENCE = 3;

/**
 * Median and fence of a sample. Up to a quarter of it may be wild and moves neither much; the median
 * bears just under a half.
 * @param values ms, at least one
 */
export function referenceOf(values: Iterable<number>): Reference {
  const sorted = Float64Array.from(values).sort();
  const median = quantile(sorted, 0.5);
  const upper = quantile(sorted, 0.75);
  return { median, fence: upper + FENCE * (upper - median) };
}

/** The lower one of two in the middle: half a sample of slow pairs doesn't count as normal. */
function quantile(sorted: Float64Array, part: number): number {
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}

/** The median of any numbers; 0 = none. */
export function medianOf(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? 0 : quantile(sorted, 0.5);
}
