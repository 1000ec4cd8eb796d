import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { MAX_PORT_ID_LENGTH, tagOf } from '../../shared/ids.ts';
import { PREVIEW_LENGTH } from '../../shared/messages.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';
import type { Node } from '../mp/mp.ts';
import type { KeptMessage } from './inspect/kept.ts';
import { MAX_TEXT_LENGTH } from './inspect/kept.ts';
import { memoryOf } from './inspect/memory.ts';
import { RunningRates } from './inspect/running-rates.ts';
import type { MessageStore } from './inspect/store.ts';
import { Words } from './inspect/words.ts';
import type { MessageLimits } from './message-ring.ts';
import { MessageRing } from './message-ring.ts';
import type { Pairing } from './reply-pairs.ts';
import { ReplyPairs } from './reply-pairs.ts';
import { SystemTraffic } from './system-traffic.ts';

/** Answers remembered until they are told; of more, the requests are long out of sight. */
export const MAX_ANSWERED = 100;

/** A request that was kept before its answer came. */
export interface Answered {
  seq: number;
  by: number;
  /** ms. */
  latency: number;
}

export interface MessageLogOptions {
  node: Pick<Node, 'id' | 'tap'>;
  clock: Clock;
  /** Called for every message that isn't system traffic and crosses the network. */
  onTraffic: (direction: 'in' | 'out', peer: NodeId) => void;
  /** Called for every message, so keep it cheap. */
  onChange: () => void;
  limits?: MessageLimits | undefined;
  /**
   * Whether a message is part of the dashboard's own measuring: hundreds a second, which would push
   * out all that a person looks for, so they are not kept. Default: none is.
   */
  isMeasuring?: (message: TappedMessage) => boolean;
}

/** Everything that this node sends and receives, as far back as memory allows. */
export class MessageLog implements MessageStore {
  readonly ring: MessageRing;
  readonly self: NodeId;
  readonly rates: RunningRates;
  readonly #options: MessageLogOptions;
  readonly #system: SystemTraffic;
  readonly #replies: ReplyPairs;
  readonly #words = new Words();
  readonly #tap: Guard;
  readonly #onEnd = new Set<() => void>();
  readonly #onAnswer = new Set<(seq: number) => void>();
  #answered: Answered[] = [];
  #byHand = false;

  constructor(options: MessageLogOptions) {
    this.#options = options;
    this.self = options.node.id;
    this.ring = new MessageRing(options.limits);
    this.rates = new RunningRates(options.clock);
    this.#system = new SystemTraffic(this.self);
    this.#replies = new ReplyPairs(this.self);
    this.#tap = options.node.tap((message) => this.#add(message));
  }

  /** Declares a port of this node as machinery of the dashboard: its traffic is system traffic. */
  addSystemPort(portName: string): void {
    this.#system.add(portName);
  }

  /** The next request that names `replyPort` is paired with everything that arrives there. */
  expectReply(replyPort: PortId): void {
    this.#replies.expect(replyPort);
  }

  /** Runs `send`; the messages that it sends are a person's, also those to node ports. */
  byHand(send: () => void): void {
    this.#byHand = true;
    try {
      send();
    } finally {
      this.#byHand = false;
    }
  }

  /** A message as it is kept, or `null` when it is not. */
  get(seq: number): KeptMessage | null {
    return this.ring.get(seq);
  }

  /** Requests whose answers came since this was last asked, at most the newest {@link MAX_ANSWERED}. */
  takeAnswered(): Answered[] {
    return this.#answered.splice(0);
  }

  /** Calls `listener` with the number of every request whose first answer comes. */
  onAnswer(listener: (seq: number) => void): Guard {
    this.#onAnswer.add(listener);
    return { dispose: () => void this.#onAnswer.delete(listener) };
  }

  /** Calls `listener` when the node is left: nothing is added from then on. */
  onEnd(listener: () => void): Guard {
    this.#onEnd.add(listener);
    return { dispose: () => void this.#onEnd.delete(listener) };
  }

  dispose(): void {
    this.#tap.dispose();
    for (const listener of this.#onEnd) listener();
    this.#onEnd.clear();
  }

  #add(tapped: TappedMessage): void {
    if (this.#options.isMeasuring?.(tapped)) return;
    const seq = this.ring.next;
    const at = this.#options.clock.now();
    // Both are asked every time, because both learn from what they see.
    const machinery = this.#system.isSystem(tapped);
    const pairing = this.#replies.next(tapped, seq, at);
    const system = machinery && !pairing.expected && !this.#byHand;
    const kept = this.#keep(tapped, { seq, at, system, pairing });
    this.ring.add(kept);
    if (!system) {
      this.rates.count(kept);
      if (tapped.peer !== this.self) this.#options.onTraffic(tapped.direction, tapped.peer);
    }
    this.#options.onChange();
  }

  #keep(
    { direction, peer, port, message, size }: TappedMessage,
    { seq, at, system, pairing }: { seq: number; at: number; system: boolean; pairing: Pairing },
  ): KeptMessage {
    const content = size === 0 || size <= MAX_TEXT_LENGTH ? JSON.stringify(message) : message;
    const shortPort = this.#words.one(port.slice(0, MAX_PORT_ID_LENGTH));
    const tag = tagOf(message)?.slice(0, PREVIEW_LENGTH) ?? null;
    return {
      seq,
      at,
      direction,
      peer,
      port: shortPort,
      tag: tag === null ? null : this.#words.one(tag),
      size: size || insideSize(port, content as string),
      memory: memoryOf({ content, port: shortPort }),
      system,
      content,
      replyTo: this.#pair(pairing, seq, at),
      answeredBy: null,
      marked: false,
    };
  }

  /** What a message answers; its request learns of it, if this is the first answer. */
  #pair({ answers }: Pairing, by: number, at: number): KeptMessage['replyTo'] {
    if (!answers) return null;
    const latency = at - answers.at;
    const request = this.ring.get(answers.seq);
    if (request && !request.answeredBy) {
      request.answeredBy = { seq: by, latency };
      if (this.#answered.length >= MAX_ANSWERED) this.#answered.shift();
      this.#answered.push({ seq: answers.seq, by, latency });
      for (const listener of this.#onAnswer) listener(answers.seq);
    }
    return { seq: answers.seq, latency };
  }
}

/** Messages that stay here have no frame: what one would take. */
function insideSize(port: string, message: string): number {
  const comma = message === '[]' ? 0 : 1;
  return Buffer.byteLength(message) + Buffer.byteLength(JSON.stringify(port)) + comma;
}
