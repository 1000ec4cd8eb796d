import type { CauseView } from '../../shared/causes.ts';
import { past } from './past.svelte.ts';

class CausesState {
  #live = $state.raw<readonly CauseView[]>([]);
  #told = $state.raw(false);
  #all = $derived(past.state?.causes ?? this.#live);

  /** What is wrong now, the most harmful first, whatever the screen shows. */
  get live(): readonly CauseView[] {
    return this.#live;
  }
  /** What is wrong in the mesh that is shown, the most harmful first. */
  get all(): readonly CauseView[] {
    return this.#all;
  }
  /** Whether the present was told: before, an empty list means nothing. */
  get told(): boolean {
    return this.#told;
  }
  /** Whether it is known what is wrong in the mesh that is shown. */
  get known(): boolean {
    return this.#told || past.shown;
  }

  /** A cause by its ID; `undefined` = gone. */
  get(id: string): CauseView | undefined {
    return this.#all.find((cause) => cause.id === id);
  }

  /** Takes the whole list. */
  apply(causes: readonly CauseView[]): void {
    this.#live = causes;
    this.#told = true;
  }

  clear(): void {
    this.#live = [];
    this.#told = false;
  }
}

/** What is wrong, by cause. */
export const causes = new CausesState();
