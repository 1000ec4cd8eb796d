import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Node } from '../mp/mp.ts';
import type { Instrument } from './instrument.ts';
import { Questions } from './questions.ts';

export interface SurveyOptions {
  node: Pick<Node, 'on'>;
  clock: Clock;
  instrument: Instrument;
  /** A new text that nobody can guess: answers are believed only from who was asked. */
  newToken: () => string;
  /** Called for every answer: what `node` claims, unchecked, and when it was asked, Unix ms. */
  onAnswer: (node: NodeId, claimed: readonly Json[], askedAt: number) => void;
}

/** Asks nodes for their connections (service `up_nodes`, protocol section 5). */
export class Survey {
  /** Where the answers arrive. */
  readonly port: PortId;
  readonly #options: SurveyOptions;
  readonly #questions: Questions<null>;
  readonly #guard: Guard;

  constructor(options: SurveyOptions) {
    this.#options = options;
    this.#questions = new Questions(options.clock, options.newToken);
    this.#guard = options.node.on('down', ({ node }) => this.#questions.forget(node));
    this.port = options.instrument.open((from, message) => this.#answer(from, message));
  }

  /**
   * Asks a node, unless it still owes an answer: questions must not pile up.
   * @returns whether it was asked
   */
  ask(id: NodeId): boolean {
    if (this.#questions.isOpen(id)) return false;
    this.#options.instrument.send(id, 'up_nodes', this.port, this.#questions.ask(id, null));
    return true;
  }

  dispose(): void {
    this.#guard.dispose();
    this.#questions.clear();
  }

  #answer(from: NodeId, message: readonly Json[]): void {
    const answered = this.#questions.answered(from, message[0]);
    if (answered) this.#options.onAnswer(from, message.slice(1), answered.askedAt);
  }
}
