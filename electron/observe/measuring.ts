import type { Clock } from '../../shared/clock.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';
import type { Node } from '../mp/mp.ts';
import { Instrument } from './instrument.ts';
import type { NetworkObserver } from './network.ts';
import { Probes } from './probes.ts';
import { Rounds } from './rounds.ts';
import { Survey } from './survey.ts';
import { Vitals } from './vitals.ts';

export interface MeasuringOptions {
  node: Node;
  clock: Clock;
  /** A new text that nobody can guess. */
  newToken: () => string;
  /** Gets what is measured. */
  network: NetworkObserver;
}

/** Everything that the dashboard asks other nodes, to know the mesh. */
export class Measuring {
  readonly #clock: Clock;
  readonly #node: Node;
  readonly #network: NetworkObserver;
  readonly #instrument: Instrument;
  readonly #rounds: Rounds;
  readonly #survey: Survey;
  readonly #vitals: Vitals;
  readonly #probes: Probes;

  constructor({ node, clock, newToken, network }: MeasuringOptions) {
    this.#clock = clock;
    this.#node = node;
    this.#network = network;
    this.#instrument = new Instrument(node);
    const common = { node, clock, newToken, instrument: this.#instrument };
    this.#vitals = new Vitals({
      ...common,
      onVital: (id, vital) => network.setVital(id, vital),
      onJump: (id) => this.#probes.prefer(id),
    });
    this.#survey = new Survey({
      ...common,
      onAnswer: (id, claimed, askedAt) => {
        this.#vitals.answered(id, askedAt);
        network.report(id, claimed);
      },
    });
    this.#probes = new Probes({
      ...common,
      latencies: network.latencies,
      isLinked: (a, b) => network.isLinked(a, b),
      roundTrip: (id) => (this.#vitals.isSilent(id) ? null : this.#vitals.roundTrip(id)),
      onMeasured: (a, b, roundTrip) => network.setLatency(a, b, roundTrip),
      onDoubt: (id) => this.#vitals.again(id),
    });
    this.#rounds = new Rounds({ node, clock, visit: (id) => this.#visit(id) });
  }

  /** Where the answers of nodes arrive that were asked for their connections. */
  get surveyPort(): PortId {
    return this.#survey.port;
  }

  /** Whether the ways between other nodes are measured. */
  get probing(): boolean {
    return this.#probes.on;
  }

  set probing(on: boolean) {
    this.#probes.on = on;
  }

  /** Asks all nodes for their connections now. */
  surveyNow(): void {
    this.#rounds.beginNow();
  }

  /** Measures links between other nodes again, before it is their turn. */
  recheck(links: readonly (readonly [NodeId, NodeId])[]): void {
    for (const [a, b] of links) this.#probes.preferPair(a, b);
  }

  /** When a link was measured last, ours or one between others, Unix ms; 0 = never. */
  measuredAt(one: NodeId, other: NodeId): number {
    const { id } = this.#node;
    if (one === id) return this.#vitals.measuredAt(other);
    if (other === id) return this.#vitals.measuredAt(one);
    return this.#network.latencies.get(one, other)?.at ?? 0;
  }

  /** Whether the message that passes just now is part of the measuring. */
  isOwn(message: TappedMessage): boolean {
    return this.#instrument.isOwn(message);
  }

  dispose(): void {
    for (const part of [this.#rounds, this.#probes, this.#vitals, this.#survey]) part.dispose();
    this.#instrument.dispose();
  }

  /** The small questions go first: their time counts. */
  #visit(id: NodeId): void {
    this.#vitals.visit(id);
    // Not a moment later than the question itself: its answer would not settle it.
    const at = this.#clock.now();
    if (this.#survey.ask(id)) this.#vitals.asked(id, at);
  }
}
