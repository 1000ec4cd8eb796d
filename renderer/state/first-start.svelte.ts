import type { AppInfo, HandshakeTest } from '../../shared/contract.ts';
import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { isNodeId } from '../../shared/ids.ts';
import { request } from './client.ts';

export type Way = 'create' | 'join' | 'invitation' | 'demo';

export const MAX_DEMO_NODES = 64;
const DEFAULT_DEMO_NODES = 8;

/** Port of the protocol when none is written (protocol section 2). */
const DEFAULT_TCP_PORT = 4040;

/** The answers of the three forms. They outlive a failed start, so that nothing is typed twice. */
class FirstStartState {
  way = $state<Way>('create');
  nodeId = $state('');
  bind = $state(`*:${DEFAULT_TCP_PORT}`);
  ownSecret = $state(false);
  secret = $state('');
  joinSecret = $state('');
  /** One address a line, or with commas between them. */
  seeds = $state('');
  listens = $state(true);
  demoNodes = $state(DEFAULT_DEMO_NODES);

  #busy = $state.raw<'start' | 'test' | null>(null);
  #error = $state.raw<ErrorView | null>(null);
  #test = $state.raw<HandshakeTest | null>(null);
  #tried = $state.raw(false);

  get busy(): 'start' | 'test' | null {
    return this.#busy;
  }
  get error(): ErrorView | null {
    return this.#error;
  }
  get test(): HandshakeTest | null {
    return this.#test;
  }
  /** Whether missing answers are pointed at. */
  get tried(): boolean {
    return this.#tried;
  }
  get seedList(): string[] {
    return this.seeds.split(/[\s,]+/).filter((seed) => seed !== '');
  }
  get nodeIdProblem(): string | null {
    if (this.nodeId === '') return 'Give this node a name.';
    return isNodeId(this.nodeId) ? null : 'Use 1 to 255 printable characters without "#" and ";".';
  }
  get bindProblem(): string | null {
    const needed = this.way === 'create' || this.listens;
    return needed && this.bind.trim() === '' ? 'Name an address as host:port; * is any.' : null;
  }
  get secretProblem(): string | null {
    if (this.way === 'join') {
      return this.joinSecret === '' ? 'Enter the secret of the network.' : null;
    }
    return this.ownSecret && this.secret === '' ? 'Enter a secret, or have one made.' : null;
  }
  get seedsProblem(): string | null {
    return this.seedList.length === 0
      ? 'Name at least one node of the network as host:port.'
      : null;
  }
  get demoProblem(): string | null {
    const fits = Number.isInteger(this.demoNodes) && this.demoNodes >= 1;
    return fits && this.demoNodes <= MAX_DEMO_NODES ? null : `Choose 1 to ${MAX_DEMO_NODES} nodes.`;
  }

  /** Fills in what the machine knows of itself, where nothing was typed. */
  propose(info: AppInfo): void {
    if (this.nodeId === '') this.nodeId = info.hostName;
  }

  choose(way: Way): void {
    this.way = way;
    this.#error = null;
    this.#tried = false;
  }

  /** The test tells about these very answers: with others it must go. */
  forgetTest(): void {
    this.#test = null;
  }

  async create(): Promise<void> {
    const problems = [this.nodeIdProblem, this.bindProblem, this.secretProblem];
    await this.#start(problems, () =>
      request('session.create', {
        nodeId: this.nodeId,
        bind: this.bind.trim(),
        secret: this.ownSecret ? this.secret : null,
      }),
    );
  }

  async join(): Promise<void> {
    const problems = [this.nodeIdProblem, this.bindProblem, this.secretProblem, this.seedsProblem];
    await this.#start(problems, () =>
      request('session.join', {
        nodeId: this.nodeId,
        secret: this.joinSecret,
        seeds: this.seedList,
        binds: this.listens ? [this.bind.trim()] : [],
      }),
    );
  }

  /** Also from elsewhere, when the configured network can't be had. */
  async demo(): Promise<void> {
    await this.#start([this.demoProblem], () => request('session.demo', { nodes: this.demoNodes }));
  }

  /** Shakes hands with the first seed, without saving anything. */
  async testSeed(): Promise<void> {
    this.#tried = true;
    this.#test = null;
    this.#error = null;
    const seed = this.seedList[0];
    if (seed === undefined || this.secretProblem !== null || this.nodeIdProblem !== null) return;
    this.#busy = 'test';
    try {
      const args = { seed, secret: this.joinSecret, nodeId: this.nodeId };
      this.#test = await request('session.test', args);
    } catch (error) {
      this.#error = errorView(error);
    } finally {
      this.#busy = null;
    }
  }

  /** A node runs: secrets have no business here any more. */
  done(): void {
    this.secret = '';
    this.joinSecret = '';
    this.#test = null;
    this.#error = null;
    this.#tried = false;
  }

  async #start(problems: (string | null)[], start: () => Promise<null>): Promise<void> {
    this.#tried = true;
    this.#error = null;
    if (this.#busy || problems.some((problem) => problem !== null)) return;
    this.#busy = 'start';
    try {
      await start();
    } catch (error) {
      this.#error = errorView(error);
    } finally {
      this.#busy = null;
    }
  }
}

export const firstStart = new FirstStartState();
