/** Layouts and hazes off the window's thread: this file is the worker. */
import { paintDensity } from './density.ts';
import { runMap } from './map-run.ts';
import type { WorkerAnswer, WorkerQuestion } from './worker-words.ts';

/** The part of a worker's global scope that is used; the types of windows don't have it. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerQuestion>) => void) | null;
  postMessage(answer: WorkerAnswer, transfer: Transferable[]): void;
}

const scope = self as unknown as WorkerScope;
let links: Uint16Array = new Uint16Array(0);
let canvas: OffscreenCanvas | null = null;

scope.onmessage = ({ data }) => {
  if (data.kind === 'links') links = data.links;
  else if (data.kind === 'map') {
    const points = runMap(data.task);
    scope.postMessage({ kind: 'map', id: data.id, points }, [points.buffer]);
  } else {
    const image = imageOf(data);
    scope.postMessage({ kind: 'density', id: data.id, image }, image ? [image] : []);
  }
};

function imageOf(question: Extract<WorkerQuestion, { kind: 'density' }>): ImageBitmap | null {
  const { width, height } = question;
  if (canvas?.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height);
  }
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.putImageData(new ImageData(paintDensity({ ...question, links }), width, height), 0, 0);
  return canvas.transferToImageBitmap();
}
