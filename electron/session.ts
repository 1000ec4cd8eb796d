import type { HandshakeTest, JoinNetwork, NewNetwork, RequestArgs } from '../shared/contract.ts';
import type { ErrorView } from '../shared/errors.ts';
import { MeshError, toMeshError } from '../shared/errors.ts';
import type { ConfigStore, FirstConfig } from './first-config.ts';
import { assertNodeId } from './first-config.ts';
import type { Hand } from './hand/hand.ts';
import type { SessionControl } from './ipc/services.ts';
import { profileLabel } from './mp/config/layers.ts';
import type { probeSeed } from './mp/mp.ts';
import type { Observation } from './observe/observation.ts';
import type { NodeLife, RunningNode } from './profiles/running.ts';
import type { RunStarter } from './run.ts';
import { endRun } from './run.ts';
import type { Attempt, Run, SessionState } from './session-state.ts';
import { SessionPart } from './session-state.ts';

export interface SessionOptions {
  /** The configuration file. */
  rc: string;
  /** Name of the profile in a new file. */
  profile: string;
  config: ConfigStore;
  starter: RunStarter;
  probeSeed: typeof probeSeed;
  newSecret: () => string;
  /** Told of every failure, for the log. */
  onFailure: (error: MeshError) => void;
  /** Called when {@link Session.part} has something to tell. */
  onChange: () => void;
  /** A person switched to that profile, and it runs: the next start should take it. */
  onChosen?: (profile: string) => void;
  /** A profile of the file has another name. */
  onRenamed?: (profile: string, to: string) => void;
}

/** The life of the node: how it comes to run, fails, is tried again, and ends. */
export class Session implements SessionControl, NodeLife {
  readonly part: SessionPart;
  readonly #options: SessionOptions;
  #state: SessionState = { phase: 'starting', doing: 'Reading the configuration' };
  /** One step at a time. */
  #busy = false;
  /** The profile that a person switched to; without it the one of the command line counts. */
  #chosen: string | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.part = new SessionPart(this.#state, options.rc);
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Starts what the command line and the configuration file ask for; never rejects. */
  async begin(attempt: Attempt): Promise<void> {
    await this.#exclusive(() => this.#attempt(attempt));
  }

