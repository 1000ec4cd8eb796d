import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { portNameOf } from '../../shared/ids.ts';
import type { Json, Message } from '../../shared/json.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';
import type { Node } from '../mp/mp.ts';

/** Gets an answer, and the node that really sent it. */
export type OnAnswer = (from: NodeId, message: Message) => void;

/**
 * Sends the questions that the dashboard asks to measure the mesh, and hears the answers. They are read
 * as they pass, not by a port that lives: peers may kill any port, and a claim may have more elements
 * than a function call takes arguments. The kernel drops what arrives there without a word.
 */
export class Instrument {
  readonly #node: Node;
  readonly #tap: Guard;
  readonly #receivers = new Map<string, OnAnswer>();
  #sending = false;

  constructor(node: Node) {
    this.#node = node;
    this.#tap = node.tap((message) => this.#hear(message));
  }

  /** A port ID to be used for answers; `onAnswer` gets all that arrives there. */
  open(onAnswer: OnAnswer): PortId {
    const port = this.#node.port();
    this.#node.kil(port);
    this.#receivers.set(portNameOf(port), onAnswer);
    return port;
  }

  /** Sends a question. */
  send(to: NodeId, ...message: Json[]): void {
    this.#sending = true;
    try {
      this.#node.snd(to, ...message);
    } finally {
      this.#sending = false;
    }
  }

  /** Whether the message that passes just now is such a question, or an answer to one. */
  isOwn({ direction, port }: TappedMessage): boolean {
    return direction === 'in' ? this.#receivers.has(port) : this.#sending;
  }

  dispose(): void {
    this.#tap.dispose();
    this.#receivers.clear();
  }

  #hear({ direction, port, peer, message }: TappedMessage): void {
    if (direction === 'in') this.#receivers.get(port)?.(peer, message);
  }
}
