import type { NodeId } from '../../shared/ids.ts';
import type { Greeting } from '../../electron/mp/wire/greeting.ts';
import {
  Handshake,
  type Agreement,
  type HandshakeEvent,
  type HandshakeOptions,
} from '../../electron/mp/wire/handshake.ts';

export const HMAC = 'hmac_md6_64_256';
export const SECRET = Buffer.from('geheim');

/** A greeting of a node with that ID. */
export function greetingOf(nodeId: string, changes: Partial<Greeting> = {}): Greeting {
  return {
    nodeId: nodeId as NodeId,
    auths: [HMAC, 'cleartext'],
    framings: ['json'],
    keys: new Map([['peeraddr', `to-${nodeId}:1`]]),
    ...changes,
  };
}

/** What a node of that ID brings to a handshake. */
export function options(nodeId: string, changes: Partial<HandshakeOptions> = {}): HandshakeOptions {
  return {
    greeting: greetingOf(nodeId),
    nonce: `nonce-of-${nodeId}`,
    secret: SECRET,
    authOffer: [HMAC],
    framings: ['json'],
    tls: 'off',
    isOwnNonce: () => false,
    ...changes,
  };
}

/** One end that a test drives: it proves itself when greeted, or when told to. */
export class End {
  readonly handshake: Handshake;
  readonly seen: string[] = [];
  /** Octets to be sent to the other end. */
  out = '';
  agreement: Agreement | null = null;
  rest = '';
  readonly #proves: boolean;

  constructor(given: HandshakeOptions, proves = true) {
    this.handshake = new Handshake(given);
    this.#proves = proves;
    this.apply([this.handshake.start()]);
  }

  push(octets: string | Buffer): void {
    this.apply(this.handshake.push(Buffer.from(octets as string, 'latin1')));
  }

  prove(): void {
    this.apply(this.handshake.prove());
  }

  apply(events: readonly HandshakeEvent[]): void {
    for (const event of events) this.#one(event);
  }

  /** What was to be sent since the last call. */
  take(): string {
    const { out } = this;
    this.out = '';
    return out;
  }

  #one(event: HandshakeEvent): void {
    this.seen.push(event.kind);
    if (event.kind === 'send') this.out += event.octets;
    if (event.kind === 'greeted' && this.#proves) this.prove();
    if (event.kind !== 'done') return;
    this.agreement = event.agreement;
    this.rest = event.rest.toString();
  }
}

/** Everything that a peer sends in a whole handshake with `local`. */
export function scriptOf(peer: HandshakeOptions, local: HandshakeOptions): string {
  const [ours, theirs] = [new End(local), new End(peer)];
  const greeting = theirs.take();
  theirs.push(ours.take());
  return greeting + theirs.take();
}
