import type { GraphWorker } from '../../graph/graph-worker.ts';
import { mapTask } from '../../graph/map-task.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Point } from '../../graph/points.ts';
import type { MeshTable } from '../../graph/table.ts';
import type { MeshModel } from './mesh-model.svelte.ts';

/** Least time between two maps, ms: nodes that come in a row are taken together. */
const PAUSE_MS = 250;

/** A map whose nodes moved less than this on average, world units, is the one that is there already. */
const LEAST_MOVE = 1.5;

/** Keeps the map of a model up to date: one at a time, and the newest state last. */
export class MapRunner {
  readonly #worker: GraphWorker;
  readonly #model: MeshModel;
  #running = false;
  #again = false;
  /** What the newest map was made of. */
  #done: { table: MeshTable; pins: ReadonlyMap<NodeId, Point> } | null = null;
  #disposed = false;

  constructor(worker: GraphWorker, model: MeshModel) {
    this.#worker = worker;
    this.#model = model;
  }

  /** Something may have changed that the map depends on. */
  request(): void {
    if (this.#model.mapRests) return;
    const { distances: table, pins } = this.#model;
    if (table === this.#done?.table && pins === this.#done.pins) return;
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  dispose(): void {
    this.#disposed = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#again && !this.#disposed && !this.#model.mapRests) {
      this.#again = false;
      const { distances: table, sectors, map, pins } = this.#model;
      this.#done = { table, pins };
      const input = { table, sectors, before: map.points, pins, scale: map.scale };
      const { task, scale } = mapTask(input);
      const points = await this.#worker.map(task);
      if (this.#disposed) break;
      this.#take(table.order, points, scale);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.#running = false;
  }

  #take(order: readonly NodeId[], points: Float32Array, scale: number): void {
    const before = this.#model.map.points;
    const after = new Map<NodeId, Point>();
    let [moved, known] = [0, 0];
    order.forEach((id, place) => {
      const point = { x: points[2 * place] ?? 0, y: points[2 * place + 1] ?? 0 };
      const former = before.get(id);
      if (former) {
        moved += Math.hypot(point.x - former.x, point.y - former.y);
        known += 1;
      }
      after.set(id, point);
    });
    const same = known === order.length && known === before.size;
    if (same && moved / Math.max(1, known) < LEAST_MOVE) return;
    this.#model.map = { points: after, scale };
  }
}
