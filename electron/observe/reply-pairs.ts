import type { NodeId, PortId } from '../../shared/ids.ts';
import { nodeOf, portNameOf } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';

/** Reply ports remembered, used or not. */
export const MAX_REPLY_PORTS = 2_000;
/** Requests that wait at one port: pipelines are longer only in floods. */
export const MAX_REQUESTS_PER_PORT = 100;
/** Elements looked at for a reply port: it is the last one, or tokens stand behind it. */
const LAST_ELEMENTS = 3;
/** What arrives at a port that was named so long ago is no answer, ms; nobody waits longer for one. */
export const MAX_ANSWER_AGE = 600_000;

interface Request {
  seq: number;
  at: number;
  /** Who was asked. */
  asked: NodeId;
}

interface ReplyPort {
  node: NodeId;
  /** A person waits at it: every message is an answer to the one request, not only the first. */
  expected: boolean;
  requests: Request[];
}

/** What a message is to others. */
export interface Pairing {
  /** The request that it answers. */
  answers: Request | null;
  /** It asks for an answer at a port that a person waits at. */
  expected: boolean;
}

const NO_PAIRING: Pairing = { answers: null, expected: false };

/**
 * Finds the request that a message answers: it goes to a port of the requester that the request named
 * among its last elements. That is all that can be seen from outside, so a port that a message merely
 * mentions looks the same; the first message to it, within ten minutes, then counts as the answer.
 */
export class ReplyPairs {
  readonly #self: NodeId;
  /** By the name of the reply port, the oldest first. Names are unique; if not, the newest counts. */
  readonly #ports = new Map<string, ReplyPort>();

  constructor(self: NodeId) {
    this.#self = self;
  }

  /** Declares a port of this node as the reply port of the next request that names it. */
  expect(replyPort: PortId): void {
    this.#remember(portNameOf(replyPort), { node: this.#self, expected: true, requests: [] });
  }

  /** Takes the next message, whose number is `seq` and whose time is `at`, Unix ms. */
  next(message: TappedMessage, seq: number, at: number): Pairing {
    const out = message.direction === 'out';
    const sender = out ? this.#self : message.peer;
    const receiver = out ? message.peer : this.#self;
    const answers = this.#answered(message.port, receiver, sender, at);
    const replyPort = replyPortOf(message.message, sender);
    if (replyPort === null) return answers ? { answers, expected: false } : NO_PAIRING;
    const expected = this.#noteRequest(replyPort, sender, { seq, at, asked: receiver });
    return { answers, expected };
  }

  #noteRequest(replyPort: PortId, node: NodeId, request: Request): boolean {
    const name = portNameOf(replyPort);
    const known = this.#ports.get(name);
    if (!known || known.node !== node) {
      this.#remember(name, { node, expected: false, requests: [request] });
      return false;
    }
    if (known.expected) {
      // What is sent there later mentions the port, but is not what the person asked.
      if (known.requests.length > 0) return false;
      known.requests.push(request);
      return true;
    }
    if (known.requests.length >= MAX_REQUESTS_PER_PORT) known.requests.shift();
    known.requests.push(request);
    return false;
  }

  #answered(name: string, receiver: NodeId, sender: NodeId, at: number): Request | null {
    const port = this.#ports.get(name);
    if (!port || port.node !== receiver) return null;
    const { requests } = port;
    if (port.expected) return requests[0] ?? null;
    while (requests[0] && at - requests[0].at > MAX_ANSWER_AGE) requests.shift();
    // In order, because between two nodes everything keeps its order; another node may answer for them.
    const index = Math.max(
      requests.findIndex((request) => request.asked === sender),
      0,
    );
    return requests.splice(index, 1)[0] ?? null;
  }

  #remember(name: string, port: ReplyPort): void {
    this.#ports.delete(name);
    this.#ports.set(name, port);
    if (this.#ports.size <= MAX_REPLY_PORTS) return;
    const oldest = this.#ports.keys().next();
    if (!oldest.done) this.#ports.delete(oldest.value);
  }
}

/** The port of `node` among the last elements of a message, where an answer is asked for; or `null`. */
export function replyPortOf(message: readonly Json[], node: NodeId): PortId | null {
  const least = Math.max(message.length - LAST_ELEMENTS, 0);
  for (let i = message.length - 1; i >= least; i--) {
    const element = message[i];
    if (typeof element !== 'string' || !element.startsWith(node)) continue;
    // A bare node ID is a name, no place where answers arrive.
    if (portNameOf(element as PortId) !== '' && nodeOf(element as PortId) === node) {
      return element as PortId;
    }
  }
  return null;
}
