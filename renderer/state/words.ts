import type { Reason } from '../../shared/json.ts';
import type { LinkState, NodeView } from '../../shared/mesh.ts';
import type { CallResult, Delivery } from '../../shared/messages.ts';
import { counted, duration } from './format.ts';
import { shown } from './text.ts';

/** How well something went; each tone has its own icon. */
export type Tone = 'good' | 'bad' | 'open';

export interface Verdict {
  tone: Tone;
  text: string;
}

/** The state of a node in plain words. */
export function nodeStateWords(node: NodeView): string {
  return { self: 'This node', up: 'Up', down: 'Down', heard: 'Only heard of from others' }[
    node.state
  ];
}

/** The state of a link in plain words. */
export function linkStateWords(state: LinkState): string {
  return {
    up: 'Up: confirmed by every side asked',
    half: 'One-sided: only one of the two reports it',
    missing: 'Missing: both were asked, neither reports it',
    unknown: 'Unknown: nobody was asked yet',
    impossible: 'Not possible: neither of the two listens',
  }[state];
}

/** Characters of a reason shown in a sentence. */
const MAX_REASON = 500;

/** A kill reason as a sentence part (protocol section 5: the empty reason is a normal end). */
export function reasonWords(reason: Reason): string {
  if (reason.length === 0) return 'ended normally';
  const parts = reason.map((part) => (typeof part === 'string' ? part : JSON.stringify(part)));
  return shown(parts.join(', '), MAX_REASON);
}

/** What became of a message to one destination. */
export function deliveryWords(delivery: Delivery): Verdict {
  switch (delivery.outcome) {
    case 'accepted':
      return { tone: 'good', text: `Accepted after ${duration(delivery.latency)}` };
    case 'no-such-port':
      return { tone: 'bad', text: 'No such port on that node' };
    case 'unconfirmed':
      return {
        tone: 'open',
        text: `Not confirmed within ${duration(delivery.waited)}; it may still arrive`,
      };
    case 'lost':
      return { tone: 'bad', text: `Lost: ${reasonWords(delivery.reason)}` };
  }
}

/** What came back for a message with a reply port. */
export function callWords(result: CallResult): Verdict {
  switch (result.outcome) {
    case 'reply':
      return { tone: 'good', text: `Reply after ${duration(result.latency)}` };
    case 'timeout':
      return { tone: 'open', text: `No reply within ${duration(result.waited)}` };
    case 'died':
      return { tone: 'bad', text: `The destination died: ${reasonWords(result.reason)}` };
  }
}

/** Deliveries of one message to many, in one line. */
export function deliveriesWords(deliveries: readonly Delivery[]): Verdict {
  const [only] = deliveries;
  if (only && deliveries.length === 1) return deliveryWords(only);
  const accepted = deliveries.filter((delivery) => delivery.outcome === 'accepted').length;
  const open = deliveries.filter((delivery) => delivery.outcome === 'unconfirmed').length;
  const bad = deliveries.length - accepted - open;
  if (bad === 0 && open === 0) {
    return { tone: 'good', text: `Accepted by all ${counted(accepted, 'port')}` };
  }
  const parts = [`${accepted} of ${counted(deliveries.length, 'port')} accepted it`];
  if (bad > 0) parts.push(`${bad} failed`);
  if (open > 0) parts.push(`${open} not confirmed`);
  return { tone: bad > 0 ? 'bad' : 'open', text: parts.join(', ') };
}
