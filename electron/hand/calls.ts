import type { PortId } from '../../shared/ids.ts';
import type { Message } from '../../shared/json.ts';
import type { CallResult } from '../../shared/messages.ts';
import { Outcome } from './outcome.ts';
import { ReplyPort } from './reply-port.ts';
import type { SendingOptions } from './sending.ts';
import { isKnownNode, unknownDestination } from './sending.ts';

/** Sends messages with a reply port and waits for the first answer. */
export class Calls {
  readonly #options: SendingOptions;
  readonly #open = new Set<Outcome<CallResult>>();

  constructor(options: SendingOptions) {
    this.#options = options;
  }

  /**
   * Sends a message with a reply port in it.
   * @param message the message, given the reply port
   * @param timeout longest waiting time, ms
   * @returns the first answer, or why there is none
   * @throws MeshError `destination-unknown`: then nothing was sent; or why the message can't be sent
   */
  async ask(
    to: PortId,
    message: (replyPort: PortId) => Message,
    timeout: number,
  ): Promise<CallResult> {
    if (!isKnownNode(this.#options.node, to)) throw unknownDestination(to);
    const outcome = new Outcome<CallResult>();
    const port = new ReplyPort(this.#options, {
      onReply: (reply, latency) => outcome.settle({ outcome: 'reply', message: reply, latency }),
      onTimeout: () => outcome.settle({ outcome: 'timeout', waited: timeout }),
      onDeath: (reason) => outcome.settle({ outcome: 'died', reason }),
    });
    this.#open.add(outcome);
    try {
      port.ask([to], message(port.id), timeout);
      return await outcome.promise;
    } finally {
      this.#open.delete(outcome);
      port.close();
    }
  }

  /** Ends all waiting. */
  dispose(): void {
    const reason = ['this node has left the network'];
    for (const outcome of this.#open) outcome.settle({ outcome: 'died', reason });
  }
}
