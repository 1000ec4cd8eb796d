import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { Filter } from '../../shared/filter.ts';
import { matches, parseFilter } from '../../shared/filter.ts';
import type { Expectation, SequenceStep, StepView } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import { nodeOf, portNameOf } from '../../shared/ids.ts';
import type { Json, Message, Reason } from '../../shared/json.ts';
import type { VariableLookup } from '../../shared/template.ts';
import { ANY, fillData } from '../../shared/template.ts';
import { deathError } from './death.ts';
import { REPLY_PORT } from './drafts.ts';
import { differenceOf, isExpected } from './expected.ts';
import { Outcome } from './outcome.ts';
import { ReplyPort } from './reply-port.ts';
import type { SendingOptions } from './sending.ts';

/** What a step came to, as far as it is known. */
export type StepResult = Omit<StepView, 'title'>;

/** How a step that expects an answer ended; `reply` is the one that passed. */
export type Answered = { result: StepResult; reply: Message | null };

interface Wanted {
  to: readonly PortId[];
  /** The message, given the reply port. */
  make: (replyPort: PortId) => Message;
  expect: Expectation;
  lookup: VariableLookup;
}

/** Sends a message with a reply port and waits for the answer that is expected. */
export class Exchange {
  readonly #options: SendingOptions;
  readonly #wanted: Wanted;
  readonly #filter: Filter;
  readonly #expected: Json | null;
  readonly #outcome = new Outcome<Answered>();
  readonly #port: ReplyPort;
  /** The last reply that the filter didn't let pass. */
  #other: Message | null = null;

  /** @throws MeshError `filter-invalid`, `variable-missing` */
  constructor(options: SendingOptions, wanted: Wanted) {
    this.#options = options;
    this.#wanted = wanted;
    const { expect, lookup } = wanted;
    this.#filter = filterOf(expect.filter, options.clock);
    this.#port = new ReplyPort(options, {
      onReply: (message, latency) => this.#take(message, latency),
      onTimeout: () => this.#fail(this.#timeout()),
      onDeath: (reason) => this.#fail(this.#death(reason)),
    });
    try {
      this.#expected = expect.message && fillData([...expect.message], this.#withPort(lookup));
    } catch (error) {
      this.#port.close();
      throw error;
    }
  }

  /**
   * Sends the message, and waits.
   * @throws MeshError why it can't be sent
   */
  async run(): Promise<Answered> {
    const { to, make, expect } = this.#wanted;
    try {
      this.#port.ask(to, make(this.#port.id), expect.timeout);
      return await this.#outcome.promise;
    } finally {
      this.#port.close();
    }
  }

  /** Ends the wait; the step counts as skipped. */
  stop(): void {
    this.#outcome.settle({ result: { ...NO_RESULT, state: 'skipped' }, reply: null });
  }

  #withPort(lookup: VariableLookup): VariableLookup {
    return (name) => {
      if (name === 'any') return ANY;
      return name === REPLY_PORT ? this.#port.id : lookup(name);
    };
  }

  #take(message: Message, latency: number): void {
    if (!matches(this.#filter, this.#record(message, latency))) {
      this.#other = message;
      return;
    }
    const expected = this.#expected;
    if (expected === null || isExpected(expected, message as Json[])) {
      const result: StepResult = { ...NO_RESULT, state: 'passed', latency };
      return this.#outcome.settle({ result, reply: message });
    }
    const error = new MeshError('reply-differs', 'The reply is not the one that was expected.');
    this.#fail(error, message, latency);
  }

  #fail(error: MeshError, received = this.#other, latency: number | null = null): void {
    const expected = this.#expected ?? `a message that passes: ${this.#filter.source || 'any'}`;
    const difference = differenceOf(expected, received);
    const result = { state: 'failed', latency, ...difference, error: error.toView() } as const;
    this.#outcome.settle({ result, reply: null });
  }

  #timeout(): MeshError {
    const { timeout } = this.#wanted.expect;
    const what = this.#other ? 'No reply passed the filter' : 'No reply came';
    return new MeshError('reply-missing', `${what} within ${timeout / 1000} s.`);
  }

  #death(reason: Reason): MeshError {
    return deathError(this.#wanted.to.at(-1) as PortId, reason);
  }

  #record(message: Message, latency: number) {
    const { node, clock } = this.#options;
    return {
      at: clock.now(),
      direction: 'in' as const,
      // Who answers is not said in a message; it is whoever was asked.
      peer: nodeOf(this.#wanted.to[0] ?? node.id),
      port: portNameOf(this.#port.id),
      size: Buffer.byteLength(JSON.stringify([portNameOf(this.#port.id), ...message])),
      replyTo: { latency },
      answeredBy: null,
      marked: false,
      message,
    };
  }
}

export const NO_RESULT: StepResult = {
  state: 'pending',
  latency: null,
  expected: null,
  received: null,
  error: null,
};

/** @throws MeshError `filter-invalid` */
export function filterOf(text: string, clock: Clock): Filter {
  const parsed = parseFilter(text, { now: clock.now() });
  if (parsed.ok) return parsed.filter;
  const { message, from, to } = parsed.error;
  throw new MeshError('filter-invalid', message, { detail: { from, to } });
}

/** What a step is called in a list. */
export function titleOf({ message }: SequenceStep): string {
  const { destination, tag } = message;
  const to = destination.kind === 'port' ? destination.port : `the group ${destination.name}`;
  return tag === '' ? `to ${to}` : `${tag} to ${to}`;
}
