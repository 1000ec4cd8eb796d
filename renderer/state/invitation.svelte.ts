import type { InvitationView, KeptText } from '../../shared/config-view.ts';
import type { RequestArgs } from '../../shared/contract.ts';
import { isNodeId } from '../../shared/ids.ts';
import { checkAddress } from './addresses.ts';
import { app } from './app.svelte.ts';
import { forget, request } from './client.ts';
import { listOf } from './config-keys.ts';
import { resolved } from './config-layers.ts';
import { config, isPassphraseWrong } from './config.svelte.ts';
import { session } from './session.svelte.ts';
import { Task } from './task.svelte.ts';

export type InvitationStep = 'choose' | 'passphrase' | 'accept';

/**
 * An invitation from another machine on its way into the file. Made anew for each one. What it says stays
 * in the main process, and so does the passphrase that opened it.
 */
export class IncomingInvitation {
  passphrase = $state('');
  profile = $state('');
  nodeId = $state('');
  listens = $state(true);
  bind = $state('*:4040');
  readonly task = new Task();
  #file = $state.raw<KeptText | null>(null);
  #view = $state.raw<InvitationView | null>(null);
  #tried = $state.raw(false);

  get file(): KeptText | null {
    return this.#file;
  }
  /** What it holds, once it could be opened. */
  get view(): InvitationView | null {
    return this.#view;
  }
  get step(): InvitationStep {
    if (this.#view) return 'accept';
    return this.#file ? 'passphrase' : 'choose';
  }
  get tried(): boolean {
    return this.#tried;
  }
  get profileProblem(): string | null {
    return this.profile.trim() === '' ? 'Give the profile a name.' : null;
  }
  /** Whether a profile of that name is there: it is brought up to date, as after a rotation. */
  get updates(): boolean {
    const name = this.profile.trim();
    return config.loaded?.profiles.some((view) => [view.name, view.label].includes(name)) ?? false;
  }
  get nodeIdProblem(): string | null {
    return isNodeId(this.nodeId) ? null : 'Use 1 to 255 printable characters without "#" and ";".';
  }
  get bindProblem(): string | null {
    if (!this.listens) return null;
    const check = checkAddress(this.bind, 'bind');
    return check.ok ? null : check.problem;
  }

  /** Lets the person choose the file, and opens it at once when it is not encrypted. */
  async choose(): Promise<void> {
    await this.task.run(async () => {
      const file = await request('file.choose', null);
      if (file) await this.#take(file);
    });
  }

  /** Takes the text of a file that came another way. */
  async paste(text: string): Promise<void> {
    await this.task.run(async () => this.#take(await request('file.paste', { text })));
  }

  async unlock(): Promise<void> {
    const file = this.#file;
    if (!file || this.passphrase === '') return;
    const went = await this.task.run(() => this.#open(file, this.passphrase));
    if (went) this.passphrase = '';
  }

  /** Another file, from the beginning. */
  startOver(): void {
    if (this.#file) void forget(this.#file);
    this.#file = null;
    this.#view = null;
    this.passphrase = '';
    this.#tried = false;
    this.task.forget();
  }

  /** @returns the name of the profile when it is in the file now */
  async accept(): Promise<string | null> {
    this.#tried = true;
    const file = this.#file;
    const problems = [this.profileProblem, this.nodeIdProblem, this.bindProblem];
    if (!file || problems.some((problem) => problem !== null)) return null;
    const args: RequestArgs<'invitation.accept'> = {
      token: file.token,
      profile: this.profile.trim(),
      nodeId: this.nodeId,
      binds: this.listens ? [this.bind.trim()] : [],
    };
    const went = await this.task.run(() => config.change('invitation.accept', args));
    return went ? args.profile : null;
  }

  async #take(file: KeptText): Promise<void> {
    this.startOver();
    try {
      await this.#open(file, null);
    } catch (error) {
      if (!isPassphraseWrong(error)) {
        void forget(file);
        throw error;
      }
    }
    this.#file = file;
  }

  /** A node that runs stays what it is: the same name, the same address. */
  #propose(hostName: string): void {
    const file = config.loaded;
    const running = config.runningProfile;
    this.nodeId = hostName;
    if (!file || !running || !session.running) return;
    this.nodeId = session.running.nodeId;
    const binds = listOf(resolved(file, running.name, 'binds').value);
    this.listens = binds.length > 0;
    this.bind = binds[0] ?? this.bind;
  }

  async #open({ token }: KeptText, passphrase: string | null): Promise<void> {
    const view = await request('invitation.open', { token, passphrase });
    const name = app.info?.hostName ?? '';
    if (this.nodeId === '') this.#propose(name);
    if (this.profile === '') this.profile = app.info?.profile ?? name;
    // To begin with, nothing is changed that is there.
    if (this.updates && view.network !== '') this.profile = view.network;
    this.#view = view;
  }
}
