import type { ConfigView, ProfileView } from '../../shared/config-view.ts';
import type { RequestArgs, RequestName, RequestResult } from '../../shared/contract.ts';
import { errorView, MeshError } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { request } from './client.ts';
import { profileOf } from './config-layers.ts';
import type { LoadedConfig } from './config-layers.ts';
import { session } from './session.svelte.ts';

/** Requests that answer with the file as it is afterwards. */
export type ConfigRequestName = {
  [Name in RequestName]: RequestResult<Name> extends ConfigView ? Name : never;
}[RequestName];

/** What the right side of the view shows. */
export type ProfilesPage =
  | { kind: 'node' }
  /** `null`: the global values. */
  | { kind: 'profile'; name: string | null }
  /** A profile that another program removed while it was looked at. */
  | { kind: 'gone'; name: string; label: string }
  | { kind: 'rotation' };

/** The configuration file as the main process tells of it, and which part is looked at. */
class ConfigState {
  #current = $state.raw<ConfigView | null>(null);
  #page = $state.raw<ProfilesPage | null>(null);
  #error = $state.raw<ErrorView | null>(null);
  #elsewhere = $state.raw(false);
  #wasThere = $state.raw(false);
  #pending = 0;

  get current(): ConfigView | null {
    return this.#current;
  }
  /** The file when it can be read, otherwise `null`. */
  get loaded(): LoadedConfig | null {
    return this.#current?.state === 'loaded' ? this.#current : null;
  }
  /** Why the file could not be asked for. */
  get error(): ErrorView | null {
    return this.#error;
  }
  /** Whether another program changed the file since the person last looked. */
  get changedElsewhere(): boolean {
    return this.#elsewhere;
  }
  /** Whether a file that is missing was there before, as far as is known. */
  get wasRemoved(): boolean {
    const current = this.#current;
    if (current?.state !== 'missing') return false;
    return this.#wasThere || session.running?.rc === current.path;
  }
  /** The page chosen; what doesn't exist any more falls back to the running profile, then the node. */
  get page(): ProfilesPage {
    const page = this.#page;
    if (page?.kind === 'gone' && this.profile(page.name)) {
      return { kind: 'profile', name: page.name };
    }
    if (page && (page.kind !== 'profile' || this.profile(page.name))) return page;
    const running = this.runningProfile;
    if (running) return { kind: 'profile', name: running.name };
    if (session.running) return { kind: 'node' };
    return { kind: 'profile', name: this.loaded?.profiles[0]?.name ?? null };
  }
  /** The profile that the node runs with, if it is in the file. */
  get runningProfile(): ProfileView | null {
    const running = session.running;
    if (!running || running.demo !== null) return null;
    const { profile } = running;
    const fits = (view: ProfileView) => view.name === profile || view.label === profile;
    return this.loaded?.profiles.find(fits) ?? null;
  }

  profile(name: string | null): ProfileView | undefined {
    return this.loaded ? profileOf(this.loaded, name) : undefined;
  }
  /** What a profile is called on the screen. */
  labelOf(name: string | null): string {
    return name === null ? 'Global' : (this.profile(name)?.label ?? name);
  }

  open(page: ProfilesPage): void {
    this.#page = page;
  }

  seen(): void {
    this.#elsewhere = false;
  }

  /** News of the file: from the main process, or as an answer. */
  apply(next: ConfigView): void {
    const before = this.#current;
    const changed = before !== null && stateOf(before) !== stateOf(next);
    const page = this.page;
    if (changed && this.#pending === 0) this.#elsewhere = true;
    if (next.state !== 'missing') this.#wasThere = true;
    this.#current = next;
    this.#error = null;
    if (this.#pending === 0 && before) this.#stayAt(page, before);
  }

  /** What is looked at doesn't change into something else because another program removes it. */
  #stayAt(page: ProfilesPage, before: ConfigView): void {
    if (!this.loaded || before.state !== 'loaded' || page.kind !== 'profile') return;
    const { name } = page;
    if (name === null || this.profile(name)) return;
    this.#page = { kind: 'gone', name, label: profileOf(before, name)?.label ?? name };
  }

  /** Asks for the file unless it is known already; pushes keep it up to date. */
  async load(): Promise<void> {
    if (this.#current) return;
    try {
      await this.change('config.get', null);
    } catch (error) {
      this.#error = errorView(error);
    }
  }

  /**
   * Asks for a change and takes over the file as it is afterwards.
   * @throws MeshError as the main process said it
   */
  async change<Name extends ConfigRequestName>(name: Name, args: RequestArgs<Name>): Promise<void> {
    await this.whileOwn(async () => {
      const answer: unknown = await request(name, args);
      this.apply(answer as ConfigView);
    });
  }

  /** Runs something that changes the file: its changes are our own, not those of another program. */
  async whileOwn<Result>(action: () => Promise<Result>): Promise<Result> {
    this.#pending += 1;
    try {
      return await action();
    } finally {
      this.#pending -= 1;
    }
  }

  /** For another window or test: nothing is known. */
  reset(): void {
    this.#current = null;
    this.#page = null;
    this.#error = null;
    this.#elsewhere = false;
    this.#wasThere = false;
  }
}

function stateOf(view: ConfigView): string {
  return view.state === 'loaded' ? `loaded ${view.revision}` : view.state;
}

/** Whether an error says that the file isn't as it was shown. */
export function isStale(error: unknown): boolean {
  const codes: readonly string[] = ['config-conflict', 'profile-unknown'];
  return error instanceof MeshError && codes.includes(error.code);
}

/** Whether an error asks for a passphrase, or for another one. */
export function isPassphraseWrong(error: unknown): boolean {
  return error instanceof MeshError && error.code === 'passphrase-wrong';
}

export const config = new ConfigState();
