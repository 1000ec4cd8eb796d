/**
 * The configuration file as a thing that can be changed while others change it, too: every change is
 * carried out on what the file says at that moment. It is shared with the Perl tools.
 */

import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../shared/clock.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { DiffLine } from '../../../shared/diff-line.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import { repairMode, restoreBackup } from './backup.ts';
import type { Change } from './changes.ts';
import { consequencesBetween } from './consequences.ts';
import type { Consequence } from './consequences.ts';
import { EMPTY_CONTENT } from './content.ts';
import type { ConfigContent } from './content.ts';
import { diffLines } from './diff.ts';
import { followLinks, systemFiles } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { History, pieceBetween, withoutPiece } from './history.ts';
import type { HistoryEntry } from './history.ts';
import { isCarriedOut, planChanges, planUndo, touchedBy } from './plan.ts';
import type { Plan } from './plan.ts';
import { isUsable, keyOf, loadState, MISSING, revisionOf, textOf } from './state.ts';
import type { FileText, StoreState } from './state.ts';
import { systemWatchFolder, watchFile } from './watch.ts';
import { BACKUP_SUFFIX, reviseFile } from './write.ts';

export type { Change } from './changes.ts';
export { consequences } from './consequences.ts';
export type { Consequence } from './consequences.ts';
export type { StoreState } from './state.ts';

/** A change that isn't written yet. */
export interface Preview {
  /** The lines of the file, secrets and private keys masked; empty when nothing would change. */
  lines: readonly DiffLine[];
  /** The file as it is now. */
  state: StoreState;
  /** What it would say. */
  after: ConfigContent;
  /** What it means for profiles that the change doesn't name. */
  consequences: readonly Consequence[];
}

/** What the store needs from outside; left out: the real things. */
export interface StoreTools {
  files?: FileSystem;
  clock?: Clock;
  /** A short random text of hexadecimal digits, another one each time. */
  nonce?: () => string;
  /** See `watchFile`. */
  watchFolder?: (folder: string, onEvent: () => void) => Guard;
}

const NONCE_OCTETS = 6;

/** Somebody who watches, and what they know. */
interface Watcher {
  onChange: (state: StoreState) => void;
  known: Known | undefined;
}

/** See `revisionOf` and `keyOf`. */
interface Known {
  revision: string;
  key: string;
}

/** From which revision to which we went. */
interface Written {
  from: string;
  to: string;
}

