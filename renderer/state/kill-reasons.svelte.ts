import type { PortId } from '../../shared/ids.ts';

/** What stands there at first: who was killed should learn that it was a person. */
const BY_HAND = '"killed by hand"';

/** Reasons of kills, as far as they are written, by the port that is to be killed. */
export class KillReasons {
  #written = $state.raw<ReadonlyMap<PortId, string>>(new Map());

  /** JSON values with commas between. */
  of(port: PortId): string {
    return this.#written.get(port) ?? BY_HAND;
  }

  edit(port: PortId, reason: string): void {
    this.#written = new Map(this.#written).set(port, reason);
  }

  /** The port was killed. */
  forget(port: PortId): void {
    this.#written = new Map([...this.#written].filter(([written]) => written !== port));
  }
}

export const killReasons = new KillReasons();
