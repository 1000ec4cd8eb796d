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
  #held: { id: NodeId; at: Point } | null = null;
  #moves = 0;

  /** Counts whenever nodes may be somewhere else. */
  get moves(): number {
    return this.#moves;
  }

  /**
   * Sets the goal. From where the nodes are now; the first nodes appear in their places.
   * @param now ms
   * @param still true when nothing may move
   */
  aim(to: Points, now: number, still: boolean): void {
    if (to === this.#to) return;
    // From where it is held, when a node is let go for a new goal.
    this.#from = this.#positions(now);
    this.#held = null;
    this.#to = to;
    this.#startedAt = still || this.#from.size === 0 ? -Infinity : now;
    this.#moves += 1;
  }

  /** Keeps one node at a place of its own, while it is dragged, until there is a new goal. */
  hold(held: { id: NodeId; at: Point }): void {
    this.#held = held;
    this.#moves += 1;
  }

  /** Whether anything still moves. */
  moving(now: number): boolean {
    return now - this.#startedAt < DURATION_MS;
  }

  /** Puts the nodes of a scene where they are at this moment. */
  place(scene: Scene, now: number): void {
    if (this.moving(now)) this.#moves += 1;
    moveNodes(scene, this.#from, this.#to, this.#share(now));
    const held = this.#held && scene.nodes[scene.places.get(this.#held.id) ?? -1];
    if (held && this.#held) [held.x, held.y] = [this.#held.at.x, this.#held.at.y];
  }

  #share(now: number): number {
    return this.moving(now) ? easeCubicOut((now - this.#startedAt) / DURATION_MS) : 1;
  }

  #positions(now: number): Points {
    const share = this.#share(now);
    const points = new Map(this.#to);
    if (share < 1) {
      for (const [id, end] of this.#to) {
        const start = this.#from.get(id) ?? end;
        const between = (a: number, b: number) => a + (b - a) * share;
        points.set(id, { x: between(start.x, end.x), y: between(start.y, end.y) });
      }
    }
    if (this.#held) points.set(this.#held.id, this.#held.at);
    return points;
  }
}
