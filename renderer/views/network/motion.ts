import { easeCubicOut } from 'd3';
import type { NodeId } from '../../../shared/ids.ts';
import type { Point } from '../../graph/points.ts';
import { moveNodes } from '../../graph/scene.ts';
import type { Scene } from '../../graph/scene.ts';

/** Long enough to follow with the eye, short enough not to wait for. */
const DURATION_MS = 280;

type Points = ReadonlyMap<NodeId, Point>;

/** Nodes on their way from one layout to the next. */
export class Motion {
  #from: Points = new Map();
  #to: Points = new Map();
  #startedAt = -Infinity;

  /**
   * Sets the goal. From where the nodes are now; the first nodes appear in their places.
   * @param now ms
   * @param still true when nothing may move
   */
  aim(to: Points, now: number, still: boolean): void {
    if (to === this.#to) return;
    this.#from = this.#positions(now);
    this.#to = to;
    this.#startedAt = still || this.#from.size === 0 ? -Infinity : now;
  }

  /** Whether anything still moves. */
  moving(now: number): boolean {
    return now - this.#startedAt < DURATION_MS;
  }

  /** Puts the nodes of a scene where they are at this moment. */
  place(scene: Scene, now: number): void {
    moveNodes(scene, this.#from, this.#to, this.#share(now));
  }

  #share(now: number): number {
    return this.moving(now) ? easeCubicOut((now - this.#startedAt) / DURATION_MS) : 1;
  }

  #positions(now: number): Points {
    const share = this.#share(now);
    if (share === 1) return this.#to;
    return new Map(
      [...this.#to].map(([id, end]) => {
        const start = this.#from.get(id) ?? end;
        const between = (a: number, b: number) => a + (b - a) * share;
        return [id, { x: between(start.x, end.x), y: between(start.y, end.y) }];
      }),
    );
  }
}
