import type { Clock } from '../../shared/clock.ts';
import type { TrafficRates } from '../../shared/contract.ts';
import type { Guard } from '../../shared/guard.ts';

/** The time over which messages are averaged, ms. */
export const RATE_WINDOW = 5_000;
/** Messages are counted in slots this long, ms; also how often the rates are told anew. */
export const RATE_SLOT = 1_000;

const SLOTS = RATE_WINDOW / RATE_SLOT;

interface Slot {
  number: number;
  in: number;
  out: number;
}

/** Messages per second in and out over the last {@link RATE_WINDOW}. Costs nothing while there are none. */
export class Rates {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #slots: Slot[] = [];
  #told: TrafficRates = { in: 0, out: 0 };
  #timer: Guard | null = null;

  /** @param onChange called when {@link takeChange} has something to tell */
  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  count(direction: 'in' | 'out'): void {
    const number = Math.floor(this.#clock.now() / RATE_SLOT);
    let slot = this.#slots.at(-1);
    if (slot?.number !== number) {
      slot = { number, in: 0, out: 0 };
      this.#slots.push(slot);
    }
    slot[direction] += 1;
    this.#timer ??= this.#clock.after(RATE_SLOT, () => this.#tick());
  }

  current(): TrafficRates {
    const oldest = Math.floor(this.#clock.now() / RATE_SLOT) - SLOTS;
    // The slot that has just begun is left out: half a second of it would look like half the rate.
    const whole = this.#slots.filter(
      (slot) => slot.number >= oldest && slot.number < oldest + SLOTS,
    );
    const perSecond = (direction: 'in' | 'out'): number =>
      (whole.reduce((sum, slot) => sum + slot[direction], 0) * 1000) / RATE_WINDOW;
    return { in: perSecond('in'), out: perSecond('out') };
  }

  takeAll(): TrafficRates {
    this.#told = this.current();
    return this.#told;
  }

  /** The rates when they differ from what was last told, or `null`. */
  takeChange(): TrafficRates | null {
    const now = this.current();
    return now.in === this.#told.in && now.out === this.#told.out ? null : this.takeAll();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = null;
  }

  #tick(): void {
    this.#timer = null;
    const oldest = Math.floor(this.#clock.now() / RATE_SLOT) - SLOTS;
    this.#slots = this.#slots.filter((slot) => slot.number >= oldest);
    if (this.#slots.length > 0) this.#timer = this.#clock.after(RATE_SLOT, () => this.#tick());
    this.#onChange();
  }
}
