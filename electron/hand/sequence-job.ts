import { errorView, MeshError } from '../../shared/errors.ts';
import type { JobView, Sequence, SequenceStep, StepView } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json, Message } from '../../shared/json.ts';
import type { VariableLookup } from '../../shared/template.ts';
import { assertArguments } from '../../shared/template.ts';
import { argumentsOf } from './arguments.ts';
import { destinationDied } from './death.ts';
import type { Deliveries } from './deliveries.ts';
import type { Drafts } from './drafts.ts';
import type { Job, JobFacts } from './jobs.ts';
import { Outcome } from './outcome.ts';
import type { SendingOptions } from './sending.ts';
import { isKnownNode, unknownDestination } from './sending.ts';
import type { Answered } from './sequence-step.ts';
import { Exchange, filterOf, NO_RESULT, titleOf } from './sequence-step.ts';

export interface SequenceOptions extends SendingOptions {
  drafts: Drafts;
  deliveries: Pick<Deliveries, 'send'>;
}

type State = Extract<JobView, { kind: 'sequence' }>['state'];

/** Messages one after the other, each when the one before got the answer that it expects. */
export class SequenceJob implements Job {
  readonly #options: SequenceOptions;
  readonly #name: string;
  readonly #onChange: () => void;
  #steps: readonly StepView[];
  #state: State = 'running';
  /** The last reply that was expected, for `{{reply.0}}`. */
  #reply: Message = [];
  /** Ends what the running step waits for. */
  #interrupt: () => void = () => undefined;

  /** @throws MeshError `filter-invalid`, `json-invalid`, `variable-invalid`: then nothing is sent */
  constructor(options: SequenceOptions, { name, steps }: Sequence, onChange: () => void) {
    for (const { message, expect } of steps) {
      assertArguments(message.arguments);
      if (expect) filterOf(expect.filter, options.clock);
    }
    this.#options = options;
    this.#name = name;
    this.#onChange = onChange;
    this.#steps = steps.map((step) => ({ title: titleOf(step), ...NO_RESULT }));
    void this.#run(steps);
  }

  get running(): boolean {
    return this.#state === 'running';
  }

  facts(): JobFacts {
    return { kind: 'sequence', name: this.#name, steps: this.#steps, state: this.#state };
  }

  stop(): void {
    if (!this.running) return;
    this.#end('stopped');
    this.#interrupt();
  }

  async #run(steps: readonly SequenceStep[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      await this.#wait(step.wait);
      if (!this.running) return;
      this.#show(index, { state: 'waiting' });
      const result = await this.#perform(step);
      // What a stop has made of it stays.
      if (!this.running) return;
      this.#show(index, result);
      if (result.state === 'failed') return this.#end('failed');
    }
    this.#end('passed');
  }

  /** Never rejects: what goes wrong is the result. */
  async #perform(step: SequenceStep): Promise<Partial<StepView>> {
    try {
      const { drafts } = this.#options;
      const lookup = drafts.lookup(drafts.seq(true), { reply: argumentsOf(this.#reply) });
      const to = drafts.destinations(step.message.destination);
      const unknown = to.find((port) => !isKnownNode(this.#options.node, port));
      if (unknown !== undefined) throw unknownDestination(unknown);
      if (!step.expect) return await this.#send(step, to, lookup);
      return await this.#exchange(step, to, lookup);
    } catch (error) {
      return { state: 'failed', error: errorView(error) };
    }
  }

  async #send(
    { message }: SequenceStep,
    to: readonly PortId[],
    lookup: VariableLookup,
  ): Promise<Partial<StepView>> {
    const { drafts, deliveries } = this.#options;
    const results = await deliveries.send(to, drafts.message(message, lookup));
    for (const [i, result] of results.entries()) {
      const error = destinationDied(to[i] as PortId, result);
      if (error) throw error;
    }
    return { state: 'sent' };
  }

  async #exchange(
    { message, expect }: SequenceStep,
    to: readonly PortId[],
    lookup: VariableLookup,
  ): Promise<Partial<StepView>> {
    if (!expect) throw new MeshError('internal', 'The step expects nothing.');
    const { drafts } = this.#options;
    const make = (replyPort: PortId): Json[] => drafts.question(message, lookup, replyPort);
    const exchange = new Exchange(this.#options, { to, make, expect, lookup });
    this.#interrupt = () => exchange.stop();
    const { result, reply }: Answered = await exchange.run();
    if (reply) this.#reply = reply;
    return result;
  }

  async #wait(time: number): Promise<void> {
    const over = new Outcome<null>();
    this.#interrupt = () => over.settle(null);
    over.add(this.#options.clock.after(time, () => over.settle(null)));
    await over.promise;
  }

  #show(index: number, result: Partial<StepView>): void {
    this.#steps = this.#steps.map((step, i) => (i === index ? { ...step, ...result } : step));
    this.#onChange();
  }

  #end(state: State): void {
    this.#state = state;
    const left = (step: StepView): boolean => step.state === 'pending' || step.state === 'waiting';
    this.#steps = this.#steps.map((step) => (left(step) ? { ...step, state: 'skipped' } : step));
    this.#onChange();
  }
}
