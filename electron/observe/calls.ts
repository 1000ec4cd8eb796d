import type { PortId } from '../../shared/ids.ts';
import type { Json, Message } from '../../shared/json.ts';
import type { CallResult } from '../../shared/messages.ts';
import type { HandOptions } from './hand.ts';
import { canonical, isKnownNode, Outcome, unknownDestination } from './hand.ts';

/** Sends messages with a reply port and waits for the first answer. */
export class Calls {
  readonly #options: HandOptions;
  readonly #open = new Set<Outcome<CallResult>>();

  constructor(options: HandOptions) {
    this.#options = options;
  }

  /**
   * Sends `message` with a reply port as its last element.
   * @param timeout longest waiting time, ms
   * @returns the first answer, or why there is none
   * @throws MeshError `destination-unknown`: then nothing was sent; or why the message can't be sent
   */
  async call(to: PortId, message: Message, timeout: number): Promise<CallResult> {
    const { node } = this.#options;
    if (!isKnownNode(node, to)) throw unknownDestination(to);
    const outcome = new Outcome<CallResult>();
    const replyPort = this.#openReplyPort(outcome);
    this.#open.add(outcome);
    try {
      this.#ask(canonical(to), [...message, replyPort], outcome, timeout);
      return await outcome.promise;
    } finally {
      outcome.end();
      this.#open.delete(outcome);
      node.kil(replyPort);
    }
  }

  /** Ends all waiting. */
  dispose(): void {
    const reason = ['this node has left the network'];
    for (const outcome of this.#open) outcome.settle({ outcome: 'died', reason });
  }

  #openReplyPort(outcome: Outcome<CallResult>): PortId {
    const { node, clock, messages } = this.#options;
    const sentAt = clock.now();
    const port = node.port((...message) => {
      outcome.settle({ outcome: 'reply', message, latency: clock.now() - sentAt });
    });
    messages.expectReply(port);
    return port;
  }

  #ask(to: PortId, message: Message, outcome: Outcome<CallResult>, timeout: number): void {
    const { node, clock, messages } = this.#options;
    const died = (...reason: Json[]): void => outcome.settle({ outcome: 'died', reason });
    messages.byHand(() => node.snd(to, ...message));
    // Behind the message, so that an answer that the dying port still gave comes first.
    outcome.add(node.mon(to, died));
    const late = (): void => outcome.settle({ outcome: 'timeout', waited: timeout });
    outcome.add(clock.after(timeout, late));
  }
}
