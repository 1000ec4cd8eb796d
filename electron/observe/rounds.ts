import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { Node } from '../mp/mp.ts';

/** Time from one round to the next, ms: links that broke are seen soon, at little traffic. */
export const ROUND_INTERVAL = 3_000;
/** Rounds of large meshes take longer, by this much per node, but never longer than that, ms. */
export const ROUND_PER_NODE = 35;
export const MAX_ROUND_INTERVAL = 7_000;
/**
 * So many nodes are visited at once, and the next ones after this time, ms. Hundreds of answers at once
 * would stall both ends; one at a time would wake the process a hundred times a second, which costs
 * several times what is done then.
 */
export const ROUND_BATCH = 20;
export const ROUND_STEP = 200;
/** A round is spread over at most this part of the interval. */
const ROUND_SPREAD = 0.8;
/** A node that came or went changes what others say; the next round begins so soon after it, ms. */
export const ROUND_AFTER_CHANGE = 300;
/** Rounds that follow from changes begin at least this far apart, ms: a flapping node must not cause a flood. */
export const ROUND_MIN_GAP = 1_000;

export interface RoundsOptions {
  node: Pick<Node, 'id' | 'upNodes' | 'on'>;
  clock: Clock;
  /** Called for every connected node once a round. */
  visit: (node: NodeId) => void;
}

/** Comes to every connected node, a few at a time, again and again. */
export class Rounds {
  readonly #options: RoundsOptions;
  readonly #guards: Guard[];
  /** Nodes of the running round that are still to come. */
  #waiting: NodeId[] = [];
  #step: Guard | null = null;
  #stepLength = ROUND_STEP;
  #round: Guard | null = null;
  #roundAt = Infinity;
  #lastRoundAt = -Infinity;

  constructor(options: RoundsOptions) {
    this.#options = options;
    const { node } = options;
    this.#guards = [
      node.on('up', () => this.#changed()),
      node.on('down', (event) => {
        this.#waiting = this.#waiting.filter((id) => id !== event.node);
        this.#changed();
      }),
    ];
    this.#changed();
  }

  /** Begins a round now; does nothing while one is under way. */
  beginNow(): void {
    this.#schedule(0);
  }

  dispose(): void {
    for (const guard of [...this.#guards, this.#step, this.#round]) guard?.dispose();
    this.#step = this.#round = null;
  }

  #changed(): void {
    const gap = this.#lastRoundAt + ROUND_MIN_GAP - this.#options.clock.now();
    this.#schedule(Math.max(ROUND_AFTER_CHANGE, gap));
  }

  /** Makes sure that a round begins in `delay` ms or sooner. */
  #schedule(delay: number): void {
    const at = this.#options.clock.now() + delay;
    if (this.#round && this.#roundAt <= at) return;
    this.#round?.dispose();
    this.#roundAt = at;
    this.#round = this.#options.clock.after(delay, () => this.#begin());
  }

  #begin(): void {
    this.#round = null;
    const { node, clock } = this.#options;
    const nodes = node.upNodes().filter((id) => id !== node.id);
    const interval = roundInterval(nodes.length);
    this.#schedule(interval);
    // A round that is still under way goes on; what changed is seen in the next.
    if (this.#step) return;
    this.#lastRoundAt = clock.now();
    this.#waiting = nodes;
    const steps = Math.max(Math.ceil(nodes.length / ROUND_BATCH), 1);
    const spread = (interval * ROUND_SPREAD) / steps;
    this.#stepLength = Math.min(ROUND_STEP, spread);
    this.#next();
  }

  #next(): void {
    this.#step = null;
    const batch = this.#waiting.splice(0, ROUND_BATCH);
    if (batch.length === 0) return;
    for (const node of batch) this.#options.visit(node);
    this.#step = this.#options.clock.after(this.#stepLength, () => this.#next());
  }
}

/** Time from one round to the next in a mesh of that many others, ms. */
export function roundInterval(nodes: number): number {
  return Math.min(Math.max(ROUND_INTERVAL, nodes * ROUND_PER_NODE), MAX_ROUND_INTERVAL);
}
