import { describe, expect, it } from 'vitest';
import { overWorker } from '../../../renderer/graph/graph-worker.ts';
import { runMap } from '../../../renderer/graph/map-run.ts';
import { mapTask } from '../../../renderer/graph/map-task.ts';
import type { WorkerQuestion } from '../../../renderer/graph/worker-words.ts';
import { scenery } from './scenery.ts';

/** A worker whose answers are given by hand. */
class FakeWorker {
  readonly asked: WorkerQuestion[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  terminated = false;

  postMessage(question: WorkerQuestion): void {
    this.asked.push(question);
  }
  terminate(): void {
    this.terminated = true;
  }
}

function setUp() {
  const fake = new FakeWorker();
  const sample = scenery({ nodes: 12, cities: {} });
  const { task } = mapTask({ ...sample, before: new Map(), pins: new Map(), scale: null });
  return { fake, worker: overWorker(fake as unknown as Worker), task };
}

const HAZE = {
  width: 4,
  height: 4,
  points: new Float32Array(2),
  colour: [1, 2, 3],
  strength: 1,
  mostSteps: 9,
} as const;

describe('the worker', () => {
  it('answers each question with its own answer, in any order', async () => {
    const { fake, worker, task } = setUp();
    const [map, haze] = [worker.map(task), worker.density(HAZE)];
    const points = new Float32Array([1, 2]);
    fake.onmessage?.({ data: { kind: 'density', id: 2, image: null } });
    fake.onmessage?.({ data: { kind: 'map', id: 1, points } });
    expect(await map).toBe(points);
    expect(await haze).toBeNull();
    expect(fake.asked.map(({ kind }) => kind)).toEqual(['map', 'density']);
  });

  it('leaves nobody waiting when it dies: maps are made here, hazes are not', async () => {
    const { fake, worker, task } = setUp();
    const [map, haze] = [worker.map(task), worker.density(HAZE)];
    fake.onerror?.();
    expect([...(await map)]).toEqual([...runMap(task)]);
    expect(await haze).toBeNull();
    expect(await worker.density(HAZE)).toBeNull();
    expect(fake.asked).toHaveLength(2);
  });

  it('ends', () => {
    const { fake, worker } = setUp();
    worker.dispose();
    worker.setLinks(new Uint16Array(2));
    expect(fake.terminated).toBe(true);
    expect(fake.asked).toEqual([]);
  });
});
