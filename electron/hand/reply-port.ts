import type { PortId } from '../../shared/ids.ts';
import type { Json, Message, Reason } from '../../shared/json.ts';
import { Outcome } from './outcome.ts';
import type { SendingOptions } from './sending.ts';
import { canonical } from './sending.ts';

/** What can happen to a question. Of the last two only one is told, and once. */
export interface ReplyEvents {
  /** @param latency ms after the question was sent */
  onReply: (reply: Message, latency: number) => void;
  onTimeout: () => void;
  /** All that were asked died, or never existed; the reason is that of the last. */
  onDeath: (reason: Reason) => void;
}

/** A port where answers to one question arrive. Close it in any case. */
export class ReplyPort {
  readonly id: PortId;
  readonly #options: SendingOptions;
  readonly #events: ReplyEvents;
  /** What waits for a death or the time-out. */
  readonly #waits = new Outcome<null>();
  #sentAt: number;

  constructor(options: SendingOptions, events: ReplyEvents) {
    const { node, clock, messages } = options;
    this.#options = options;
    this.#events = events;
    this.#sentAt = clock.now();
    this.id = node.port((...reply) => events.onReply(reply, clock.now() - this.#sentAt));
    messages.expectReply(this.id);
  }

  /**
   * Sends the question, once.
   * @param message names this port
   * @param timeout ms
   * @throws MeshError why the message can't be sent
   */
  ask(to: readonly PortId[], message: Message, timeout: number): void {
    const { node, clock, messages } = this.#options;
    this.#sentAt = clock.now();
    let alive = to.length;
    const died = (...reason: Json[]): void => {
      alive -= 1;
      if (alive === 0) this.#end(() => this.#events.onDeath(reason));
    };
    for (const port of to) {
      messages.byHand(() => node.snd(canonical(port), ...message));
      // Behind the message, so that an answer that the dying port still gave comes first.
      this.#waits.add(node.mon(canonical(port), died));
    }
    this.#waits.add(clock.after(timeout, () => this.#end(this.#events.onTimeout)));
  }

  /** No more waiting for a death or the time-out; replies are still told. */
  quiet(): void {
    this.#waits.end();
  }

  close(): void {
    this.#waits.end();
    this.#options.node.kil(this.id);
  }

  #end(tell: () => void): void {
    this.#waits.end();
    tell();
  }
}
