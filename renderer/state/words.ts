import type { Reason } from '../../shared/json.ts';
import type { LinkState, NodeView, ReportFlaws } from '../../shared/mesh.ts';
import type { CallResult, Delivery } from '../../shared/messages.ts';
import { isUnresolved, RESOLUTION } from '../../shared/resolution.ts';
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
  if (node.state === 'up' && node.silentSince !== null) return 'Up, but silent';
  return {
    self: 'This node',
    up: 'Up',
    down: 'Down',
    heard: 'Only heard of from others',
    absent: 'Expected, but absent',
  }[node.state];
}

/** The clock of a node beside ours; differences that the measurement can't tell are said to be none. */
export function clockWords(offset: number, roundTrip: number | null): string {
  const away = Math.abs(offset);
  // Half the round trip is how well it can be known.
  if (away <= Math.max(1, (roundTrip ?? 0) / 2)) return 'the same as ours';
  return `${duration(away)} ${offset > 0 ? 'ahead' : 'behind'}`;
}

/** A measured round trip, ms; of short ones only that they are short: more can't be measured. */
export function roundTripWords(ms: number): string {
  return isUnresolved(ms) ? `< ${RESOLUTION} ms` : duration(ms);
}

/** Weak auth methods of the protocol (section 2), and what accepting them means. */
const WEAK_AUTHS: Readonly<Record<string, string>> = {
  cleartext: 'the bare secret, which whoever listens can read',
  tls_anon: 'encrypted, but nobody proves who they are',
};

/** Auth methods that a peer would accept; `weakness` says in words what is wrong with one. */
export function acceptedAuths(
  methods: readonly string[],
): { method: string; weakness: string | null }[] {
  return [...new Set(methods)].map((method) => ({
    method,
    weakness: Object.hasOwn(WEAK_AUTHS, method) ? (WEAK_AUTHS[method] ?? null) : null,
  }));
}

/** What is wrong with a claim, as sentence parts; `[]` = nothing. */
export function flawWords(flaws: ReportFlaws | null): string[] {
  if (!flaws) return [];
  const { malformed, self, repeated, excess, unknown } = flaws;
  const parts: string[] = [];
  if (malformed > 0) {
    const are = malformed === 1 ? 'that is no node ID' : 'that are no node IDs';
    parts.push(`claims ${counted(malformed, 'name')} ${are}`);
  }
  if (self > 0) parts.push('claims to be connected to itself');
  if (repeated > 0) parts.push(`names ${counted(repeated, 'node')} more than once`);
  if (unknown > 0) parts.push(`claims ${counted(unknown, 'node')} that nobody else knows`);
  if (excess > 0) parts.push(`claims ${counted(excess, 'name')} too many, which were not read`);
  return parts;
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

/** Why there is no link to a node, after its name; `undefined` = it is known no more. */
export function lostNodeWords(node: NodeView | undefined): string {
  switch (node?.state) {
    case 'down':
      return 'is down';
    case 'absent':
      return 'is expected, but absent';
    case 'heard':
      return 'is only heard of from others';
    case 'self':
    case 'up':
      return 'is up';
    case undefined:
      return 'is no longer known';
  }
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
