import type { Clock } from '../../shared/clock.ts';
import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { HandRequests, JobView } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import { portIdOf } from '../../shared/ids.ts';
import type { Message } from '../../shared/json.ts';
import type { CallResult, Delivery } from '../../shared/messages.ts';
import type { Random } from '../mp/crypto/random.ts';
import type { Node } from '../mp/mp.ts';
import type { Calls } from './calls.ts';
import { destinationDied } from './death.ts';
import type { Deliveries } from './deliveries.ts';
import type { Drafts } from './drafts.ts';
import type { Job, JobFacts } from './jobs.ts';
import { isKnownNode, unknownDestination } from './sending.ts';
import { boundedResult } from './bounded-reply.ts';

/**
 * Messages without an outcome at a time. When there are as many, the next waits: a destination that
 * doesn't keep up must not be buried, and neither must this node.
 */
export const MAX_IN_FLIGHT = 100;
/** How long the calls of a repetition wait for their reply, ms. */
export const REPEAT_TIMEOUT = 10_000;

export type RepeatWanted = HandRequests['repeat.start']['args'];

export interface RepeatOptions {
  node: Node;
  clock: Clock;
  random: Random;
  drafts: Drafts;
  deliveries: Pick<Deliveries, 'send'>;
  calls: Pick<Calls, 'ask'>;
}

type State = Extract<JobView, { kind: 'repeat' }>['state'];
type Result = Delivery | CallResult;

/** Sends a draft again and again; group and variables are looked up anew each time. */
export class RepeatJob implements Job {
  readonly #options: RepeatOptions;
  readonly #wanted: RepeatWanted;
  readonly #onChange: () => void;
  #sent = 0;
  #accepted = 0;
  #failed = 0;
  #inFlight = 0;
  /** Messages of the last round: as many are to be expected in the next. */
  #roundSize = 1;
  #last: Result | ErrorView | null = null;
  #state: State = 'running';
  /** When the next round is due, Unix ms. */
  #due: number;
  #timer: Guard | null = null;
  /** The next round is due, but too much is in flight. */
  #held = false;

  /** @throws MeshError when the first message can't be sent */
  constructor(options: RepeatOptions, wanted: RepeatWanted, onChange: () => void) {
    this.#options = options;
    this.#wanted = wanted;
    this.#onChange = onChange;
    this.#due = options.clock.now();
    this.#assertSendable();
    this.#round();
  }

  get running(): boolean {
    return this.#state === 'running';
  }

  facts(): JobFacts {
    const { count, call, interval } = this.#wanted;
    const [sent, accepted, failed] = [this.#sent, this.#accepted, this.#failed];
    const facts = { kind: 'repeat', call, interval, sent, count, accepted, failed } as const;
    return { ...facts, last: this.#last, state: this.#state };
  }

  stop(): void {
    if (this.running) this.#end('stopped');
  }

  #assertSendable(): void {
    const { node, drafts } = this.#options;
    const { draft } = this.#wanted;
    const [first] = drafts.destinations(draft.destination);
    if (draft.destination.kind === 'port' && first !== undefined && !isKnownNode(node, first)) {
      throw unknownDestination(first);
    }
    this.#maker(1)(portIdOf(node.id, ''));
  }

  /**
   * Makes the messages of one round, given the reply port of each.
   * @throws MeshError why it can't be made
   */
  #maker(seq: number): (replyPort: PortId) => Message {
    const { drafts } = this.#options;
    const { draft, call } = this.#wanted;
    const lookup = drafts.lookup(seq);
    if (call) return (replyPort) => drafts.question(draft, lookup, replyPort);
    const message = drafts.message(draft, lookup);
    return () => message;
  }

  #round(): void {
    if (!this.running) return;
    if (this.#inFlight > 0 && this.#inFlight + this.#roundSize > MAX_IN_FLIGHT) {
      this.#held = true;
      return;
    }
    this.#held = false;
    try {
      this.#sendRound(this.#maker(this.#sent + 1));
    } catch (error) {
      return this.#end({ failed: errorView(error) });
    }
    if (this.#sent === this.#wanted.count) this.#finish();
    else this.#schedule();
    this.#onChange();
  }

  #sendRound(make: (replyPort: PortId) => Message): void {
    this.#sent += 1;
    const to = this.#destinations();
    this.#roundSize = to.length;
    for (const port of to) void this.#send(port, make);
  }

  /** A group that is empty now may have ports the next time. */
  #destinations(): PortId[] {
    try {
      return this.#options.drafts.destinations(this.#wanted.draft.destination);
    } catch (error) {
      this.#failed += 1;
      this.#last = errorView(error);
      return [];
    }
  }

  async #send(to: PortId, make: (replyPort: PortId) => Message): Promise<void> {
    this.#inFlight += 1;
    try {
      this.#count(await this.#outcome(to, make), to);
    } catch (error) {
      this.#failed += 1;
      this.#last = errorView(error);
      if (this.running) this.#end({ failed: errorView(error) });
    }
    this.#inFlight -= 1;
    this.#onChange();
    if (this.#held) this.#round();
    else if (this.#sent === this.#wanted.count) this.#finish();
  }

  async #outcome(to: PortId, make: (replyPort: PortId) => Message): Promise<Result> {
    const { node, deliveries, calls } = this.#options;
    // Of a group others may still be there.
    if (this.#wanted.draft.destination.kind === 'group' && !isKnownNode(node, to)) {
      return { outcome: 'lost', reason: [unknownDestination(to).message] };
    }
    if (this.#wanted.call) return calls.ask(to, make, REPEAT_TIMEOUT);
    const [delivery] = await deliveries.send([to], make(to));
    return delivery as Delivery;
  }

  #count(result: Result, to: PortId): void {
    this.#last = boundedResult(result);
    const good = result.outcome === 'accepted' || result.outcome === 'reply';
    if (good) this.#accepted += 1;
    else this.#failed += 1;
    const death = destinationDied(to, result);
    if (death && this.running && this.#wanted.draft.destination.kind === 'port') {
      this.#end({ failed: death.toView() });
    }
  }

  #schedule(): void {
    const { clock, random } = this.#options;
    const { interval, jitter } = this.#wanted;
    const shift = jitter * (2 * random.float() - 1);
    // From the time that was due, so that delays don't add up; but what was missed is not made up for.
    this.#due = Math.max(this.#due + interval + shift, clock.now());
    this.#timer = clock.after(this.#due - clock.now(), () => this.#round());
  }

  /** All is sent; it is done when the last outcome is known. */
  #finish(): void {
    if (this.running && this.#inFlight === 0) this.#end('done');
  }

  #end(state: State): void {
    this.#state = state;
    this.#timer?.dispose();
    this.#onChange();
  }
}
