import type { ErrorView } from '../../shared/errors.ts';
import { errorView } from '../../shared/errors.ts';
import type { TimelineEntry } from '../../shared/timeline.ts';
import { request } from './client.ts';
import { past } from './past.svelte.ts';
import { firstAfter } from './timeline-marks.ts';

/** Entries kept in the window; the main process keeps no more. */
export const MAX_ENTRIES = 20_000;

/** What happened, and which moment is looked at. */
class TimelineStore {
  #entries = $state.raw<readonly TimelineEntry[]>([]);
  #cut = $state.raw(false);
  #cursor = $state.raw<number | null>(null);
  #stoppedAt = $state.raw<number | null>(null);
  #range = $state.raw<number | null>(null);
  #error = $state.raw<ErrorView | null>(null);
  #asking = false;

  /** Oldest first. */
  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }
  /** Whether older entries than the first one went. */
  get cut(): boolean {
    return this.#cut;
  }
  /** The moment that is looked at, Unix ms; `null` = live. */
  get cursor(): number | null {
    return this.#cursor;
  }
  /** When somebody began to look at the past: the strip stands still from then on. */
  get stoppedAt(): number | null {
    return this.#stoppedAt;
  }
  /** How much time the strip shows, ms; `null` = all. */
  get range(): number | null {
    return this.#range;
  }
  /** Why the past can't be shown. */
  get error(): ErrorView | null {
    return this.#error;
  }

  /** Takes new entries, oldest first; those that are there already are left out. */
  add(entries: readonly TimelineEntry[]): void {
    const newest = this.#entries.at(-1)?.seq ?? 0;
    const fresh = entries.filter((entry) => entry.seq > newest);
    if (fresh.length === 0) return;
    const all = [...this.#entries, ...fresh];
    this.#cut ||= all.length > MAX_ENTRIES || (all[0]?.seq ?? 1) > 1;
    this.#entries = all.slice(-MAX_ENTRIES);
  }

  /** @param seq entries before this one are no longer kept */
  dropBefore(seq: number): void {
    const kept = this.#entries.findIndex((entry) => entry.seq >= seq);
    if (kept === 0 || this.#entries.length === 0) return;
    this.#entries = kept < 0 ? [] : this.#entries.slice(kept);
    this.#cut = true;
  }

  setRange(range: number | null): void {
    this.#range = range;
  }

  /**
   * Shows the mesh as it was. While an answer is under way only the newest wish is remembered, so that
   * dragging asks no more than can be answered.
   * @param at Unix ms
   */
  go(at: number, now: number = Date.now()): void {
    this.#stoppedAt ??= now;
    this.#cursor = Math.ceil(at);
    this.#error = null;
    if (!this.#asking) void this.#ask();
  }

  /** Back to the mesh as it is. */
  live(): void {
    this.#cursor = null;
    this.#stoppedAt = null;
    past.show(null);
  }

  /** Goes to the state after the change before. Stays when there is none. */
  previous(): void {
    const index = firstAfter(this.#entries, (this.#cursor ?? Infinity) - 1) - 1;
    const entry = this.#entries[Math.min(index, this.#entries.length - 1)];
    if (entry) this.go(entry.at);
  }

  /** Goes to the state after the next change, or back to live after the last. */
  next(): void {
    if (this.#cursor === null) return;
    const entry = this.#entries[firstAfter(this.#entries, this.#cursor)];
    if (entry) this.go(entry.at);
    else this.live();
  }

  clear(): void {
    this.live();
    this.#entries = [];
    this.#cut = false;
    this.#error = null;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    try {
      for (let at = this.#cursor; at !== null; at = this.#wishAfter(at)) {
        const state = await request('timeline.at', { at });
        // The person may have gone back to live meanwhile, or begun another session.
        if (this.#cursor !== null) past.show(state);
      }
    } catch (error) {
      this.live();
      this.#error = errorView(error);
    } finally {
      this.#asking = false;
    }
  }

  /** What was wished for while `at` was asked for. */
  #wishAfter(at: number): number | null {
    return this.#cursor === at ? null : this.#cursor;
  }
}

/** What happened in the mesh in this session, and the moment that the screen shows. */
export const timeline = new TimelineStore();
