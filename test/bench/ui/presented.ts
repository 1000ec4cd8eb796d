import { readFileSync, rmSync } from 'node:fs';
import { contentTracing } from 'electron';

/** Where Chromium tells of each picture that it puts on the screen; little else, so that it costs little. */
const CATEGORY = 'viz';
const DRAWN = 'Display::DrawAndSwap';

interface TraceEvent {
  name: string;
  ph: string;
  /** Microseconds. */
  ts: number;
}

/**
 * Counts what really gets to the screen while `action` runs; the page itself can only tell what it was
 * asked to draw.
 * @returns what `action` returned, and pictures a second
 */
export async function countPresented<Result>(
  action: () => Promise<Result>,
): Promise<{ result: Result; presented: number }> {
  await contentTracing.startRecording({ included_categories: [CATEGORY] });
  const result = await action();
  const file = await contentTracing.stopRecording();
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] };
  rmSync(file);
  const drawn = traceEvents.filter(({ name, ph }) => name === DRAWN && ph === 'X');
  const times = drawn.map(({ ts }) => ts).sort((one, other) => one - other);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { result, presented: span > 0 ? ((times.length - 1) / span) * 1e6 : 0 };
}
