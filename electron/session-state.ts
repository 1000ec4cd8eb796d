import type { Push, SessionView } from '../shared/contract.ts';
import type { ErrorView } from '../shared/errors.ts';
import type { Guard } from '../shared/guard.ts';
import type { DemoNetwork } from './demo/network.ts';
import type { Hand } from './hand/hand.ts';
import { NOTHING_IN_HAND } from './hand/hand.ts';
import type { PushPart } from './ipc/publisher.ts';
import { profileLabel } from './mp/config/layers.ts';
import type { Node } from './mp/mp.ts';
import type { Observation } from './observe/observation.ts';

/** A node that runs, with all that belongs to it. */
export interface Run {
  node: Node;
  /** What the file calls its profile now; the node knows the name at its start only. */
  profile: string;
  observation: Observation;
  /** What the person does at it. */
  hand: Hand;
  /** Unix ms. */
  since: number;
  /** `null` for the demo network: its configuration is thrown away. */
  rc: string | null;
  demo: DemoNetwork | null;
  guards: readonly Guard[];
}

/** What is tried again after a failure. */
export type Attempt = { kind: 'configured' } | { kind: 'demo'; nodes: number };

/** Where the program stands; each phase carries only what is valid in it. */
export type SessionState =
  | { phase: 'first-start' }
  | { phase: 'starting'; doing: string }
  | { phase: 'running'; run: Run }
  | { phase: 'failed'; error: ErrorView; attempt: Attempt };

/**
 * The state as the window sees it.
 * @param rc the configuration file in use
 */
export function sessionView(state: SessionState, rc: string): SessionView {
  switch (state.phase) {
    case 'first-start':
      return { phase: 'first-start', rc };
    case 'starting':
      return { phase: 'starting', doing: state.doing };
    case 'running':
      return runningView(state.run);
    case 'failed':
      return { phase: 'failed', error: state.error, rc };
  }
}

function runningView({ node, profile, since, rc, demo }: Run): SessionView {
  return {
    phase: 'running',
    nodeId: node.id,
    profile: profileLabel(profile),
    rc,
    listeners: [...node.listeners],
    seeds: [...node.seeds],
    since,
    demo: demo?.size ?? null,
    warnings: node.warnings.map((warning) => warning.toView()),
  };
}

/** Tells the window about the session, and about the node while one runs. */
export class SessionPart implements PushPart {
  readonly #rc: string;
  #state: SessionState;
  #stateChanged = false;
  /** The run that was told of; `null` while no node runs. */
  #told: Run | null = null;

  constructor(state: SessionState, rc: string) {
    this.#state = state;
    this.#rc = rc;
  }

  /** The state changed, or something in it. */
  set(state: SessionState): void {
    this.#state = state;
    this.#stateChanged = true;
  }

  takeAll(): Push {
    this.#stateChanged = false;
    this.#told = this.#run();
    const session = sessionView(this.#state, this.#rc);
    if (!this.#told) return { session, ...nothingObserved(), ...NOTHING_IN_HAND };
    const { observation, hand } = this.#told;
    return { session, ...observation.takeAll(), ...hand.takeAll() };
  }

  takeChange(): Push {
    // Another node has another mesh: what was told before is void.
    if (this.#run() !== this.#told) return this.takeAll();
    const push = { ...this.#told?.observation.takeChange(), ...this.#told?.hand.takeChange() };
    if (this.#stateChanged) push.session = sessionView(this.#state, this.#rc);
    this.#stateChanged = false;
    return push;
  }

  #run(): Run | null {
    return this.#state.phase === 'running' ? this.#state.run : null;
  }
}

function nothingObserved(): Push {
  const none = {
    nodes: [],
    goneNodes: [],
    reports: [],
    goneReports: [],
    groups: [],
    goneGroups: [],
    latencies: [],
  };
  return {
    network: { full: true, ...none },
    causes: [],
    rates: { in: 0, out: 0 },
  };
}
