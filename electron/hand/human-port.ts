import type { Clock } from '../../shared/clock.ts';
import { MeshError, toMeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { AnswerRule, HumanPort as HumanPortView } from '../../shared/hand.ts';
import { MAX_UNANSWERED } from '../../shared/hand.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { tagOf } from '../../shared/ids.ts';
import type { Message } from '../../shared/json.ts';
import type { Delivery } from '../../shared/messages.ts';
import { PREVIEW_LENGTH } from '../../shared/messages.ts';
import { fillArguments } from '../../shared/template.ts';
import { Budget } from '../mp/kernel/budget.ts';
import type { Node } from '../mp/mp.ts';
import { elementsText } from '../observe/json-text.ts';
import { argumentsOf } from './arguments.ts';
import { askedPort } from './asked-port.ts';
import type { Deliveries } from './deliveries.ts';
import type { Drafts } from './drafts.ts';

/** Answers by rule: a second in the long run, and at once. Two ports could answer each other for ever. */
export const ANSWERS_PER_SECOND = 50;
export const ANSWER_BURST = 200;
/** Groups that one port may be in. */
export const MAX_GROUPS = 50;
/** A rule that fails again and again is told so often, ms. */
export const WARNING_INTERVAL = 10_000;
/** Characters of the reason why a rule can't answer: it may quote what was asked. */
const MAX_PROBLEM_LENGTH = 500;

export interface HumanPortOptions {
  node: Node;
  clock: Clock;
  drafts: Drafts;
  deliveries: Pick<Deliveries, 'send'>;
  warn: (text: string, error: MeshError | null) => void;
  onChange: () => void;
}

/** A message that arrived. */
export interface Arrival {
  /** Its number among the messages of this node. */
  seq: number;
  /** Unix ms. */
  at: number;
  peer: NodeId;
  message: Message;
}

type Request = HumanPortView['unanswered'][number];

/** An own port that a person answers for. */
export class HumanPort {
  readonly id: PortId;
  readonly #name: string;
  readonly #options: HumanPortOptions;
  readonly #budget: Budget;
  readonly #groups = new Map<string, Guard>();
  /** By number, the oldest first. */
  readonly #unanswered = new Map<number, Request>();
  /** Numbers of those whose answer is on its way. */
  readonly #answering = new Set<number>();
  #rules: readonly AnswerRule[] = [];
  #received = 0;
  #answered = 0;
  #dropped = 0;
  #warnedAt = -Infinity;

  constructor(options: HumanPortOptions, id: PortId, name: string) {
    this.id = id;
    this.#name = name;
    this.#options = options;
    this.#budget = new Budget(options.clock, ANSWERS_PER_SECOND, ANSWER_BURST);
  }

  view(): HumanPortView {
    return {
      port: this.id,
      name: this.#name,
      groups: [...this.#groups.keys()],
      rules: this.#rules,
      unanswered: [...this.#unanswered.values()],
      received: this.#received,
      answered: this.#answered,
      dropped: this.#dropped,
    };
  }

  /** Takes a message: answers it by a rule, or keeps it as unanswered when it asks for an answer. */
  receive(arrival: Arrival): void {
    this.#received += 1;
    const replyPort = askedPort(arrival.message, arrival.peer);
    if (replyPort !== null) this.#take(arrival, replyPort);
    this.#options.onChange();
  }

  /** Numbers of the requests that wait for an answer at that port, the oldest first. */
  waitingAt(replyPort: PortId): number[] {
    const waiting = [...this.#unanswered.values()].filter((each) => each.replyPort === replyPort);
    return waiting.map(({ seq }) => seq);
  }

  /**
   * Sends the answer to one request. A message that is lost is none: the request stays.
   * @throws MeshError `request-gone`, also while another answer is on its way; or why the message can't
   *   be sent: then the request stays
   */
  async answer(seq: number, message: Message): Promise<Delivery> {
    const { replyPort } = this.#request(seq);
    if (this.#answering.has(seq)) {
      throw new MeshError('request-gone', 'An answer to this request is on its way.');
    }
    this.#answering.add(seq);
    try {
      const [delivery] = await this.#options.deliveries.send([replyPort], message);
      if (delivery?.outcome !== 'lost') this.settle(seq);
      return delivery as Delivery;
    } finally {
      this.#answering.delete(seq);
    }
  }

  /** Counts a request as answered; nothing, when it is no longer open. */
  settle(seq: number): void {
    if (!this.#unanswered.delete(seq)) return;
    this.#answered += 1;
    this.#options.onChange();
  }

  /** Something was sent to the reply port of a request that may have been the answer, at that Unix ms. */
  noteSent(seq: number, sentAt: number): void {
    const request = this.#unanswered.get(seq);
    if (!request) return;
    this.#unanswered.set(seq, { ...request, sentAt });
    this.#options.onChange();
  }

  /** @throws MeshError `request-gone` */
  dismiss(seq: number): void {
    this.#unanswered.delete(this.#request(seq).seq);
    this.#options.onChange();
  }

  setRules(rules: readonly AnswerRule[]): void {
    this.#rules = rules;
    this.#options.onChange();
  }

  /** @throws MeshError `limit-reached` */
  join(group: string, member: boolean): void {
    const guard = this.#groups.get(group);
    if (member === (guard !== undefined)) return;
    if (guard) {
      this.#groups.delete(group);
      guard.dispose();
    } else {
      if (this.#groups.size >= MAX_GROUPS) {
        throw new MeshError('limit-reached', `The port is in ${MAX_GROUPS} groups already.`);
      }
      this.#groups.set(group, this.#options.node.grpReg(group, this.id));
    }
    this.#options.onChange();
  }

  /** Leaves all groups. */
  dispose(): void {
    for (const guard of this.#groups.values()) guard.dispose();
    this.#groups.clear();
  }

  #take(arrival: Arrival, replyPort: PortId): void {
    const tag = tagOf(arrival.message);
    const rule =
      this.#rules.find((each) => each.tag === tag) ?? this.#rules.find(({ tag }) => tag === '*');
    const problem = rule ? this.#answerByRule(rule, arrival, replyPort) : null;
    if (rule && problem === null) this.#answered += 1;
    else this.#keep(arrival, replyPort, problem);
  }

  /** @returns why the rule can't answer, a sentence; `null` when it has answered */
  #answerByRule(rule: AnswerRule, { peer, message }: Arrival, replyPort: PortId): string | null {
    if (!this.#budget.take()) {
      const text = 'answers by rule come faster than they may; a person has to answer';
      this.#warn(text, null);
      return sentence(`${text}.`);
    }
    const { drafts, node } = this.#options;
    const args = argumentsOf(message);
    const local = { arg: args, args, tag: tagOf(message) ?? undefined, peer, port: this.id };
    try {
      const answer = fillArguments(rule.answer, drafts.lookup(drafts.seq(true), local));
      node.snd(replyPort, ...answer);
      return null;
    } catch (error) {
      const known = toMeshError(error);
      const text = `the rule for "${rule.tag}" can't answer: ${known.message}`;
      this.#warn(text, known);
      return sentence(text);
    }
  }

  #keep({ seq, at, peer, message }: Arrival, replyPort: PortId, problem: Request['problem']): void {
    const tag = tagOf(message);
    const rest = tag === null ? message : message.slice(1);
    const preview = elementsText(rest, PREVIEW_LENGTH).text;
    const short = tag === null ? null : tag.slice(0, PREVIEW_LENGTH);
    const request = { seq, at, peer, tag: short, preview, replyPort, problem, sentAt: null };
    this.#unanswered.set(seq, request);
    const oldest = this.#unanswered.keys().next();
    if (this.#unanswered.size <= MAX_UNANSWERED || oldest.done) return;
    this.#unanswered.delete(oldest.value);
    this.#dropped += 1;
  }

  #request(seq: number): Request {
    const request = this.#unanswered.get(seq);
    if (request) return request;
    throw new MeshError('request-gone', 'The request is no longer open.');
  }

  #warn(text: string, error: MeshError | null): void {
    const { clock, warn } = this.#options;
    if (clock.now() - this.#warnedAt < WARNING_INTERVAL) return;
    this.#warnedAt = clock.now();
    warn(`The port "${this.#name}": ${text}`, error);
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.slice(0, MAX_PROBLEM_LENGTH);
}
