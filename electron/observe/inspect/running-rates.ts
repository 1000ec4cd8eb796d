import type { Clock } from '../../../shared/clock.ts';
import type { KeptMessage } from './kept.ts';
import type { RateCounts, RateProperty } from './rate-series.ts';
import { CountTable } from './rate-series.ts';

/** Messages are counted in slots this long, ms. */
export const RUNNING_SLOT = 1_000;
/** Slots remembered: a quarter of an hour. */
export const RUNNING_SLOTS = 900;
/** Values counted for each property in a slot; what peers invent beyond that is summed up. */
export const MAX_VALUES_PER_SLOT = 100;

type Counts = Record<RateProperty, CountTable>;

/** How many messages there were, by peer, port and tag: counted as they pass, because floods outrun the ring. */
export class RunningRates {
  readonly #clock: Pick<Clock, 'now'>;
  /** By number of the slot since the beginning of time, oldest first. */
  readonly #slots = new Map<number, Counts>();
  #number = NaN;
  #current: Counts | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Takes a message that has just passed. */
  count({ at, peer, port, tag }: Pick<KeptMessage, 'at' | 'peer' | 'port' | 'tag'>): void {
    const number = Math.floor(at / RUNNING_SLOT);
    const slot = number === this.#number && this.#current ? this.#current : this.#open(number);
    slot.peer.count(peer);
    slot.port.count(port);
    slot.tag.count(tag);
  }

  /** Whether slots of that length can be made of what was counted. */
  covers(slot: number, slots: number): boolean {
    return slot % RUNNING_SLOT === 0 && slot * slots <= RUNNING_SLOT * RUNNING_SLOTS;
  }

  /** Adds what was counted from `from` on, Unix ms; see {@link covers}. */
  addTo(counts: RateCounts, by: RateProperty): void {
    for (const [number, slot] of this.#slots) {
      slot[by].forEach((value, count) => counts.add(number * RUNNING_SLOT, value, count));
    }
  }

  #open(number: number): Counts {
    const slot = this.#slots.get(number) ?? newCounts();
    this.#slots.set(number, slot);
    this.#number = number;
    this.#current = slot;
    const oldest = Math.floor(this.#clock.now() / RUNNING_SLOT) - RUNNING_SLOTS;
    for (const past of this.#slots.keys()) {
      if (past >= oldest) break;
      this.#slots.delete(past);
    }
    return slot;
  }
}

function newCounts(): Counts {
  const table = (): CountTable => new CountTable(MAX_VALUES_PER_SLOT);
  return { peer: table(), port: table(), tag: table() };
}
