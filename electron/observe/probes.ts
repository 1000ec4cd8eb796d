import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { Message } from '../../shared/json.ts';
import type { Node } from '../mp/mp.ts';
import type { Instrument } from './instrument.ts';
import type { Latencies } from './latencies.ts';
import type { Pair } from './probe-queue.ts';
import { pairKey, ProbeQueue } from './probe-queue.ts';
import { Questions } from './questions.ts';
import { isFar } from './steady.ts';

/** Most probes sent, whatever the size of the mesh; that many only while something looks odd. */
export const PROBES_PER_SECOND = 50;
/** Shortest time between two batches of probes, ms: it costs more to wake up than to send one. */
export const PROBE_STEP = 200;
/** A surprising result is checked after this time, ms. */
export const PROBE_AGAIN = 700;
/** A pair has become slow when so many results in a row say so: a busy machine delays one now and then. */
export const PROBE_CONFIRMATIONS = 3;
/** Shorter than our way to both ends by more than this, ms, and that quarter: what we know of them is old. */
const EARLY_MARGIN = 2;
const EARLY_PART = 0.25;

export interface ProbesOptions {
  node: Pick<Node, 'upNodes' | 'on' | 'id'>;
  clock: Clock;
  instrument: Instrument;
  newToken: () => string;
  latencies: Pick<Latencies, 'get'>;
  /** Whether a message from one to the other finds a link; a relay without one would make them dial. */
  isLinked: (a: NodeId, b: NodeId) => boolean;
  /** The round trip from here to a node, ms; `null` = not known, or it doesn't answer. */
  roundTrip: (node: NodeId) => number | null;
  /** Called with the round trip between two nodes, ms. */
  onMeasured: (a: NodeId, b: NodeId, roundTrip: number) => void;
  /** Called when the round trip to a node seems to be out of date. */
  onDoubt: (node: NodeId) => void;
}

/** Results of a pair that are surprisingly slow, one after the other. */
interface Doubt {
  best: number;
  count: number;
}

/**
 * Measures the round trips between other nodes: a message goes from here to A, on to B, and back
 * (service `snd`, protocol section 5); what is over when our halves of the round trips to A and B are
 * taken off is the way between them. That is right as far as messages take equally long both ways.
 */
export class Probes {
  readonly #options: ProbesOptions;
  readonly #questions: Questions<Pair>;
  readonly #port: PortId;
  readonly #queue: ProbeQueue;
  readonly #guards: readonly Guard[];
  /** Pairs whose last results were surprising. */
  readonly #doubted = new Map<string, Doubt>();
  #timer: Guard | null = null;
  #on = false;

  constructor(options: ProbesOptions) {
    this.#options = options;
    const { node, clock, newToken, instrument, latencies } = options;
    this.#questions = new Questions(clock, newToken);
    this.#port = instrument.open((from, message) => this.#answer(from, message));
    this.#queue = new ProbeQueue({
      isOpen: (a, b) => this.#isOpen(a, b),
      isMeasured: (a, b) => latencies.get(a, b) !== null,
    });
    for (const id of node.upNodes()) this.#add(id);
    this.#guards = [
      node.on('up', (event) => this.#add(event.node)),
      node.on('down', (event) => this.#remove(event.node)),
    ];
  }

  get on(): boolean {
    return this.#on;
  }

  /** Begins to measure, or ends. */
  set on(on: boolean) {
    this.#on = on;
    if (on) this.#schedule(0);
    else this.#stop();
  }

  /** Measures the pairs with that node out of turn: it has become slower or faster. */
  prefer(node: NodeId): void {
    this.#queue.preferNode(node, this.#options.clock.now());
  }

  /** Measures a pair out of turn: what is known of it is odd, and may be over. */
  preferPair(a: NodeId, b: NodeId): void {
    this.#queue.prefer(a, b, this.#options.clock.now());
  }

  dispose(): void {
    this.#stop();
    for (const guard of this.#guards) guard.dispose();
  }

  #add(id: NodeId): void {
    if (id === this.#options.node.id) return;
    this.#queue.add(id);
    this.#schedule(0);
  }

  #remove(id: NodeId): void {
    this.#queue.remove(id);
    this.#questions.forget(id);
    for (const key of this.#doubted.keys()) {
      if (key.split('\n').includes(id)) this.#doubted.delete(key);
    }
  }

  #stop(): void {
    this.#timer?.dispose();
    this.#timer = null;
    this.#questions.clear();
    this.#doubted.clear();
  }

  #schedule(delay: number): void {
    if (!this.#on || this.#queue.size < 2) return;
    this.#timer ??= this.#options.clock.after(delay, () => {
      this.#timer = null;
      const pairs = this.#queue.next(this.#options.clock.now());
      for (const pair of pairs) this.#send(pair);
      this.#schedule(Math.max((pairs.length * 1000) / PROBES_PER_SECOND, PROBE_STEP));
    });
  }

  #isOpen(a: NodeId, b: NodeId): boolean {
    const { roundTrip, isLinked } = this.#options;
    return roundTrip(a) !== null && roundTrip(b) !== null && isLinked(a, b);
  }

  #send(pair: Pair): void {
    const [a, b] = pair;
    const token = this.#questions.ask(b, pair);
    this.#options.instrument.send(a, 'snd', b, 'snd', this.#port, token);
  }

  #answer(from: NodeId, [token]: Message): void {
    const answered = this.#questions.answered(from, token);
    if (!answered) return;
    const pair = answered.about;
    const [a, b] = pair.map((id) => this.#options.roundTrip(id));
    if (typeof a !== 'number' || typeof b !== 'number') return;
    const halves = (a + b) / 2;
    const between = answered.took - halves;
    if (between < -EARLY_MARGIN - halves * EARLY_PART) return this.#tooEarly(pair);
    this.#judge(pair, 2 * Math.max(between, 0), a + b);
  }

  /** It came sooner than from our ends alone: these must be measured anew before the pair is. */
  #tooEarly(pair: Pair): void {
    for (const id of pair) this.#options.onDoubt(id);
    this.#queue.prefer(...pair, this.#options.clock.now() + PROBE_AGAIN);
  }

  /**
   * Believes a result at once when it is not much slower than the last one; else the best of several.
   * @param usual what is likely for a pair never measured: no way is much longer than that through us
   */
  #judge(pair: Pair, roundTrip: number, usual: number): void {
    const { latencies, onMeasured, onDoubt, clock } = this.#options;
    const key = pairKey(...pair);
    const before = latencies.get(...pair)?.roundTrip;
    const expected = before ?? usual;
    if (roundTrip <= expected || !isFar(expected, roundTrip)) {
      this.#doubted.delete(key);
      // Only half way up: a little more each time would make a pair slow without ever being a surprise.
      const halfWay = (roundTrip + (before ?? roundTrip)) / 2;
      return onMeasured(...pair, Math.min(roundTrip, halfWay));
    }
    const doubt = this.#doubted.get(key) ?? { best: Infinity, count: 0 };
    const best = Math.min(doubt.best, roundTrip);
    const count = doubt.count + 1;
    if (count >= PROBE_CONFIRMATIONS) {
      this.#doubted.delete(key);
      return onMeasured(...pair, best);
    }
    this.#doubted.set(key, { best, count });
    for (const id of pair) onDoubt(id);
    this.#queue.prefer(...pair, clock.now() + PROBE_AGAIN);
  }
}
