import type { Cause, CauseView, MeshSnapshot } from '../../shared/causes.ts';
import { findCauses, MAX_CAUSES } from '../../shared/causes.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId } from '../../shared/ids.ts';
import { sameCause } from './same-cause.ts';
import { isSlow } from './slow-links.ts';

/** Causes are looked for at most this often, ms … */
export const CAUSES_GAP = 1_000;
/** … so soon after a change, ms, that what happens at the same moment is seen together … */
export const CAUSES_SOON = 100;
/** … and this often though nothing seems to change, ms: claims become believable, or too old, by time alone. */
export const CAUSES_IDLE = 3_000;
/** A search may use this part of the time: that of a mesh of hundreds of nodes takes tens of ms. */
const CAUSES_SHARE = 0.005;
/** However long a search takes, the next one comes after this time, ms: a cause is named within 10 s … */
export const CAUSES_MAX_GAP = 2_000;
/** … but after this time where nothing changed except what is measured again and again. */
export const CAUSES_CALM_GAP = 6_000;

/** Causes remembered that are not told because there are too many; of more it is said that they are gone. */
export const MAX_HIDDEN = 2_000;

/** Certain as soon as they are seen. All others need a second look: claims arrive one by one. */
const CERTAIN: ReadonlySet<string> = new Set(['node-down', 'node-absent', 'node-silent']);

export interface CauseTrackerOptions {
  clock: Clock;
  /** The mesh as it is. */
  mesh: () => Omit<MeshSnapshot, 'now' | 'heardSince'>;
  /** Whether a slow cause was measured since it was first seen; default: always. */
  isRenewed?: (cause: CauseView) => boolean;
  /** Called after every look, with all causes that are certain, and those that wait to be seen again. */
  onLook?: (current: readonly CauseView[], waiting: readonly CauseView[]) => void;
  /** Called when {@link CauseTracker.current} has changed. */
  onChange: (change: CauseChange) => void;
}

export interface CauseChange {
  /** Unix ms. */
  at: number;
  appeared: readonly CauseView[];
  gone: readonly CauseView[];
}

interface Tracked {
  view: CauseView;
  /** Told; else it waits to be seen once more. */
  confirmed: boolean;
  /** It was not found the last time. */
  missed: boolean;
}

/** Looks for causes of trouble when the mesh changes, and keeps those that last. */
export class CauseTracker {
  readonly #options: CauseTrackerOptions;
  #tracked = new Map<string, Tracked>();
  #current: readonly CauseView[] = [];
  /** Causes that worse ones pushed off the full list: whether they are over is not known. */
  readonly #hidden = new Map<string, CauseView>();
  #heardSince = new Map<NodeId, number>();
  #timer: Guard | null = null;
  #timerAt = Infinity;
  #lastAt = -Infinity;
  /** Time between two searches that the last one's duration allows, ms. */
  #share = 0;

  constructor(options: CauseTrackerOptions) {
    this.#options = options;
    this.#schedule(CAUSES_GAP);
  }

  /** All causes that are certain, the most harmful first. */
  get current(): readonly CauseView[] {
    return this.#current;
  }

  /** The mesh changed. Cheap: call it as often as you like. */
  touch(): void {
    this.#schedule(Math.max(CAUSES_SOON, this.#left(CAUSES_MAX_GAP)));
  }

  /** Round trips were measured, which goes on all the time; nothing else changed. */
  measured(): void {
    this.#schedule(Math.max(CAUSES_SOON, this.#left(CAUSES_CALM_GAP)));
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = null;
  }

  #schedule(delay: number): void {
    const at = this.#options.clock.now() + delay;
    if (this.#timer && this.#timerAt <= at) return;
    this.#timer?.dispose();
    this.#timerAt = at;
    this.#timer = this.#options.clock.after(delay, () => this.#look());
  }

