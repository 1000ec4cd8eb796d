import { runMap } from './map-run.ts';
import type { MapTask } from './map-run.ts';
import type { WorkerAnswer, WorkerQuestion } from './worker-words.ts';

/** What is computed beside the window. */
export interface GraphWorker {
  /** Where the nodes of a map belong. */
  map(task: MapTask): Promise<Float32Array>;
  /** The links that {@link density} paints; kept until replaced. */
  setLinks(links: Uint16Array): void;
  /** A haze of links; `null` where it can't be painted. */
  density(question: DensityQuestion): Promise<ImageBitmap | null>;
  dispose(): void;
}

export type DensityQuestion = Omit<Extract<WorkerQuestion, { kind: 'density' }>, 'kind' | 'id'>;

/** A worker; where there are none, the same work is done between two tasks of the window. */
export function createGraphWorker(): GraphWorker {
  if (typeof Worker === 'undefined') return windowWorker();
  const worker = new Worker(new URL('./graph.worker.ts', import.meta.url), { type: 'module' });
  return overWorker(worker);
}

/** Speaks with a worker. Should it die, what was asked is answered as if it never were. */
export function overWorker(worker: Worker): GraphWorker {
  const waiting = new Map<number, (answer: WorkerAnswer | null) => void>();
  let asked = 0;
  let dead = false;
  worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  const fail = () => {
    dead = true;
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  };
  worker.onerror = fail;
  const ask = (question: (id: number) => WorkerQuestion) =>
    new Promise<WorkerAnswer | null>((resolve) => {
      if (dead) return resolve(null);
      asked += 1;
      waiting.set(asked, resolve);
      worker.postMessage(question(asked));
    });
  return {
    async map(task) {
      const answer = await ask((id) => ({ kind: 'map', id, task }));
      return answer?.kind === 'map' ? answer.points : runMap(task);
    },
    setLinks(links) {
      if (!dead) worker.postMessage({ kind: 'links', links } satisfies WorkerQuestion);
    },
    async density(question) {
      const answer = await ask((id) => ({ kind: 'density', id, ...question }));
      return answer?.kind === 'density' ? answer.image : null;
    },
    dispose() {
      fail();
      worker.terminate();
    },
  };
}

function windowWorker(): GraphWorker {
  return {
    map: (task) => new Promise((resolve) => setTimeout(() => resolve(runMap(task)), 0)),
    setLinks: () => undefined,
    density: () => Promise.resolve(null),
    dispose: () => undefined,
  };
}
