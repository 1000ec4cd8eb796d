import { join } from 'node:path';
import type { NodeId } from '../shared/ids.ts';
import { readKept, recordOf, writeKept } from './kept-json.ts';
import type { ObservationMemory } from './observe/memory.ts';

/** Lists kept; somebody who tries many profiles must not make the file grow for ever. */
export const MAX_LISTS = 100;

const EXPECTED_FILE = 'expected-nodes.json';
const PROBING_FILE = 'probing.json';

/** A list of expected nodes belongs to a profile of a configuration file. */
interface Place {
  rc: string;
  profile: string;
}

/** What the person decided about the pictures of networks, in files of its own. */
export class NetworkMemory {
  readonly #expectedFile: string;
  readonly #probingFile: string;
  readonly #onFailure: (error: unknown) => void;
  /** Where the observation that runs keeps its list. */
  #place: Place | null = null;

  /**
   * @param folder where the files are; made when it is missing
   * @param onFailure told when something could not be kept
   */
  constructor(folder: string, onFailure: (error: unknown) => void) {
    this.#expectedFile = join(folder, EXPECTED_FILE);
    this.#probingFile = join(folder, PROBING_FILE);
    this.#onFailure = onFailure;
  }

  /**
   * The memory of an observation that begins.
   * @param rc the configuration file; `null`: the network is thrown away, and so is what is expected of it
   */
  begin(rc: string | null, profile: string): ObservationMemory {
    const place = rc === null ? null : { rc, profile };
    this.#place = place;
    return {
      expected: place ? listOf(readKept(this.#expectedFile), place) : [],
      probing: readKept(this.#probingFile)['on'] !== false,
      keepExpected: (nodes) => {
        if (place) this.#try(() => this.#keep(place, nodes));
      },
      keepProbing: (on) => this.#try(() => writeKept(this.#probingFile, { on })),
    };
  }

  /** The profile has another name from now on. */
  rename(rc: string, profile: string, to: string): void {
    if (this.#place?.rc === rc && this.#place.profile === profile) this.#place.profile = to;
    this.#try(() => {
      const nodes = listOf(readKept(this.#expectedFile), { rc, profile });
      if (nodes.length === 0) return;
      this.#keep({ rc, profile }, []);
      this.#keep({ rc, profile: to }, nodes);
    });
  }

  /** Puts the list behind all others: the one that nobody touched for longest goes first. */
  #keep({ rc, profile }: Place, nodes: readonly unknown[]): void {
    const { [rc]: lists, ...others } = readKept(this.#expectedFile);
    const { [profile]: _, ...rest } = recordOf(lists);
    const mine = nodes.length > 0 ? { ...rest, [profile]: nodes } : rest;
    const all = Object.entries({ ...others, [rc]: mine }).flatMap(([file, profiles]) =>
      Object.entries(recordOf(profiles)).map(([name, list]) => ({ file, name, list })),
    );
    const content: Record<string, Record<string, unknown>> = Object.create(null);
    for (const { file, name, list } of all.slice(-MAX_LISTS)) {
      content[file] = { ...content[file], [name]: list };
    }
    writeKept(this.#expectedFile, content);
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

/** The list of a profile as it was kept, unchecked but for its being one. */
function listOf(content: Readonly<Record<string, unknown>>, { rc, profile }: Place): NodeId[] {
  const list = recordOf(content[rc])[profile];
  return Array.isArray(list) ? (list as NodeId[]) : [];
}
