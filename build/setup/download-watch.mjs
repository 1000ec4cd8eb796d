/**
 * Loaded into the electron package's own download (node --import): gives up when nothing arrives for a
 * while, however long the whole may take, and tells how far it is. The download itself, its mirrors,
 * cache and checksums are the package's.
 */
const SILENCE_MS = Number(process.env.MESHDECK_DOWNLOAD_SILENCE_MS) || 15_000;
const REPORT_MS = 1_000;

const realFetch = globalThis.fetch;

globalThis.fetch = async (url, options = {}) => {
  const controller = new AbortController();
  const stop = () =>
    controller.abort(new Error(`nothing arrived for ${Math.round(SILENCE_MS / 1000)} s`));
  let timer = setTimeout(stop, SILENCE_MS);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, SILENCE_MS);
  };
  const signal = options.signal
    ? AbortSignal.any([options.signal, controller.signal])
    : controller.signal;
  const done = () => clearTimeout(timer);
  try {
    const response = await realFetch(url, { ...options, signal });
    alive();
    return response.body ? watched(response, alive, done) : response;
  } catch (error) {
    done();
    throw error.cause ?? error;
  }
};

/** The same response, with a body that reports every piece. */
function watched(response, alive, done) {
  const total = Number(response.headers.get('content-length')) || 0;
  let received = 0;
  let reportedAt = 0;
  const report = () => {
    if (Date.now() - reportedAt < REPORT_MS) return;
    reportedAt = Date.now();
    const of = total ? ` of ${megabytes(total)}` : '';
    process.stderr.write(`progress: ${megabytes(received)}${of} MB\n`);
  };
  const counter = new TransformStream({
    transform(chunk, controller) {
      received += chunk.length;
      alive();
      report();
      controller.enqueue(chunk);
    },
    flush: done,
  });
  const { status, statusText, headers } = response;
  const copy = new Response(response.body.pipeThrough(counter), { status, statusText, headers });
  Object.defineProperty(copy, 'url', { value: response.url });
  return copy;
}

function megabytes(octets) {
  return Math.round(octets / 1e6);
}