  create(network: NewNetwork): Promise<void> {
    return this.#exclusive(async () => {
      this.#assertNotRunning();
      await this.#startNew({
        profile: this.#options.profile,
        nodeId: network.nodeId,
        secret: network.secret ?? this.#options.newSecret(),
        binds: [network.bind],
        seeds: [],
      });
    });
  }

  join({ nodeId, secret, seeds, binds }: JoinNetwork): Promise<void> {
    return this.#exclusive(async () => {
      this.#assertNotRunning();
      assertNodeId(nodeId);
      await this.#assertNoFile();
      await this.#assertReachable(seeds, secret, nodeId);
      await this.#startNew({ profile: this.#options.profile, nodeId, secret, binds, seeds });
    });
  }

  async test({ seed, secret, nodeId }: RequestArgs<'session.test'>): Promise<HandshakeTest> {
    assertNodeId(nodeId);
    return this.#options.probeSeed({ address: seed, secret, nodeId });
  }

  demo(nodes: number): Promise<void> {
    return this.#exclusive(async () => {
      this.#assertNotRunning();
      await this.#attempt({ kind: 'demo', nodes });
      if (this.#state.phase === 'failed') throw fromView(this.#state.error);
    });
  }

  retry(): Promise<void> {
    return this.#exclusive(async () => {
      this.#assertNotRunning();
      await this.#attempt(
        this.#state.phase === 'failed' ? this.#state.attempt : { kind: 'configured' },
      );
    });
  }

  start(profile: string): Promise<void> {
    return this.#exclusive(async () => {
      await this.#options.config.assertProfile(this.#options.rc, profile);
      await this.#switchTo(profile);
    });
  }

  restart(): Promise<void> {
    return this.#exclusive(() => this.#switchTo(this.#chosen));
  }

  followRename(profile: string, to: string): void {
    this.#options.onRenamed?.(profile, to);
    const current = this.#chosen ?? this.running()?.profile;
    if (current === undefined || profileLabel(current) !== profileLabel(profile)) return;
    this.#chosen = to;
    this.#options.onChosen?.(to);
    if (this.#state.phase !== 'running' || this.#state.run.rc === null) return;
    this.#state.run.profile = to;
    this.#changed();
  }

  running(): RunningNode | null {
    if (this.#state.phase !== 'running') return null;
    const { node, profile, rc } = this.#state.run;
    return { node, profile, rc };
  }

  leave(): Promise<void> {
    return this.#exclusive(async () => {
      const wasDemo = isDemo(this.#state);
      await this.#end('Leaving the network');
      if (wasDemo) await this.#attempt({ kind: 'configured' });
      else this.#set({ phase: 'first-start' });
    });
  }

  observation(): Observation {
    return this.#run().observation;
  }

  hand(): Hand {
    return this.#run().hand;
  }

  /** Ends the node and all that belongs to it: the program is about to end. */
  async close(): Promise<void> {
    await this.#end('Leaving the network');
  }

  #run(): Run {
    if (this.#state.phase === 'running') return this.#state.run;
    throw new MeshError('not-running', 'No node is running.');
  }

  async #exclusive(action: () => Promise<void>): Promise<void> {
    if (this.#busy) throw new MeshError('session-busy', 'Another step is still running.');
    this.#busy = true;
    try {
      await action();
    } finally {
      this.#busy = false;
    }
  }

  /** Tries to start a node; a failure becomes the state. */
  async #attempt(attempt: Attempt): Promise<void> {
    try {
      if (attempt.kind === 'demo') await this.#start(this.#demoRun(attempt.nodes));
      else if (await this.#options.config.exists(this.#options.rc)) {
        await this.#start(this.#configuredRun());
      } else this.#set({ phase: 'first-start' });
    } catch (error) {
      const known = toMeshError(error);
      this.#options.onFailure(known);
      this.#set({ phase: 'failed', error: known.toView(), attempt });
    }
  }

  /**
   * Ends what runs and starts that profile. What runs stays untouched when it can be foreseen that the
   * other can't start; when it turns out only then, what ran before runs again.
   */
  async #switchTo(profile: string | undefined): Promise<void> {
    const before = this.running()?.node;
    if (before) await this.#assertStartable(profile, before.listeners);
    const last = { chosen: this.#chosen, attempt: attemptOf(this.#state) };
    await this.#end('Leaving the network');
    this.#chosen = profile;
    try {
      await this.#start(this.#configuredRun());
    } catch (error) {
      const known = toMeshError(error);
      this.#options.onFailure(known);
      if (!before || !last.attempt) {
        this.#set({ phase: 'failed', error: known.toView(), attempt: { kind: 'configured' } });
        throw known;
      }
      this.#chosen = last.chosen;
      await this.#attempt(last.attempt);
      throw told(known, before.id, this.#state);
    }
    if (profile !== undefined) this.#options.onChosen?.(profile);
  }

  /** @throws MeshError why it can't start, as far as that can be known before */
  async #assertStartable(profile: string | undefined, held: readonly string[]): Promise<void> {
    const { config, rc } = this.#options;
    try {
      await config.assertStartable(rc, profile ?? this.#options.profile, held);
    } catch (error) {
      this.#options.onFailure(toMeshError(error));
      throw error;
    }
  }

  /** Writes a new file and starts from it; if that fails, nothing has happened. */
  async #startNew(config: FirstConfig): Promise<void> {
    assertNodeId(config.nodeId);
    const { rc, config: files } = this.#options;
    const before = this.#state;
    await files.create(rc, config);
    try {
      await this.#start(this.#configuredRun());
    } catch (error) {
      // Otherwise the next start would fail from a file that nobody has ever seen working.
      await files.takeBack(rc, config);
      this.#set(before);
      throw error;
    }
  }

  async #start({ doing, start }: { doing: string; start: () => Promise<Run> }): Promise<void> {
    this.#set({ phase: 'starting', doing });
    this.#set({ phase: 'running', run: await start() });
  }

  #configuredRun() {
    const { starter, rc } = this.#options;
    const start = (): Promise<Run> => starter.configured(rc, () => this.#changed(), this.#chosen);
    return { doing: 'Starting the node', start };
  }

  #demoRun(nodes: number) {
    const start = (): Promise<Run> => this.#options.starter.demo(nodes, () => this.#changed());
    return {
      doing: nodes === 1 ? 'Starting one demo node' : `Starting ${nodes} demo nodes`,
      start,
    };
  }

  async #end(doing: string): Promise<void> {
    if (this.#state.phase !== 'running') return;
    const { run } = this.#state;
    this.#set({ phase: 'starting', doing });
    await endRun(run);
  }

  #assertNotRunning(): void {
    if (this.#state.phase !== 'running') return;
    throw new MeshError('session-busy', 'A node is running.', { next: 'Leave its network first.' });
  }

  async #assertNoFile(): Promise<void> {
    const { rc, config } = this.#options;
    if (!(await config.exists(rc))) return;
    throw new MeshError('config-exists', `The configuration file ${rc} exists already.`);
  }

  /** @throws MeshError of the first seed when none of them can be joined */
  async #assertReachable(seeds: readonly string[], secret: string, nodeId: string): Promise<void> {
    let failure: ErrorView | null = null;
    for (const seed of seeds) {
      const { error } = await this.test({ seed, secret, nodeId });
      if (!error) return;
      failure ??= error;
    }
    if (failure) throw fromView(failure);
    throw new MeshError('address-invalid', 'At least one seed is needed to join a network.');
  }

  #set(state: SessionState): void {
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.part.set(this.#state);
    this.#options.onChange();
  }
}

/** What starts again what runs now; `null` when nothing does. */
function attemptOf(state: SessionState): Attempt | null {
  if (state.phase !== 'running') return null;
  const { demo } = state.run;
  return demo ? { kind: 'demo', nodes: demo.size } : { kind: 'configured' };
}

/** Why a node could not start, and what became of the one that was ended for it. */
function told(
  { code, message, next, detail }: MeshError,
  id: string,
  now: SessionState,
): MeshError {
  const fate =
    now.phase === 'running'
      ? `The node "${id}" had left its network for it, and has been started again.`
      : `The node "${id}" had left its network for it, and could not be started again.`;
  return new MeshError(code, `${message} ${fate}`, { next, ...(detail && { detail }) });
}

function isDemo(state: SessionState): boolean {
  if (state.phase === 'running') return state.run.demo !== null;
  return state.phase === 'failed' && state.attempt.kind === 'demo';
}

function fromView({ code, message, next, detail }: ErrorView): MeshError {
  return new MeshError(code, message, { next, ...(detail && { detail }) });
}
