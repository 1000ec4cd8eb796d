/**
 * What set-up says while it works. A step is announced at once, shows the seconds that went by while it
 * takes longer than two of them, and ends with the time it took.
 */

/** A terminal can overwrite its line every second; a log file gets one plain line now and then. */
const TERMINAL_INTERVAL_MS = 1_000;
const LOG_INTERVAL_MS = 10_000;
const SILENT_MS = 2_000;

/**
 * @typedef {object} Step
 * @property {(text: string) => void} detail what is going on right now, shown behind the seconds
 */

/**
 * Runs one step and tells about it on `stream`.
 *
 * @template T
 * @param {string} title what is done, without a full stop
 * @param {(step: Step) => Promise<T>} work
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Promise<T>} what `work` returns (an exit `code` in it other than 0 means that it failed); its
 *   error passes through after the line was closed
 */
export async function step(title, work, stream = process.stderr) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const terminal = Boolean(stream.isTTY);
  let detail = '';

  const show = () => {
    const text = `${title} … ${seconds()} s${detail ? `, ${detail}` : ''}`;
    if (terminal) stream.write(`\r\x1b[K${fitted(text, stream.columns)}`);
    else stream.write(`${text}\n`);
  };
  const end = (word) => {
    const took = Date.now() - startedAt >= SILENT_MS ? ` (${seconds()} s)` : '';
    stream.write(`${terminal ? '\r\x1b[K' : ''}${title}: ${word}${took}\n`);
  };

  stream.write(terminal ? `${title} …` : `${title} …\n`);
  const timer = setInterval(show, terminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS);
  try {
    const result = await work({ detail: (text) => void (detail = text) });
    end(result?.code ? 'failed' : 'done');
    return result;
  } catch (error) {
    end('failed');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * A plain line of set-up.
 *
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A line that wraps can't be overwritten, so it is cut to the terminal's width. */
function fitted(text, columns = 80) {
  return text.length < columns ? text : `${text.slice(0, columns - 2)}…`;
}
