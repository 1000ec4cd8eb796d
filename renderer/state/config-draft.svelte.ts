import type { ConfigPreview } from '../../shared/config-view.ts';
import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { request } from './client.ts';
import {
  afterDelete,
  afterRename,
  cleanOwn,
  conflictsIn,
  goneProfiles,
  requestsOf,
  sameOwn,
} from './config-changes.ts';
import type { DraftEntry, GoneProfile } from './config-changes.ts';
import { valueProblem } from './config-keys.ts';
import { ownInFile } from './config-layers.ts';
import type { OwnValue } from './config-layers.ts';
import { config, isStale } from './config.svelte.ts';

type Doing = 'preview' | 'save' | 'undo';

/** Changes collect here until they are saved together; nothing but the person takes them away. */
class ConfigDraft {
  #entries = $state.raw<readonly DraftEntry[]>([]);
  #busy = $state.raw<Doing | null>(null);
  #error = $state.raw<ErrorView | null>(null);
  #preview = $state.raw<ConfigPreview | null>(null);
  #saved = $state.raw(0);
  /** Profiles that are gone, and that the person wants again. */
  #again = $state.raw<ReadonlySet<string>>(new Set());
  /** The error is that of an undo. */
  #undoFailed = false;
  /** The revision at which an undo was refused: it would be again. */
  #undoRefusedAt = $state.raw<string | null>(null);

  get entries(): readonly DraftEntry[] {
    return this.#entries;
  }
  get count(): number {
    return this.#entries.length;
  }
  get busy(): Doing | null {
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
  /** Whether the last change can be taken back, as far as is known. */
  get canUndo(): boolean {
    const file = config.loaded;
    return file !== null && file.canUndo && file.revision !== this.#undoRefusedAt;
  }
  /** Changes whose value in the file is no longer the one that the person saw. */
  get conflicts(): DraftEntry[] {
    return config.loaded ? conflictsIn(this.#entries, config.loaded) : [];
  }
  /** Profiles that another program removed while they have changes, undecided. */
  get gone(): GoneProfile[] {
    return this.#gone.filter(({ profile }) => !this.#again.has(profile));
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
    const label = config.labelOf(profile);
    const entry: DraftEntry = { profile, label, key, own, seen, seenRevision };
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

  /** A profile that is gone is made again when the changes are saved. */
  makeAgain(profile: string): void {
    this.#again = new Set([...this.#again, profile]);
  }

  /** Whether a profile that is gone is made again with its changes. */
  comesAgain(profile: string): boolean {
    return this.#again.has(profile) && this.countIn(profile) > 0;
  }

  /** Takes all changes of a profile back. */
  drop(profile: string): void {
    this.#entries = this.#entries.filter((entry) => entry.profile !== profile);
  }

  discard(): void {
    this.#entries = [];
    this.#again = new Set();
    this.#preview = null;
    this.#error = null;
    this.#saved = 0;
  }

  /**
   * We gave a profile another name in the file, or (`null`) took it away: its changes follow.
   * @param to as the file has it
   */
  follow(profile: string, to: string | null): void {
    const file = config.loaded;
    if (!file) return;
    this.#entries =
      to === null
        ? afterDelete(this.#entries, file, profile)
        : afterRename(this.#entries, file, profile, to);
  }

  /** Another page is looked at: what went wrong when something was taken back is read by now. */
  leavePage(): void {
    if (this.#undoFailed) this.#error = null;
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
      this.#again = new Set();
      this.#preview = null;
      this.#saved = saved.length;
    });
  }

  async undo(): Promise<void> {
    await this.#run('undo', async () => {
      await config.change('config.undo', null);
      this.#saved = 0;
    });
  }

  get #gone(): GoneProfile[] {
    return config.loaded ? goneProfiles(this.#entries, config.loaded) : [];
  }

  async #run(doing: Doing, action: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = doing;
    this.#error = null;
    this.#undoFailed = false;
    try {
      await action();
    } catch (error) {
      this.#preview = null;
      this.#saved = 0;
      this.#undoFailed = doing === 'undo';
      this.#error = errorView(error);
      if (!isStale(error)) return;
      await this.#readAgain();
      if (this.#undoFailed) this.#undoRefusedAt = config.loaded?.revision ?? null;
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

  #changes() {
    const again = this.#gone.filter(({ profile }) => this.#again.has(profile));
    return requestsOf(this.#entries, again);
  }

  #replace(before: DraftEntry | undefined, after: DraftEntry | null): void {
    const index = before ? this.#entries.indexOf(before) : -1;
    const entries = [...this.#entries];
    if (index < 0) entries.push(...(after ? [after] : []));
    else entries.splice(index, 1, ...(after ? [after] : []));
    this.#entries = entries;
  }
}

export const draft = new ConfigDraft();
