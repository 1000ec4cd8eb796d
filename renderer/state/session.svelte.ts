import type { SessionView } from '../../shared/contract.ts';

export type RunningSession = Extract<SessionView, { phase: 'running' }>;

class SessionState {
  #current = $state.raw<SessionView | null>(null);

  /** Where the program stands; `null` until the main process told. */
  get current(): SessionView | null {
    return this.#current;
  }

  /** The session while a node runs, otherwise `null`. */
  get running(): RunningSession | null {
    return this.#current?.phase === 'running' ? this.#current : null;
  }

  /**
   * Takes the new state.
   * @returns true when what was shown before belongs to another session and must go
   */
  apply(next: SessionView): boolean {
    const before = identity(this.#current);
    this.#current = next;
    return before !== null && before !== identity(next);
  }
}

/** Two states with the same text are the same node in the same network. */
function identity(session: SessionView | null): string | null {
  return session?.phase === 'running' ? `${session.since} ${session.nodeId}` : null;
}

export const session = new SessionState();
