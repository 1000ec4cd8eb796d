import { join } from 'node:path';
import { readKept, writeKept } from './kept-json.ts';
import { KeptLists } from './kept-lists.ts';
import type { Place } from './kept-lists.ts';
import type { ObservationMemory } from './observe/memory.ts';

const EXPECTED_FILE = 'expected-nodes.json';
const FAR_FILE = 'far-nodes.json';
const PROBING_FILE = 'probing.json';

/** What the person decided about the pictures of networks, in files of its own. */
export class NetworkMemory {
  readonly #expected: KeptLists;
  readonly #far: KeptLists;
  readonly #probingFile: string;
  readonly #onFailure: (error: unknown) => void;
  /** Where the observation that runs keeps its lists. */
  #place: Place | null = null;

  /**
   * @param folder where the files are; made when it is missing
   * @param onFailure told when something could not be kept
   */
  constructor(folder: string, onFailure: (error: unknown) => void) {
    this.#expected = new KeptLists(join(folder, EXPECTED_FILE));
    this.#far = new KeptLists(join(folder, FAR_FILE));
    this.#probingFile = join(folder, PROBING_FILE);
    this.#onFailure = onFailure;
  }

  /**
   * The memory of an observation that begins.
   * @param rc the configuration file; `null`: the network is thrown away, and so is what is said of its nodes
   */
  begin(rc: string | null, profile: string): ObservationMemory {
    const place = rc === null ? null : { rc, profile };
    this.#place = place;
    const keepIn = (lists: KeptLists) => (list: readonly unknown[]) => {
      if (place) this.#try(() => lists.keep(place, list));
    };
    return {
      expected: place ? this.#expected.of(place) : [],
      far: place ? this.#far.of(place) : [],
      probing: readKept(this.#probingFile)['on'] !== false,
      keepExpected: keepIn(this.#expected),
      keepFar: keepIn(this.#far),
      keepProbing: (on) => this.#try(() => writeKept(this.#probingFile, { on })),
    };
  }

  /** The profile has another name from now on. */
  rename(rc: string, profile: string, to: string): void {
    if (this.#place?.rc === rc && this.#place.profile === profile) this.#place.profile = to;
    for (const lists of [this.#expected, this.#far]) {
      this.#try(() => lists.rename({ rc, profile }, to));
    }
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#onFailure(error);
    }
  }
}
