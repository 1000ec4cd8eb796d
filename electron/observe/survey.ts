import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Node } from '../mp/mp.ts';

/** Time from one round of questions to the next, ms: links that broke are seen soon, at little traffic. */
export const SURVEY_INTERVAL = 3_000;
/** Time between two questions of a round, ms: hundreds of answers at once would stall both ends. */
export const SURVEY_STEP = 10;
/** A round is spread over at most this part of the interval. */
const SURVEY_SPREAD = 0.8;
/** A node that came or went changes what others say; the next round begins so soon after it, ms. */
export const SURVEY_AFTER_CHANGE = 300;
/** Rounds that follow from changes begin at least this far apart, ms: a flapping node must not cause a flood. */
export const SURVEY_MIN_GAP = 1_000;
/** A question without answer is asked again after this time, ms. */
export const SURVEY_TIMEOUT = 10_000;

export interface SurveyOptions {
  node: Node;
  clock: Clock;
  /** A new text that nobody can guess: answers are believed only from who was asked. */
  newToken: () => string;
  /** Called for every answer: what `node` claims, unchecked, and the round trip in ms. */
  onAnswer: (node: NodeId, claimed: readonly Json[], roundTrip: number) => void;
}

interface Question {
  node: NodeId;
  askedAt: number;
}

/** Asks every connected node for its connections (service `up_nodes`, protocol section 5), again and again. */
export class Survey {
  /** Where the answers arrive. */
  readonly port: PortId;
  readonly #options: SurveyOptions;
  readonly #guards: Guard[];
  /** Open questions by token. */
  readonly #questions = new Map<string, Question>();
  /** Nodes of the running round that are still to be asked. */
  #waiting: NodeId[] = [];
  #step: Guard | null = null;
  #stepLength = SURVEY_STEP;
  #round: Guard | null = null;
  #roundAt = Infinity;
  #lastRoundAt = -Infinity;

  constructor(options: SurveyOptions) {
    this.#options = options;
    const { node } = options;
    this.port = node.port((...message) => this.#answer(message));
    this.#guards = [
      node.on('up', () => this.#changed()),
      node.on('down', (event) => this.#forget(event.node)),
    ];
    this.#changed();
  }

  /** Asks all nodes now; does nothing while a round is under way. */
  askNow(): void {
    this.#scheduleRound(0);
  }

  dispose(): void {
    for (const guard of [...this.#guards, this.#step, this.#round]) guard?.dispose();
    this.#step = this.#round = null;
    this.#questions.clear();
    this.#options.node.kil(this.port);
  }

  #changed(): void {
    const gap = this.#lastRoundAt + SURVEY_MIN_GAP - this.#options.clock.now();
    this.#scheduleRound(Math.max(SURVEY_AFTER_CHANGE, gap));
  }

  /** Makes sure that a round begins in `delay` ms or sooner. */
  #scheduleRound(delay: number): void {
    const at = this.#options.clock.now() + delay;
    if (this.#round && this.#roundAt <= at) return;
    this.#round?.dispose();
    this.#roundAt = at;
    this.#round = this.#options.clock.after(delay, () => this.#beginRound());
  }

  #beginRound(): void {
    this.#round = null;
    this.#scheduleRound(SURVEY_INTERVAL);
    // A round that is still under way goes on; what changed is asked for in the next.
    if (this.#step) return;
    this.#lastRoundAt = this.#options.clock.now();
    this.#expire();
    const { node } = this.#options;
    const asked = new Set([...this.#questions.values()].map((question) => question.node));
    this.#waiting = node.upNodes().filter((id) => id !== node.id && !asked.has(id));
    const spread = (SURVEY_INTERVAL * SURVEY_SPREAD) / Math.max(this.#waiting.length, 1);
    this.#stepLength = Math.min(SURVEY_STEP, spread);
    this.#askNext();
  }

  #askNext(): void {
    this.#step = null;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#ask(next);
    this.#step = this.#options.clock.after(this.#stepLength, () => this.#askNext());
  }

  #ask(id: NodeId): void {
    const { node, clock, newToken } = this.#options;
    const token = newToken();
    this.#questions.set(token, { node: id, askedAt: clock.now() });
    node.snd(id, 'up_nodes', this.port, token);
  }

  #answer(message: readonly Json[]): void {
    const [token, ...claimed] = message;
    const question = typeof token === 'string' ? this.#questions.get(token) : undefined;
    if (!question) return;
    this.#questions.delete(token as string);
    this.#options.onAnswer(question.node, claimed, this.#options.clock.now() - question.askedAt);
  }

  #forget(node: NodeId): void {
    for (const [token, question] of this.#questions) {
      if (question.node === node) this.#questions.delete(token);
    }
    this.#waiting = this.#waiting.filter((id) => id !== node);
    this.#changed();
  }

  #expire(): void {
    const limit = this.#options.clock.now() - SURVEY_TIMEOUT;
    for (const [token, question] of this.#questions) {
      if (question.askedAt <= limit) this.#questions.delete(token);
    }
  }
}