/** One configuration file. */
export class ConfigStore {
  readonly path: string;
  readonly #tools: Required<StoreTools>;
  readonly #history = new History();
  readonly #watchers = new Set<Watcher>();
  #told: Known | undefined;
  /** The last of the operations that take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param path of the file, or of a symbolic link to it; see `configPath` */
  constructor(path: string, tools: StoreTools = {}) {
    this.path = path;
    this.#tools = {
      files: systemFiles,
      clock: systemClock,
      nonce: () => randomBytes(NONCE_OCTETS).toString('hex'),
      watchFolder: systemWatchFolder,
      ...tools,
    };
  }

  /** How many changes `undo` can take back, up to 100. */
  get undoable(): number {
    return this.#history.size;
  }

  /** The file as it is now. Also says so when it is broken or can't be read. */
  async read(): Promise<StoreState> {
    const { state } = await this.#load();
    return state;
  }

  /**
   * What changes would make of the file as it is now; nothing is written.
   *
   * @throws MeshError as `apply`
   */
  async preview(changes: readonly Change[]): Promise<Preview> {
    const { state, octets } = await this.#load();
    if (state.state === 'broken') throw state.error;
    const before = textOf(octets, this.path);
    const plan = planChanges(before.text, changes, this.path);
    const isSame = plan.text === before.text;
    const content = state.state === 'loaded' ? state.content : EMPTY_CONTENT;
    return {
      lines: isSame ? [] : diffLines(octets ? before.text : '', plan.text),
      state,
      after: plan.content,
      consequences: consequencesBetween(content, plan.content, changes),
    };
  }

  /**
   * Carries changes out on what the file says at that moment, and writes it; all of them or none.
   * The previous version stays as `FILE~`. A file that isn't there is made, mode 0600.
   *
   * @returns the file as it is then
   * @throws MeshError `config-conflict`, `config-broken`, `config-unreadable`, `config-unwritable`,
   *   `value-invalid`, `profile-unknown`, `profile-exists`, `profile-cycle`, `parent-unknown`;
   *   nothing was written then
   */
  apply(changes: readonly Change[]): Promise<StoreState> {
    return this.#inTurn(async () => {
      let entry: HistoryEntry | undefined;
      const state = await this.#revise((before) => {
        const plan = planChanges(before.text, changes, this.path);
        entry = entryOf(before, plan);
        return plan;
      });
      if (entry) this.#history.add(entry);
      return state;
    });
  }

  /**
   * Takes back the last change made through this store; without one, nothing happens. When other
   * programs have changed the file since, only what the change touched goes back.
   *
   * @throws MeshError `config-conflict` when that isn't as the change left it; it can be tried again
   */
  undo(): Promise<StoreState> {
    return this.#inTurn(async () => {
      const entry = this.#history.last;
      if (!entry) return this.read();
      const state = await this.#revise((before, revision) => {
        if (revision === MISSING) throw gone(this.path);
        return revision === entry.revision
          ? exactUndo(before, entry, this.path)
          : planUndo(before.text, entry.inverses, this.path);
      });
      this.#history.remove(entry);
      return state;
    });
  }

  /**
   * Puts the previous version in the place of the file. That becomes the previous version in turn;
   * a broken one is kept as `FILE~broken~`, and the backup stays as well.
   *
   * @throws MeshError `config-unreadable` (there is none), `config-broken` (it is broken, too),
   *   `config-unwritable`
   */
  restoreBackup(): Promise<StoreState> {
    return this.#inTurn(async () => {
      await restoreBackup(this.path, this.#tools);
      return this.read();
    });
  }

  /**
   * Takes the file and its backup away from everybody but their owner: mode 0600.
   *
   * @throws MeshError `config-unwritable` (they belong to somebody else)
   */
  repairMode(): Promise<void> {
    return this.#inTurn(() => repairMode(this.path, this.#tools.files));
  }

  /**
   * Calls back within a second after another program changed, removed or made the file, or its mode;
   * not for what this store writes. Keeps the process alive until it is disposed.
   */
  watch(onChange: (state: StoreState) => void): Guard {
    const watcher: Watcher = { onChange, known: this.#told };
    this.#watchers.add(watcher);
    const check = (): void => void this.#inTurn(() => this.#check(watcher));
    check();
    const guard = watchFile(this.path, check, this.#tools);
    return {
      dispose: () => {
        this.#watchers.delete(watcher);
        guard.dispose();
      },
    };
  }

  async #check(watcher: Watcher): Promise<void> {
    const { state } = await loadState(this.path, this.#tools.files);
    const now = knownOf(state);
    const { known } = watcher;
    watcher.known = now;
    if (known && known.key !== now.key && this.#watchers.has(watcher)) watcher.onChange(state);
  }

  /** Writes what `plan` makes of the text. */
  async #revise(plan: (before: FileText, revision: string) => Plan): Promise<StoreState> {
    const { path } = this;
    const target = await followLinks(path, this.#tools.files);
    let written: Written | undefined;
    await reviseFile(
      path,
      (octets) => {
        const from = revisionOf(octets);
        const before = textOf(octets, path);
        const { text, touched } = plan(before, from);
        if (text === before.text) return undefined;
        const after = Buffer.from(before.prefix + text, 'utf8');
        // What we wrote ourselves before somebody undid it doesn't count.
        written = { from, to: revisionOf(after) };
        return {
          octets: after,
          backup: `${target}${BACKUP_SUFFIX}`,
          survivesIn: (now) => isUsable(now) && isCarriedOut(textOf(now, path).text, touched),
        };
      },
      this.#tools,
    );
    const { state } = await this.#load();
    if (written) this.#tellOwn(knownOf(state), written);
    return state;
  }

  /** Watchers needn't be told of what we did, unless others changed something before or after it. */
  #tellOwn(now: Known, { from, to }: Written): void {
    if (now.revision !== to) return;
    for (const watcher of this.#watchers) {
      if (watcher.known?.revision === from) watcher.known = now;
    }
  }

  async #load(): ReturnType<typeof loadState> {
    const loaded = await loadState(this.path, this.#tools.files);
    this.#told = knownOf(loaded.state);
    return loaded;
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(action);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function knownOf(state: StoreState): Known {
  const revision = state.state === 'loaded' ? state.revision : MISSING;
  return { revision, key: keyOf(state) };
}

function entryOf(before: FileText, plan: Plan): HistoryEntry | undefined {
  if (plan.text === before.text) return undefined;
  return {
    inverses: plan.inverses,
    revision: revisionOf(Buffer.from(before.prefix + plan.text, 'utf8')),
    piece: pieceBetween(before.text, plan.text),
  };
}

/** With nobody else's changes in between everything is as it was, to the last blank. */
function exactUndo(before: FileText, entry: HistoryEntry, path: string): Plan {
  const text = withoutPiece(before.text, entry.piece);
  const paths = entry.inverses.map(({ step }) => step.path);
  return { ...planChanges(text, [], path), touched: touchedBy(text, paths) };
}

function gone(path: string): MeshError {
  const text = `The configuration file ${path} was removed meanwhile; nothing was written.`;
  return new MeshError('config-conflict', text, { detail: { path } });
}
