import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { MessageDraft } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Delivery } from '../../shared/messages.ts';
import { request } from './client.ts';
import type { Draft } from './drafts.ts';

/** Destinations of one request; a larger group takes several. */
const MAX_AT_ONCE = 1_000;

/** `call` appends a reply port and listens to what comes back; `repeat` goes on by itself. */
export type Way = 'send' | 'call' | 'repeat';

export type Outcome =
  | { kind: 'waiting' }
  | { kind: 'sent'; deliveries: readonly Delivery[] }
  /** Goes on as a job. */
  | { kind: 'job'; job: number }
  | { kind: 'error'; error: ErrorView };

/** A message sent from this window, and what became of it. */
export interface Sent {
  id: number;
  /** Unix ms. */
  at: number;
  draft: Draft;
  way: Way;
  to: readonly PortId[];
  outcome: Outcome;
}

/** How a message is repeated. */
export interface Repetition {
  /** `null` = until it is stopped. */
  count: number | null;
  /** Seconds. */
  interval: number;
  /** Seconds that each may come sooner or later. */
  jitter: number;
  /** With a reply port. */
  call: boolean;
}

/** Runs what may fail: failures are outcomes too. */
export async function outcomeOf(action: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await action();
  } catch (error) {
    return { kind: 'error', error: errorView(error) };
  }
}

/** Sends a message to all of `to`; the draft that it was made of goes into the history. */
export async function sendToAll(
  to: readonly PortId[],
  message: readonly Json[],
  draft: MessageDraft,
): Promise<Outcome> {
  const deliveries: Delivery[] = [];
  for (let start = 0; start < to.length; start += MAX_AT_ONCE) {
    const part = { to: to.slice(start, start + MAX_AT_ONCE), message };
    const args = start === 0 ? { ...part, draft } : part;
    deliveries.push(...(await request('message.send', args)));
  }
  return { kind: 'sent', deliveries };
}

/** Sends a message with a reply port. @param timeout seconds */
export async function startCall(
  to: PortId,
  message: readonly Json[],
  options: { timeout: number; many: boolean; draft: MessageDraft },
): Promise<Outcome> {
  const timeout = Math.round(options.timeout * 1000);
  const { job } = await request('call.start', { to, message, ...options, timeout });
  return { kind: 'job', job };
}

/** Sends a draft again and again. */
export async function startRepetition(
  draft: MessageDraft,
  { count, interval, jitter, call }: Repetition,
): Promise<Outcome> {
  const times = { interval: Math.round(interval * 1000), jitter: Math.round(jitter * 1000) };
  const { job } = await request('repeat.start', { draft, count, call, ...times });
  return { kind: 'job', job };
}
