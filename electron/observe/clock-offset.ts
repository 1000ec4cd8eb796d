import type { Json } from '../../shared/json.ts';

/** Samples remembered: the best of them counts, and a clock that was set is believed after as many. */
export const CLOCK_SAMPLES = 5;

/** Answers are Unix seconds; what is beyond the year 5138 is none. */
const MAX_SECONDS = 1e11;

interface Sample {
  offset: number;
  roundTrip: number;
}

/** How far a node's clock is from ours, by its answers of the service `time` (protocol section 5). */
export class ClockOffset {
  readonly #samples: Sample[] = [];

  /** Its clock minus ours, ms, of the answer that took least; `null` = never measured. */
  get value(): number | null {
    let best: Sample | null = null;
    for (const sample of this.#samples) {
      // Of equals the newest: clocks drift.
      if (!best || sample.roundTrip <= best.roundTrip) best = sample;
    }
    return best && best.offset;
  }

  /**
   * Takes an answer.
   * @param theirs what it said, unchecked; Perl may send numbers as strings (protocol section 3)
   * @param askedAt Unix ms
   * @param roundTrip ms
   */
  add(theirs: Json | undefined, askedAt: number, roundTrip: number): void {
    const seconds = typeof theirs === 'string' && theirs.length < 40 ? Number(theirs) : theirs;
    if (typeof seconds !== 'number' || !(seconds > 0 && seconds < MAX_SECONDS)) return;
    this.#samples.push({ offset: seconds * 1000 - (askedAt + roundTrip / 2), roundTrip });
    if (this.#samples.length > CLOCK_SAMPLES) this.#samples.shift();
  }
}
