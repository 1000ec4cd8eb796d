import type { WatchView } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import { request } from './client.ts';
import type { Destination } from './destinations.ts';
import { Task } from './task.svelte.ts';

/** What is to be watched, as far as it is written. */
export interface WatchDraft {
  destinationText: string;
  destination: Destination | null;
  notify: boolean;
}

/** Ports and nodes whose death is told. */
export class WatchesState {
  readonly task = new Task();
  #list = $state.raw<readonly WatchView[]>([]);
  #draft = $state.raw<WatchDraft>({ destinationText: '', destination: null, notify: true });

  /** The newest first. */
  get list(): readonly WatchView[] {
    return this.#list;
  }
  /** How many of them have died. */
  get died(): number {
    return this.#list.filter(({ state }) => state !== 'watching').length;
  }

  get draft(): WatchDraft {
    return this.#draft;
  }

  edit(change: Partial<WatchDraft>): void {
    this.#draft = { ...this.#draft, ...change };
  }

  apply(list: readonly WatchView[]): void {
    this.#list = [...list].sort((x, y) => y.watch - x.watch);
  }

  /** The watch of a target that still waits, when there is one. */
  of(target: PortId): WatchView | null {
    return (
      this.#list.find((watch) => watch.target === target && watch.state === 'watching') ?? null
    );
  }

  /**
   * Watches a port or a node. What is watched already only takes `notify`; what died is watched again.
   * @returns true when it is watched
   */
  async add(target: PortId, notify: boolean): Promise<boolean> {
    return this.task.run(() => request('watch.add', { target, notify }));
  }

  async remove(watch: number): Promise<boolean> {
    return this.task.run(() => request('watch.remove', { watch }));
  }

  async removeDied(): Promise<boolean> {
    const died = this.#list.filter(({ state }) => state !== 'watching');
    return this.task.run(() =>
      Promise.all(died.map(({ watch }) => request('watch.remove', { watch }))),
    );
  }
}

export const watches = new WatchesState();
