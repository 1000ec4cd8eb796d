import type { NodeId, PortId } from '../../shared/ids.ts';
import { nodeOf, portNameOf } from '../../shared/ids.ts';
import type { MessageView } from '../../shared/messages.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';

/** Reply ports remembered, used or not: late answers are still paired. */
export const MAX_REPLY_PORTS = 1_000;

interface Request {
  seq: number;
  at: number;
}

/** Finds the request that a message answers: it arrives at the reply port that the request named. */
export class ReplyPairs {
  readonly #self: NodeId;
  /** Requests by the name of their reply port; `null` until the request was sent. Oldest first. */
  readonly #requests = new Map<string, Request | null>();

  constructor(self: NodeId) {
    this.#self = self;
  }

  /** Declares a port of this node as the reply port of the next request that ends with it. */
  expect(replyPort: PortId): void {
    this.#requests.set(portNameOf(replyPort), null);
    if (this.#requests.size <= MAX_REPLY_PORTS) return;
    const oldest = this.#requests.keys().next();
    if (!oldest.done) this.#requests.delete(oldest.value);
  }

  /** Whether the message asks for an answer at one of the reply ports; then it is remembered. */
  noteRequest(message: TappedMessage, seq: number, at: number): boolean {
    const last = message.message.at(-1);
    if (this.#requests.size === 0 || typeof last !== 'string') return false;
    if (nodeOf(last as PortId) !== this.#self) return false;
    const name = portNameOf(last as PortId);
    const request = this.#requests.get(name);
    if (request === undefined) return false;
    if (request === null) this.#requests.set(name, { seq, at });
    return request === null;
  }

  /** The request that the message answers, with the time between in ms. */
  answered(message: TappedMessage, at: number): MessageView['replyTo'] {
    const here = message.direction === 'in' || message.peer === this.#self;
    const request = here ? this.#requests.get(message.port) : undefined;
    return request ? { seq: request.seq, latency: at - request.at } : null;
  }
}
