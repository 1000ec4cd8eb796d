import { request } from './client.ts';

class ProbingState {
  #on = $state.raw<boolean | null>(null);

  /** Whether round trips between other nodes are measured; `null` until it was told. */
  get on(): boolean | null {
    return this.#on;
  }

  apply(on: boolean): void {
    this.#on = on;
  }

  /** @throws MeshError why it can't be switched */
  async set(on: boolean): Promise<void> {
    await request('survey.probing', { on });
  }
}

/** Measuring between other nodes: the switch of it. */
export const probing = new ProbingState();
