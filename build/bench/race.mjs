import { median } from './measure.mjs';

/**
 * Measures several things in turns, so that a busy machine hits all alike.
 *
 * @param {Record<string, () => Promise<Record<string, number>>>} competitors each measures once
 * @param {number} rounds
 * @returns {Promise<Results>}
 */
export async function race(competitors, rounds) {
  const results = new Results();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(competitors)) {
      results.add(name, await measure());
    }
  }
  return results;
}

/** What came out of a race: per competitor one record of numbers a round. */
export class Results {
  #records = new Map();

  add(name, record) {
    this.#records.set(name, [...(this.#records.get(name) ?? []), record]);
  }

  has(name) {
    return this.#records.has(name);
  }

  /** @returns {number[]} a number of each round */
  all(name, key = 'value') {
    return this.#records.get(name).map((record) => record[key]);
  }

  median(name, key) {
    return median(this.all(name, key));
  }

  /**
   * Of the ratios of each round: its two measurements stood next to each other, so what else the machine
   * did meanwhile mostly cancels out.
   */
  ratio(name, baseline, key) {
    const divisors = this.all(baseline, key);
    return median(this.all(name, key).map((value, round) => value / divisors[round]));
  }
}
