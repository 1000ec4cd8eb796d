import type { NodeId } from '../../shared/ids.ts';
import { PairWalk } from './pair-walk.ts';

/** Pairs that may wait to be measured out of turn; of more, the later ones get their regular turn. */
export const MAX_PREFERRED = 5_000;
/** A regular round through all pairs takes at least this long, ms: small meshes need no more. */
export const PAIR_INTERVAL = 3_000;
/** Probes sent at once; and how many of them for no special reason, to be sparing while all is well. */
export const PROBE_BATCH = 10;
export const REGULAR_BATCH = 4;
/** Pairs looked at for one that can be measured: a step must stay short in a mesh of thousands. */
const LOOKS = 640;
/** Of so many regular batches one is of pairs that were measured before, while there are new ones. */
const KNOWN_EVERY = 4;

/** Two nodes, the one that is to relay first. */
export type Pair = readonly [NodeId, NodeId];

export interface ProbeQueueOptions {
  /** Whether the link between them can be measured now. */
  isOpen: (a: NodeId, b: NodeId) => boolean;
  isMeasured: (a: NodeId, b: NodeId) => boolean;
}

/**
 * Decides which pair is measured next: those that just looked odd, then those never measured, and
 * between them all others in turn.
 */
export class ProbeQueue {
  readonly #options: ProbeQueueOptions;
  /** In the order of coming up, but for gaps that were filled. */
  readonly #nodes: NodeId[] = [];
  /** By both IDs; the value is when the pair may be taken, Unix ms. */
  readonly #preferred = new Map<string, { pair: Pair; notBefore: number }>();
  readonly #fresh = new Turn();
  readonly #known = new Turn();
  #count = 0;

  constructor(options: ProbeQueueOptions) {
    this.#options = options;
  }

  /** Number of nodes. */
  get size(): number {
    return this.#nodes.length;
  }

  add(node: NodeId): void {
    if (!this.#nodes.includes(node)) this.#nodes.push(node);
  }

  remove(node: NodeId): void {
    const at = this.#nodes.indexOf(node);
    const last = this.#nodes.pop();
    if (at >= 0 && last !== undefined && last !== node) this.#nodes[at] = last;
    for (const [key, { pair }] of this.#preferred) {
      if (pair.includes(node)) this.#preferred.delete(key);
    }
  }

  /** Measures the pair out of turn, from `notBefore` (Unix ms) on. */
  prefer(a: NodeId, b: NodeId, notBefore: number): void {
    const key = pairKey(a, b);
    if (this.#preferred.size >= MAX_PREFERRED && !this.#preferred.has(key)) return;
    this.#preferred.set(key, { pair: [a, b], notBefore });
  }

  /** Measures all pairs with that node out of turn. */
  preferNode(node: NodeId, now: number): void {
    for (const other of this.#nodes) if (other !== node) this.prefer(node, other, now);
  }

  /** The pairs to measure now, at most {@link PROBE_BATCH}; mostly with the same relay. */
  next(now: number): Pair[] {
    const preferred = this.#takePreferred(now);
    const room = Math.min(PROBE_BATCH - preferred.length, REGULAR_BATCH);
    return [...preferred, ...this.#takeRegular(now, room)];
  }

  #takeRegular(now: number, room: number): Pair[] {
    const { isMeasured } = this.#options;
    this.#count += 1;
    const fresh = (): Pair[] => this.#turn(this.#fresh, now, room, (a, b) => !isMeasured(a, b));
    const known = (): Pair[] => this.#turn(this.#known, now, room, isMeasured);
    const [first, then] = this.#count % KNOWN_EVERY === 0 ? [known, fresh] : [fresh, known];
    const found = first();
    return found.length > 0 ? found : then();
  }

  #takePreferred(now: number): Pair[] {
    const pairs: Pair[] = [];
    let looks = 0;
    for (const [key, { pair, notBefore }] of this.#preferred) {
      if (++looks > LOOKS || pairs.length >= PROBE_BATCH) break;
      if (notBefore > now) continue;
      this.#preferred.delete(key);
      if (this.#options.isOpen(...pair)) pairs.push(pair);
    }
    return pairs;
  }

  #turn(turn: Turn, now: number, room: number, wanted: (a: NodeId, b: NodeId) => boolean): Pair[] {
    const pairs: Pair[] = [];
    for (let looks = 0; looks < LOOKS && pairs.length < room; looks++) {
      const found = turn.next(this.#nodes.length, now);
      if (!found) break;
      const [a, b] = [this.#nodes[found[0]] as NodeId, this.#nodes[found[1]] as NodeId];
      if (wanted(a, b) && this.#options.isOpen(a, b)) pairs.push([a, b]);
    }
    return pairs;
  }
}

/** A walk through all pairs, begun anew no more often than every {@link PAIR_INTERVAL}. */
class Turn {
  // Probes through the same relay, sent at once, cost one write.
  readonly #walk = new PairWalk(REGULAR_BATCH);
  #began = -Infinity;
  #over = true;

  next(size: number, now: number): readonly [number, number] | null {
    if (this.#over) {
      if (now - this.#began < PAIR_INTERVAL) return null;
      this.#began = now;
      this.#over = false;
    }
    const found = this.#walk.next(size);
    if (!found) this.#over = true;
    return found;
  }
}

/** The same for both orders; line feeds are in no node ID. */
export function pairKey(a: NodeId, b: NodeId): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}
