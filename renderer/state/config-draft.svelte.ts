import type { ConfigChange, ConfigPreview } from '../../shared/config-view.ts';
import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { request } from './client.ts';
import { cleanValue, valueProblem } from './config-keys.ts';
import { ownInFile, sameJson } from './config-layers.ts';
import type { OwnValue } from './config-layers.ts';
import { config, isConflict } from './config.svelte.ts';

/** One change that is not saved yet. */
export interface DraftEntry {
  profile: string | null;
  key: string;
  /** `null` = inherit. */
  own: OwnValue;
  /** The file's revision and own value that the person saw when making the change. */
  seenRevision: string;
  seen: OwnValue;
}

/** Changes collect here until they are saved together; nothing but the person takes them away. */
class ConfigDraft {
  #entries = $state.raw<readonly DraftEntry[]>([]);
  #busy = $state.raw<'preview' | 'save' | null>(null);
  #error = $state.raw<ErrorView | null>(null);
  #preview = $state.raw<ConfigPreview | null>(null);
  #saved = $state.raw(0);

  get entries(): readonly DraftEntry[] {
    return this.#entries;
  }
  get count(): number {
    return this.#entries.length;
  }
  get busy(): 'preview' | 'save' | null {
    return this.#busy;
  }
  get error(): ErrorView | null {
    return this.#error;
  }
  /** What saving would do, while it is looked at. */
  get preview(): ConfigPreview | null {
    return this.#preview;
  }
  /** Number of changes saved last, until something else is changed. */
  get saved(): number {
    return this.#saved;
  }
  /** Changes whose value in the file is no longer the one that the person saw. */
  get conflicts(): DraftEntry[] {
    const file = config.loaded;
    if (!file) return [];
    return this.#entries.filter(
      (entry) => !sameOwn(ownInFile(file, entry.profile, entry.key), entry.seen),
    );
  }
  /** Changes that can't be saved as they stand. */
  get problems(): DraftEntry[] {
    return this.#entries.filter(
      ({ key, own }) => own !== null && valueProblem(key, own.value) !== null,
    );
  }

  /** The change of one value; `undefined` = none. */
  readonly lookup = (profile: string | null, key: string): OwnValue | undefined =>
    this.entry(profile, key)?.own;

  entry(profile: string | null, key: string): DraftEntry | undefined {
    return this.#entries.find((entry) => entry.profile === profile && entry.key === key);
  }

  /** How many changes a profile has. */
  countIn(profile: string | null): number {
    return this.#entries.filter((entry) => entry.profile === profile).length;
  }

  /** @param own `null` = inherit. What the file says already is no change. */
  set(profile: string | null, key: string, own: OwnValue): void {
    const file = config.loaded;
    if (!file) return;
    const before = this.entry(profile, key);
    const seen = before?.seen ?? ownInFile(file, profile, key);
    const seenRevision = before?.seenRevision ?? file.revision;
    const entry: DraftEntry = { profile, key, own, seen, seenRevision };
    this.#saved = 0;
    this.#error = null;
    if (sameOwn(cleanOwn(key, own), seen)) this.#replace(before, null);
    else this.#replace(before, entry);
  }

  /** Takes one change back. */
  revert(profile: string | null, key: string): void {
    this.#replace(this.entry(profile, key), null);
  }

  /** Decides a conflict for the person's value: the file's present one is now seen. */
  keepMine({ profile, key }: DraftEntry): void {
    const file = config.loaded;
    const entry = this.entry(profile, key);
    if (!file || !entry) return;
    const seen = ownInFile(file, profile, key);
    this.#replace(entry, { ...entry, seen, seenRevision: file.revision });
  }

  discard(): void {
    this.#entries = [];
    this.#preview = null;
    this.#error = null;
    this.#saved = 0;
  }

  /** A profile is called otherwise now, or (`null`) is gone: its changes follow. */
  follow(profile: string, to: string | null): void {
    this.#entries = this.#entries.flatMap((entry) => {
      if (entry.profile !== profile) return [entry];
      return to === null ? [] : [{ ...entry, profile: to }];
    });
  }

  closePreview(): void {
    this.#preview = null;
  }

  async review(): Promise<void> {
    await this.#run('preview', async () => {
      this.#preview = await request('config.preview', { changes: this.#changes() });
    });
  }

  async save(): Promise<void> {
    await this.#run('save', async () => {
      const saved = this.#entries;
      await config.change('config.apply', { changes: this.#changes() });
      // What was changed while the file was being written is another change.
      this.#entries = this.#entries.filter((entry) => !saved.includes(entry));
      this.#preview = null;
      this.#saved = saved.length;
    });
  }

  async undo(): Promise<void> {
    await this.#run('save', async () => {
      await config.change('config.undo', null);
      this.#saved = 0;
    });
  }

  async #run(busy: 'preview' | 'save', action: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = busy;
    this.#error = null;
    try {
      await action();
    } catch (error) {
      this.#preview = null;
      this.#error = errorView(error);
      if (isConflict(error)) await this.#readAgain();
    } finally {
      this.#busy = null;
    }
  }

  /** A conflict is shown with the file's present values. */
  async #readAgain(): Promise<void> {
    try {
      await config.change('config.get', null);
    } catch (error) {
      this.#error = errorView(error);
    }
  }

  #changes(): ConfigChange[] {
    return this.#entries.map(({ profile, key, own, seenRevision }) => {
      const change = { kind: 'set', profile, key, seenRevision } as const;
      return own === null ? change : { ...change, value: cleanValue(key, own.value) };
    });
  }

  #replace(before: DraftEntry | undefined, after: DraftEntry | null): void {
    const index = before ? this.#entries.indexOf(before) : -1;
    const entries = [...this.#entries];
    if (index < 0) entries.push(...(after ? [after] : []));
    else entries.splice(index, 1, ...(after ? [after] : []));
    this.#entries = entries;
  }
}

function cleanOwn(key: string, own: OwnValue): OwnValue {
  return own === null ? null : { value: cleanValue(key, own.value) };
}

function sameOwn(one: OwnValue, other: OwnValue): boolean {
  if (one === null || other === null) return one === other;
  return sameJson(one.value, other.value);
}

export const draft = new ConfigDraft();
