import { readKept, recordOf, writeKept } from './kept-json.ts';

/** Lists kept in one file; somebody who tries many profiles must not make it grow for ever. */
export const MAX_LISTS = 100;

/** What a list belongs to: a profile of a configuration file. */
export interface Place {
  rc: string;
  profile: string;
}

/** Lists that belong to profiles, in a file of their own. */
export class KeptLists {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The list of a profile as it was kept, unchecked but for its being one. */
  of({ rc, profile }: Place): readonly unknown[] {
    const list = recordOf(readKept(this.#file)[rc])[profile];
    return Array.isArray(list) ? list : [];
  }

  /**
   * Puts the list behind all others: the one that nobody touched for longest goes first. An empty one
   * isn't kept.
   *
   * @throws Error of the file system
   */
  keep({ rc, profile }: Place, values: readonly unknown[]): void {
    const { [rc]: lists, ...others } = readKept(this.#file);
    const { [profile]: _, ...rest } = recordOf(lists);
    const mine = values.length > 0 ? { ...rest, [profile]: values } : rest;
    const all = Object.entries({ ...others, [rc]: mine }).flatMap(([file, profiles]) =>
      Object.entries(recordOf(profiles)).map(([name, list]) => ({ file, name, list })),
    );
    const content: Record<string, Record<string, unknown>> = Object.create(null);
    for (const { file, name, list } of all.slice(-MAX_LISTS)) {
      content[file] = { ...content[file], [name]: list };
    }
    writeKept(this.#file, content);
  }

  /**
   * The profile has another name.
   *
   * @throws Error of the file system
   */
  rename(place: Place, profile: string): void {
    const list = this.of(place);
    if (list.length === 0) return;
    this.keep(place, []);
    this.keep({ ...place, profile }, list);
  }
}
