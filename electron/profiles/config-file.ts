/** The configuration file, watched and shown. */
import type { Clock } from '../../shared/clock.ts';
import type { ConfigChange, ConfigPreview, ConfigView } from '../../shared/config-view.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { Change } from '../mp/config/changes.ts';
import { EMPTY_CONTENT, type ConfigContent } from '../mp/config/content.ts';
import { profileKey } from '../mp/config/layers.ts';
import type { ConfigStore, StoreState } from '../mp/config/store.ts';
import { SeenRevisions } from './changes.ts';
import { consequencesOf } from './consequences.ts';
import type { NodeLife } from './running.ts';
import { configView } from './view.ts';

/** How often certificates are looked at again, ms: the file may stay as it is for months. */
const LOOK_AGAIN = 6 * 60 * 60 * 1000;

/** What is used of the store. */
export type Store = Pick<
  ConfigStore,
  'read' | 'preview' | 'apply' | 'undo' | 'restoreBackup' | 'repairMode' | 'watch' | 'undoable'
>;

export interface ConfigFileOptions {
  store: Store;
  clock: Clock;
  /** Equal for equal secrets; tells nothing about them. */
  fingerprint: (secret: string) => string;
  life: Pick<NodeLife, 'running' | 'followRename'>;
  /** Called when {@link ConfigFile.takeChange} has something to tell. */
  onChange: () => void;
  /** Told once of every certificate that needs to be looked after. */
  onWarning: (warning: ErrorView, about: string) => void;
}

/** The configuration file as the window sees and changes it. */
export class ConfigFile {
  readonly #options: ConfigFileOptions;
  readonly #seen = new SeenRevisions();
  readonly #warned = new Set<string>();
  readonly #guards: Guard[] = [];
  /** Names that profiles were given here, the newest last: an undo gives them their old ones again. */
  readonly #renames: { profile: string; to: string }[] = [];
  #timer: Guard | null = null;
  #state: StoreState | null = null;
  #changed = false;
  #closed = false;

  constructor(options: ConfigFileOptions) {
    this.#options = options;
  }

  /** Reads the file, and watches it from here on. */
  async open(): Promise<void> {
    this.#guards.push(this.#options.store.watch((state) => this.#take(state)));
    this.#take(await this.#options.store.read());
    this.#lookAgain();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.dispose();
    for (const guard of this.#guards) guard.dispose();
  }

  /** The file as it is now. */
  async view(): Promise<ConfigView> {
    return this.#show(await this.#options.store.read());
  }

  /**
   * What the file says now; nothing when it isn't there.
   * @throws MeshError `config-broken`, `config-unreadable`
   */
  async content(): Promise<ConfigContent> {
    return contentOf(await this.#options.store.read());
  }

  /** @throws MeshError like {@link apply} */
  async preview(changes: readonly ConfigChange[]): Promise<ConfigPreview> {
    const preview = await this.#options.store.preview(this.#seen.translate(changes));
    const { lines, state } = preview;
    const running = this.#options.life.running();
    return { lines, consequences: consequencesOf(contentOf(state), preview, changes, running) };
  }

  /** @throws MeshError `config-*`, `profile-*`, `parent-unknown`, `value-invalid` */
  async apply(changes: readonly ConfigChange[]): Promise<ConfigView> {
    const view = await this.change(this.#seen.translate(changes));
    for (const change of changes) {
      if (change.kind !== 'rename-profile') continue;
      this.#options.life.followRename(change.profile, change.to);
      this.#renames.push(change);
    }
    return view;
  }

  /** Changes that this program works out itself. @throws MeshError like {@link apply} */
  async change(changes: readonly Change[]): Promise<ConfigView> {
    return this.#show(await this.#options.store.apply(changes));
  }

  /** Takes back the last change. @throws MeshError `config-conflict` */
  async undo(): Promise<ConfigView> {
    const state = await this.#options.store.undo();
    this.#followBack(state);
    return this.#show(state);
  }

  /** Puts back the file's backup. @throws MeshError when there is no usable one */
  async restore(): Promise<ConfigView> {
    return this.#show(await this.#options.store.restoreBackup());
  }

  /** Keeps others from reading the file. */
  async repairMode(): Promise<ConfigView> {
    await this.#options.store.repairMode();
    return this.view();
  }

  takeAll(): { config?: ConfigView } {
    this.#changed = false;
    return this.#state ? { config: this.#viewOf(this.#state) } : {};
  }

  takeChange(): { config?: ConfigView } {
    return this.#changed ? this.takeAll() : {};
  }

  #followBack(state: StoreState): void {
    if (state.state !== 'loaded') return;
    const has = (name: string): boolean => profileKey(state.content, name) !== undefined;
    for (let last = this.#renames.at(-1); last; last = this.#renames.at(-1)) {
      if (has(last.to) || !has(last.profile)) return;
      this.#options.life.followRename(last.to, last.profile);
      this.#renames.pop();
    }
  }

  #show(state: StoreState): ConfigView {
    this.#take(state);
    return this.#viewOf(state);
  }

  #take(state: StoreState): void {
    if (this.#closed) return;
    this.#state = state;
    this.#seen.note(state);
    this.#changed = true;
    this.#warn(this.#viewOf(state));
    this.#options.onChange();
  }

  #lookAgain(): void {
    if (this.#closed) return;
    this.#timer = this.#options.clock.after(LOOK_AGAIN, () => {
      if (this.#state) this.#take(this.#state);
      this.#lookAgain();
    });
  }

  #warn(view: ConfigView): void {
    if (view.state !== 'loaded') return;
    for (const { certificate } of [view.globals, ...view.profiles]) {
      if (!certificate?.warning) continue;
      const { warning, fingerprint, subject } = certificate;
      const key = `${fingerprint} ${warning.message}`;
      if (this.#warned.has(key)) continue;
      this.#warned.add(key);
      this.#options.onWarning(warning, subject);
    }
  }

  #viewOf(state: StoreState): ConfigView {
    const { store, clock, fingerprint } = this.#options;
    return configView(state, { fingerprint, now: clock.now(), canUndo: store.undoable > 0 });
  }
}

function contentOf(state: StoreState): ConfigContent {
  if (state.state === 'broken') throw state.error;
  return state.state === 'loaded' ? state.content : EMPTY_CONTENT;
}
