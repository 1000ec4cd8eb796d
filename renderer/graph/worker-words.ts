import type { MapTask } from './map-run.ts';

/** What the window asks of the worker. Answers carry the number of the question. */
export type WorkerQuestion =
  | { kind: 'map'; id: number; task: MapTask }
  /** Links for the haze, as places of their ends; kept until replaced. */
  | { kind: 'links'; links: Uint16Array }
  | {
      kind: 'density';
      id: number;
      width: number;
      height: number;
      /** Pixels of the picture. */
      points: Float32Array;
      colour: readonly [number, number, number];
      strength: number;
      mostSteps: number;
    };

export type WorkerAnswer =
  | { kind: 'map'; id: number; points: Float32Array }
  /** `null` where no picture can be made. */
  | { kind: 'density'; id: number; image: ImageBitmap | null };
