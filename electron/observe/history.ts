import { costOfCauses, costOfDelta, costOfFrame } from './history-cost.ts';
import type { MeshDelta, MeshState } from './mesh-delta.ts';
import { copyState, emptyState, Replay } from './mesh-delta.ts';

/** Most memory for the past, octets, as estimated; the oldest goes first. */
export const MAX_HISTORY_OCTETS = 32 * 1024 * 1024;
/** Changes of this size follow a key frame, octets, before the next one: what must be replayed stays short. */
export const MIN_SEGMENT_OCTETS = 512 * 1024;

/** A stretch of the past: the mesh at its beginning, and what changed. */
interface Segment {
  at: number;
  frame: MeshState;
  frameCost: number;
  deltas: MeshDelta[];
  deltaCost: number;
}

/** The mesh as it was at any time that is kept: key frames, and the changes between them. */
export class History {
  readonly #limit: number;
  readonly #segments: Segment[] = [];
  #octets = 0;
  #causes: MeshState['causes'] = [];

  /** @param start Unix ms; the mesh is empty then */
  constructor(start: number, limit = MAX_HISTORY_OCTETS) {
    this.#limit = limit;
    this.#open(start, emptyState());
  }

  /** Estimated size in memory. */
  get octets(): number {
    return this.#octets;
  }

  /** The oldest time that is kept, Unix ms. */
  get from(): number {
    return (this.#segments[0] as Segment).at;
  }

  /**
   * Notes a change, not older than the last one.
   * @param after the mesh with the change in it; copied when a key frame is due
   */
  add(delta: MeshDelta, after: MeshState): void {
    const segment = this.#segments.at(-1) as Segment;
    let cost = costOfDelta(delta);
    if (delta.part === 'causes') {
      cost += costOfCauses(delta.causes, this.#causes);
      this.#causes = delta.causes;
    }
    segment.deltas.push(delta);
    segment.deltaCost += cost;
    this.#octets += cost;
    // A frame may cost as much as what it saves.
    if (segment.deltaCost >= Math.max(MIN_SEGMENT_OCTETS, segment.frameCost)) {
      this.#open(delta.at, copyState(after));
    }
    this.#trim();
  }

  /** The mesh at a time; that at {@link from} when it is earlier. */
  at(time: number): { at: number; state: MeshState } {
    const at = Math.max(time, this.from);
    const segment = this.#segmentAt(at);
    const replay = new Replay(segment.frame);
    for (const delta of segment.deltas) {
      if (delta.at > at) break;
      replay.apply(delta);
    }
    return { at, state: replay.state() };
  }

  /** The last segment that begins at that time or before. */
  #segmentAt(time: number): Segment {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#segments[middle] as Segment).at <= time) low = middle;
      else high = middle - 1;
    }
    return this.#segments[low] as Segment;
  }

  #open(at: number, frame: MeshState): void {
    const frameCost = costOfFrame(frame, this.#segments.at(-1)?.frame ?? null);
    this.#segments.push({ at, frame, frameCost, deltas: [], deltaCost: 0 });
    this.#octets += frameCost;
  }

  #trim(): void {
    while (this.#octets > this.#limit && this.#segments.length > 1) {
      const { frameCost, deltaCost } = this.#segments.shift() as Segment;
      this.#octets -= frameCost + deltaCost;
      // What it shared with the one that is gone is its own now.
      const first = this.#segments[0] as Segment;
      this.#octets -= first.frameCost;
      first.frameCost = costOfFrame(first.frame, null);
      this.#octets += first.frameCost;
    }
  }
}
