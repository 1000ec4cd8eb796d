import type { Clock } from '../../shared/clock.ts';
import type { JobView, Reply } from '../../shared/hand.ts';
import { MAX_REPLIES } from '../../shared/hand.ts';
import type { Guard } from '../../shared/guard.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Message } from '../../shared/json.ts';
import { boundedReason, boundedReply } from './bounded-reply.ts';
import type { Job, JobFacts } from './jobs.ts';
import { ReplyPort } from './reply-port.ts';
import type { SendingOptions } from './sending.ts';
import { isKnownNode, unknownDestination } from './sending.ts';

/** How long a reply is still noticed after the call has ended, ms. */
export const LATE_TIME = 60_000;
/** Characters of JSON of all replies that one call shows whole: the list of jobs crosses to the window often. */
export const MAX_REPLIES_LENGTH = 64 * 1024;

export interface CallWanted {
  to: PortId;
  message: Message;
  /** ms. */
  timeout: number;
  /** Waits until the time-out, not only for the first reply. */
  many: boolean;
}

type State = Extract<JobView, { kind: 'call' }>['state'];

/** A message with a reply port, and the replies to it. Those that come late are shown as such. */
export class CallJob implements Job {
  readonly #wanted: CallWanted;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #port: ReplyPort;
  #replies: readonly Reply[] = [];
  #received = 0;
  #room = MAX_REPLIES_LENGTH;
  #state: State = 'waiting';
  #timedOut = false;
  #closing: Guard | null = null;

  /**
   * Sends the message, with the reply port as its last element.
   * @throws MeshError `destination-unknown`, or why the message can't be sent
   */
  constructor(options: SendingOptions, wanted: CallWanted, onChange: () => void) {
    if (!isKnownNode(options.node, wanted.to)) throw unknownDestination(wanted.to);
    this.#wanted = wanted;
    this.#clock = options.clock;
    this.#onChange = onChange;
    this.#port = new ReplyPort(options, {
      onReply: (message, latency) => this.#take(message, latency),
      onTimeout: () => this.#timeOut(),
      onDeath: (reason) => this.#end({ died: boundedReason(reason) }),
    });
    try {
      this.#port.ask([wanted.to], [...wanted.message, this.#port.id], wanted.timeout);
    } catch (error) {
      this.#port.close();
      throw error;
    }
  }

  get running(): boolean {
    return this.#state === 'waiting';
  }

  facts(): JobFacts {
    const { to, timeout } = this.#wanted;
    const [replies, received, state] = [this.#replies, this.#received, this.#state];
    return { kind: 'call', to, timeout, replies, received, state };
  }

  stop(): void {
    if (this.running) this.#state = 'stopped';
    this.#closing?.dispose();
    this.#port.close();
  }

  #take(message: Message, latency: number): void {
    this.#received += 1;
    if (this.#replies.length < MAX_REPLIES) {
      const { length, ...shown } = boundedReply(message, this.#room);
      this.#room -= length;
      this.#replies = [...this.#replies, { latency, ...shown, late: this.#timedOut }];
    }
    if (this.running && !this.#wanted.many) this.#end('answered');
    else this.#onChange();
  }

  #timeOut(): void {
    this.#timedOut = true;
    this.#end(this.#replies.length > 0 ? 'answered' : 'timeout');
  }

  #end(state: State): void {
    this.#state = state;
    this.#port.quiet();
    this.#closing = this.#clock.after(LATE_TIME, () => this.#port.close());
    this.#onChange();
  }
}
