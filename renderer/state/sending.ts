import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { CallResult, Delivery } from '../../shared/messages.ts';
import { request } from './client.ts';
import type { Draft } from './drafts.ts';

/** Destinations of one request; a larger group takes several. */
const MAX_AT_ONCE = 1_000;

/** `call` appends a reply port and waits for what comes back. */
export type Way = 'send' | 'call';

export type Outcome =
  | { kind: 'waiting' }
  | { kind: 'sent'; deliveries: readonly Delivery[] }
  | { kind: 'called'; result: CallResult }
  | { kind: 'error'; error: ErrorView };

/** A message sent from this window, and what became of it. */
export interface Sent {
  id: number;
  /** Unix ms. */
  at: number;
  draft: Draft;
  /** With a reply port. */
  call: boolean;
  to: readonly PortId[];
  outcome: Outcome;
}

/**
 * Sends a message and tells what became of it; failures are outcomes too.
 * @param to at least one port; a call goes to the first
 * @param timeout seconds, of a call
 */
export async function perform(
  way: Way,
  to: readonly PortId[],
  message: readonly Json[],
  timeout: number,
): Promise<Outcome> {
  try {
    if (way === 'send') return { kind: 'sent', deliveries: await sendToAll(to, message) };
    const args = { to: to[0] as PortId, message, timeout: Math.round(timeout * 1000) };
    return { kind: 'called', result: await request('message.call', args) };
  } catch (error) {
    return { kind: 'error', error: errorView(error) };
  }
}

async function sendToAll(to: readonly PortId[], message: readonly Json[]): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (let start = 0; start < to.length; start += MAX_AT_ONCE) {
    const part = to.slice(start, start + MAX_AT_ONCE);
    deliveries.push(...(await request('message.send', { to: part, message })));
  }
  return deliveries;
}
