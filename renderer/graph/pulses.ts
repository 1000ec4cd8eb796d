import { bendOf } from './scene.ts';
import type { Scene } from './scene.ts';
import { curvePoint } from './hit.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { Point } from './points.ts';

/** How long a pulse is on its way, ms: long enough to see where it goes. */
export const PULSE_MS = 700;

/** Pulses that begin in one second, at most; what is beyond can't be told apart. */
export const MOST_PER_SECOND = 1_000;

/** Pulses at once, at most. */
const CAPACITY = 1_024;

/** Messages of this node on their way along its links. Each one stands for a message that really passed. */
export class PulseField {
  readonly #peers: (NodeId | null)[] = new Array<NodeId | null>(CAPACITY).fill(null);
  readonly #starts = new Float64Array(CAPACITY).fill(-Infinity);
  /** 1 = to us, 0 = from us. */
  readonly #inward = new Uint8Array(CAPACITY);
  #next = 0;
  #secondBegan = -Infinity;
  #inSecond = 0;

  /**
   * A message passed.
   * @param now ms, of the same clock as in {@link each}
   * @returns whether it is shown
   */
  add(peer: NodeId, direction: 'in' | 'out', now: number): boolean {
    if (now - this.#secondBegan >= 1_000) [this.#secondBegan, this.#inSecond] = [now, 0];
    if (this.#inSecond >= MOST_PER_SECOND) return false;
    this.#inSecond += 1;
    this.#peers[this.#next] = peer;
    this.#starts[this.#next] = now;
    this.#inward[this.#next] = direction === 'in' ? 1 : 0;
    this.#next = (this.#next + 1) % CAPACITY;
    return true;
  }

  /** Whether any pulse is on its way. */
  active(now: number): boolean {
    return now - this.#starts[(this.#next + CAPACITY - 1) % CAPACITY]! < PULSE_MS;
  }

  clear(): void {
    this.#starts.fill(-Infinity);
  }

  /** Calls `visit` for every pulse: where it is in world units, and whether it comes to us. */
  each(scene: Scene, own: NodeId, now: number, visit: (at: Point, inward: boolean) => void): void {
    const self = scene.nodes[scene.places.get(own) ?? -1];
    if (!self) return;
    for (let slot = 0; slot < CAPACITY; slot++) {
      const share = (now - this.#starts[slot]!) / PULSE_MS;
      if (!(share >= 0 && share < 1)) continue;
      const peer = scene.nodes[scene.places.get(this.#peers[slot]!) ?? -1];
      if (!peer || peer === self) continue;
      const inward = this.#inward[slot] === 1;
      const along = inward ? share : 1 - share;
      visit(curvePoint(peer, bendOf(scene.kind, peer, self), self, along), inward);
    }
  }
}
