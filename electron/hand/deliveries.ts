import type { PortId } from '../../shared/ids.ts';
import { nodeOf, portIdOf, portNameOf } from '../../shared/ids.ts';
import type { Json, Message, Reason } from '../../shared/json.ts';
import type { Delivery } from '../../shared/messages.ts';
import { isNoSuchPort, isTransportError } from '../observe/reason-text.ts';
import { Outcome } from './outcome.ts';
import type { SendingOptions } from './sending.ts';
import { canonical, isKnownNode, unknownDestination } from './sending.ts';

/** Waiting time for the echo that follows a message, ms: generous for the other side of the world. */
export const DELIVERY_WAIT = 3_000;

export interface DeliveriesOptions extends SendingOptions {
  /** A new text that nobody can guess. */
  newToken: () => string;
}

/**
 * Sends messages and finds out what became of them. A message gets no answer of its own, but everything
 * between two nodes keeps its order (protocol section 4): so the port is monitored before the message,
 * and an echo by the node port of the destination (service `snd`) is asked for behind it. When the echo
 * arrives, the message was taken, and a missing port would have been reported.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  /** Where the echoes arrive. */
  readonly port: PortId;
  /** By the token that the echo carries. */
  readonly #open = new Map<string, { outcome: Outcome<Delivery>; sentAt: number }>();

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.port = options.node.port((token) => this.#echo(token));
    options.messages.addSystemPort(portNameOf(this.port));
  }

  /**
   * Sends the same message to all of `to`.
   * @returns what became of each, in order; never waits longer than {@link DELIVERY_WAIT}
   * @throws MeshError `destination-unknown` when none of the nodes is known: then nothing was sent;
   *   `message-unencodable`, `frame-too-large` … when the message can't be sent at all
   */
  async send(to: readonly PortId[], message: Message): Promise<Delivery[]> {
    const [first] = to;
    const nowhere = to.every((port) => !isKnownNode(this.#options.node, port));
    if (first !== undefined && nowhere) throw unknownDestination(first);
    return Promise.all(to.map((port) => this.#deliver(canonical(port), message)));
  }

  /** Ends all waiting. */
  dispose(): void {
    for (const { outcome } of this.#open.values()) {
      outcome.settle({ outcome: 'lost', reason: ['this node has left the network'] });
    }
    this.#open.clear();
    this.#options.node.kil(this.port);
  }

  async #deliver(to: PortId, message: Message): Promise<Delivery> {
    const { node, clock, newToken } = this.#options;
    if (!isKnownNode(node, to)) {
      return { outcome: 'lost', reason: ['destination-unknown', unknownDestination(to).message] };
    }
    const outcome = new Outcome<Delivery>();
    const token = newToken();
    const sentAt = clock.now();
    this.#open.set(token, { outcome, sentAt });
    try {
      const died = (...reason: Json[]): void =>
        outcome.settle(afterDeath(reason, clock.now() - sentAt));
      outcome.add(node.mon(to, died));
      this.#sendWithEcho(to, message, token);
      const late = (): void => outcome.settle({ outcome: 'unconfirmed', waited: DELIVERY_WAIT });
      outcome.add(clock.after(DELIVERY_WAIT, late));
      return await outcome.promise;
    } finally {
      outcome.end();
      this.#open.delete(token);
    }
  }

  #sendWithEcho(to: PortId, message: Message, token: string): void {
    const { node, messages } = this.#options;
    messages.byHand(() => node.snd(to, ...message));
    node.snd(portIdOf(nodeOf(to), ''), 'snd', this.port, token);
  }

  #echo(token: Json | undefined): void {
    const open = typeof token === 'string' ? this.#open.get(token) : undefined;
    if (!open) return;
    const latency = this.#options.clock.now() - open.sentAt;
    open.outcome.settle({ outcome: 'accepted', latency });
  }
}

/** A port that ended with the message, or right after it, has taken it. */
function afterDeath(reason: Reason, latency: number): Delivery {
  if (isNoSuchPort(reason)) return { outcome: 'no-such-port' };
  return isTransportError(reason) ? { outcome: 'lost', reason } : { outcome: 'accepted', latency };
}
