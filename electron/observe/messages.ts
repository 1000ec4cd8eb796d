import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { MAX_PORT_ID_LENGTH, tagOf } from '../../shared/ids.ts';
import { DETAIL_LENGTH, PREVIEW_LENGTH } from '../../shared/messages.ts';
import type { MessageDetail, MessageView } from '../../shared/messages.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';
import type { Node } from '../mp/mp.ts';
import { elementsText, jsonText } from './json-text.ts';
import type { KeptMessage } from './message-ring.ts';
import { MessageRing } from './message-ring.ts';
import { ReplyPairs } from './reply-pairs.ts';
import { SystemTraffic } from './system-traffic.ts';

/** Most rows told at once, so that a flood can't stall the window. */
export const MAX_ROWS_PER_CHANGE = 500;
/** Rows that may wait to be told; of a longer queue the oldest are left out. Ten full changes. */
export const MAX_WAITING_ROWS = 5_000;

export interface MessageLogOptions {
  node: Pick<Node, 'id' | 'tap'>;
  clock: Clock;
  /** Called for every message that isn't system traffic and crosses the network. */
  onTraffic: (direction: 'in' | 'out') => void;
  /** Called when {@link MessageLog.takeRows} has something to tell; often, so keep it cheap. */
  onChange: () => void;
  ring?: MessageRing;
  /**
   * Whether a message is part of the dashboard's own measuring: hundreds a second, which would push
   * out all that a person looks for, so they are not kept. Default: none is.
   */
  isMeasuring?: (message: TappedMessage) => boolean;
}

/** Everything that this node sends and receives, as far back as memory allows. */
export class MessageLog {
  readonly #options: MessageLogOptions;
  readonly #ring: MessageRing;
  readonly #system: SystemTraffic;
  readonly #replies: ReplyPairs;
  readonly #tap: Guard;
  readonly #self: NodeId;
  /** Number of the first row that was not told yet. */
  #cursor = 1;
  #leftOut = 0;
  #byHand = false;

  constructor(options: MessageLogOptions) {
    this.#options = options;
    this.#self = options.node.id;
    this.#ring = options.ring ?? new MessageRing();
    this.#system = new SystemTraffic(this.#self);
    this.#replies = new ReplyPairs(this.#self);
    this.#tap = options.node.tap((message) => this.#add(message));
  }

  /** Messages that the window can't have any more: no longer kept, or left out of a flood. */
  get dropped(): number {
    return Math.max(this.#ring.first - 1, this.#leftOut);
  }

  /** Declares a port of this node as machinery of the dashboard: its traffic is system traffic. */
  addSystemPort(portName: string): void {
    this.#system.add(portName);
  }

  /** The next request that ends with `replyPort` is paired with what arrives there. */
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

  /** Rows that were not told yet, oldest first, at most {@link MAX_ROWS_PER_CHANGE}. */
  takeRows(): MessageView[] {
    const oldest = Math.max(this.#ring.first, this.#ring.next - MAX_WAITING_ROWS);
    if (oldest > this.#cursor) {
      this.#leftOut += oldest - this.#cursor;
      this.#cursor = oldest;
    }
    const end = Math.min(this.#ring.next, this.#cursor + MAX_ROWS_PER_CHANGE);
    const rows: MessageView[] = [];
    for (; this.#cursor < end; this.#cursor++) {
      const kept = this.#ring.get(this.#cursor);
      if (kept) rows.push(viewOf(kept));
    }
    return rows;
  }

  /** Begins anew: the next {@link takeRows} starts with the oldest row that may wait. */
  rewind(): void {
    this.#cursor = Math.max(this.#ring.first, this.#ring.next - MAX_WAITING_ROWS);
    this.#leftOut = this.#cursor - 1;
  }

  /** A message with all that it carries, or `null` when it is no longer kept. */
  detail(seq: number): MessageDetail | null {
    const kept = this.#ring.get(seq);
    if (!kept) return null;
    const { text, cut } = jsonText([...kept.message], { limit: DETAIL_LENGTH, indent: 2 });
    return { ...viewOf(kept), json: text, cut };
  }

  dispose(): void {
    this.#tap.dispose();
  }

  #add(tapped: TappedMessage): void {
    if (this.#options.isMeasuring?.(tapped)) return;
    const seq = this.#ring.next;
    const at = this.#options.clock.now();
    // Both are asked every time, because both learn from what they see.
    const machinery = this.#system.isSystem(tapped);
    const request = this.#replies.noteRequest(tapped, seq, at);
    const system = machinery && !request && !this.#byHand;
    const row = {
      seq,
      at,
      direction: tapped.direction,
      peer: tapped.peer,
      port: tapped.port.slice(0, MAX_PORT_ID_LENGTH),
      tag: tagOf(tapped.message)?.slice(0, PREVIEW_LENGTH) ?? null,
      size: tapped.size || insideSize(tapped),
      system,
      replyTo: this.#replies.answered(tapped, at),
    };
    this.#ring.add({ row, message: tapped.message });
    if (!system && tapped.peer !== this.#self) this.#options.onTraffic(tapped.direction);
    this.#options.onChange();
  }
}

function viewOf({ row, message }: KeptMessage): MessageView {
  const rest = row.tag === null ? message : message.slice(1);
  return { ...row, preview: elementsText(rest, PREVIEW_LENGTH).text };
}

/** Messages that stay here have no frame: what one would take. */
function insideSize({ port, message }: TappedMessage): number {
  return Buffer.byteLength(JSON.stringify([port, ...message]));
}