  /** How long the next search has to wait yet, ms. @param most ms between the two */
  #left(most: number): number {
    const gap = Math.min(Math.max(CAUSES_GAP, this.#share), most);
    return this.#lastAt + gap - this.#options.clock.now();
  }

  #look(): void {
    const { clock, mesh, onLook } = this.#options;
    const now = clock.now();
    this.#timer = null;
    const snapshot = mesh();
    const nodes = [...snapshot.nodes];
    this.#noteHeard(nodes, now);
    const found = findCauses({ ...snapshot, nodes, now, heardSince: this.#heardSince });
    this.#take(found, now);
    onLook?.(this.#current, this.#waiting());
    this.#lastAt = clock.now();
    this.#share = (this.#lastAt - now) / CAUSES_SHARE;
    this.#schedule(this.#untilNext());
  }

  /** Causes that are not told yet. */
  #waiting(): CauseView[] {
    const waiting = [...this.#tracked.values()].filter(({ confirmed }) => !confirmed);
    return waiting.map(({ view }) => view);
  }

  /** When to look again though nothing happens, ms: soon when something waits for a second look. */
  #untilNext(): number {
    const waiting = [...this.#tracked.values()].filter((each) => !each.confirmed || each.missed);
    if (waiting.length === 0) return Math.max(CAUSES_IDLE, this.#left(CAUSES_CALM_GAP));
    // What is slow comes and goes by chance: on a busy machine something always waits.
    const calm = waiting.every(({ view }) => isSlow(view));
    return this.#left(calm ? CAUSES_CALM_GAP : CAUSES_MAX_GAP);
  }

  #noteHeard(nodes: MeshSnapshot['nodes'], now: number): void {
    const since = new Map<NodeId, number>();
    for (const { id, state } of nodes) {
      if (state === 'heard') since.set(id, this.#heardSince.get(id) ?? now);
    }
    this.#heardSince = since;
  }

  #take(found: readonly Cause[], now: number): void {
    const before = this.#tracked;
    const tracked = new Map<string, Tracked>();
    for (const cause of found) tracked.set(cause.id, this.#track(cause, before.get(cause.id), now));
    for (const [id, each] of before) {
      // What isn't found once may only be between two claims.
      const mayReturn = each.confirmed && !each.missed && !CERTAIN.has(each.view.kind);
      if (!tracked.has(id) && mayReturn) tracked.set(id, { ...each, missed: true });
    }
    this.#tracked = tracked;
    const current = [...tracked.values()]
      .filter(({ confirmed }) => confirmed)
      .map(({ view }) => view)
      .sort((one, other) => other.damage - one.damage || (one.id < other.id ? -1 : 1))
      .slice(0, MAX_CAUSES);
    this.#tell(current, before, { now, full: found.length >= MAX_CAUSES });
  }

  #tell(
    current: readonly CauseView[],
    before: ReadonlyMap<string, Tracked>,
    { now, full }: { now: number; full: boolean },
  ): void {
    const same =
      current.length === this.#current.length &&
      current.every((cause, index) => cause === this.#current[index]);
    if (same) return;
    const kept = new Set(current.map(({ id }) => id));
    const appeared = current.filter(
      ({ id }) => !before.get(id)?.confirmed && !this.#hidden.delete(id),
    );
    const left = this.#current.filter(({ id }) => !kept.has(id));
    const gone = full ? this.#hide(left) : this.#unhide(left);
    this.#current = current;
    this.#options.onChange({ at: now, appeared, gone });
  }

  /** There is room for all: what isn't found is over. */
  #unhide(left: readonly CauseView[]): CauseView[] {
    const gone = [...left, ...this.#hidden.values()];
    this.#hidden.clear();
    return gone;
  }

  /** The list is full. @returns those for which there is no room among the hidden ones either */
  #hide(left: readonly CauseView[]): CauseView[] {
    const room = Math.max(0, MAX_HIDDEN - this.#hidden.size);
    for (const cause of left.slice(0, room)) this.#hidden.set(cause.id, cause);
    return left.slice(room);
  }

  #track(cause: Cause, before: Tracked | undefined, now: number): Tracked {
    const view = { ...cause, since: before?.view.since ?? now };
    return {
      // The same object says that nothing changed.
      view: before && sameCause(before.view, view) ? before.view : view,
      confirmed: this.#isConfirmed(view, before),
      missed: false,
    };
  }

  #isConfirmed(view: CauseView, before: Tracked | undefined): boolean {
    if (CERTAIN.has(view.kind)) return true;
    if (!before) return false;
    if (before.confirmed || !isSlow(view)) return true;
    return this.#options.isRenewed?.(view) ?? true;
  }
}
