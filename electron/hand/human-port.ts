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
  /** Numbers of the same by their reply ports: looked at for every message that is sent. */
  readonly #awaited = new Map<PortId, Set<number>>();
  #rules: readonly AnswerRule[] = [];
  #received = 0;
  #answered = 0;
  #dropped = 0;
  #warnedAt = -Infinity;
  /** The request that is being answered by hand right now. */
  #answering: number | null = null;

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
    if (replyPort !== null && !this.#answerByRule(arrival, replyPort)) {
      this.#keep(arrival, replyPort);
    }
    this.#options.onChange();
  }

  /** Whether a request waits for an answer at that port. */
  awaits(replyPort: PortId): boolean {
    return this.#awaited.has(replyPort);
  }

  /** Something was sent to a reply port, from wherever in this program: that is the answer. */
  noteAnswer(replyPort: PortId): void {
    const waiting = this.#awaited.get(replyPort) ?? new Set();
    const byHand = this.#answering !== null && waiting.has(this.#answering);
    const seq = byHand ? this.#answering : [...waiting][0];
    if (typeof seq === 'number') this.#settle(seq);
  }

  /** @throws MeshError `request-gone`, or why the message can't be sent: then the request stays */
  async answer(seq: number, message: Message): Promise<Delivery> {
    const { replyPort } = this.#request(seq);
    this.#answering = seq;
    const sending = this.#options.deliveries.send([replyPort], message);
    this.#answering = null;
    const [delivery] = await sending;
    if (delivery?.outcome !== 'lost') this.#settle(seq);
    return delivery as Delivery;
  }

  /** @throws MeshError `request-gone` */
  dismiss(seq: number): void {
    this.#remove(this.#request(seq).seq);
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

  /** False when there is no rule for it, or the rule can't answer. */
  #answerByRule({ peer, message }: Arrival, replyPort: PortId): boolean {
    const tag = tagOf(message);
    const rule =
      this.#rules.find((each) => each.tag === tag) ?? this.#rules.find(({ tag }) => tag === '*');
    if (!rule) return false;
    if (!this.#budget.take()) {
      this.#warn('answers by rule come faster than they may; a person has to answer', null);
      return false;
    }
    const { drafts, node } = this.#options;
    const args = argumentsOf(message);
    const local = { arg: args, args, tag: tag ?? undefined, peer, port: this.id };
    try {
      const answer = fillArguments(rule.answer, drafts.lookup(drafts.seq(true), local));
      node.snd(replyPort, ...answer);
    } catch (error) {
      const known = toMeshError(error);
      this.#warn(`the rule for "${rule.tag}" can't answer: ${known.message}`, known);
      return false;
    }
    this.#answered += 1;
    return true;
  }

  #keep({ seq, at, peer, message }: Arrival, replyPort: PortId): void {
    const tag = tagOf(message);
    const rest = tag === null ? message : message.slice(1);
    const preview = elementsText(rest, PREVIEW_LENGTH).text;
    const short = tag === null ? null : tag.slice(0, PREVIEW_LENGTH);
    this.#unanswered.set(seq, { seq, at, peer, tag: short, preview, replyPort });
    this.#awaited.set(replyPort, (this.#awaited.get(replyPort) ?? new Set()).add(seq));
    const oldest = this.#unanswered.keys().next();
    if (this.#unanswered.size <= MAX_UNANSWERED || oldest.done) return;
    this.#remove(oldest.value);
    this.#dropped += 1;
  }

  #settle(seq: number): void {
    if (!this.#remove(seq)) return;
    this.#answered += 1;
    this.#options.onChange();
  }

  #remove(seq: number): boolean {
    const request = this.#unanswered.get(seq);
    if (!request) return false;
    this.#unanswered.delete(seq);
    const waiting = this.#awaited.get(request.replyPort);
    waiting?.delete(seq);
    if (waiting?.size === 0) this.#awaited.delete(request.replyPort);
    return true;
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
