import type { Clock } from '../../../shared/clock.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Random } from '../crypto/random.ts';

/** A lost node is dialled soon, for only the connection may be lost. */
const FIRST_DELAY = 300;

/** Then it is dialled this often, ms, and for so long: partitions heal, crashed nodes don't. */
const INTERVAL = 3_000;
const PATIENCE = 15 * 60_000;

/** Nodes remembered; more lost at once come back through the seeds. */
const MAX_LOST = 1_000;

export interface RedialOptions {
  clock: Clock;
  random: Random;
  connect: (node: NodeId, addresses: readonly string[]) => void;
}

interface Lost {
  addresses: readonly string[];
  since: number;
}

/**
 * Dials nodes that were lost at their last addresses. The reference only asks its master once, so a
 * partition that heals leaves two halves until a seed is tried.
 */
export class Redial {
  readonly #options: RedialOptions;
  readonly #lost = new Map<NodeId, Lost>();
  readonly #first = new Set<Guard>();
  #timer: Guard | null = null;

  constructor(options: RedialOptions) {
    this.#options = options;
  }

  /** @param addresses where it listened, possibly nowhere */
  lost(node: NodeId, addresses: readonly string[]): void {
    if (addresses.length === 0 || this.#lost.size >= MAX_LOST) return;
    this.#lost.set(node, { addresses, since: this.#options.clock.now() });
    this.#dialSoon(node);
    this.#timer ??= this.#again();
  }

  #dialSoon(node: NodeId): void {
    const { clock, random, connect } = this.#options;
    const first = clock.after(FIRST_DELAY * (0.5 + random.float()), () => {
      this.#first.delete(first);
      const lost = this.#lost.get(node);
      if (lost) connect(node, lost.addresses);
    });
    this.#first.add(first);
  }

  /** Where a lost node was. */
  addressesOf(node: NodeId): readonly string[] {
    return this.#lost.get(node)?.addresses ?? [];
  }

  found(node: NodeId): void {
    this.#lost.delete(node);
  }

  stop(): void {
    this.#timer?.dispose();
    this.#timer = null;
    for (const first of this.#first) first.dispose();
  }

  #again(): Guard {
    const { clock, random } = this.#options;
    return clock.after(INTERVAL * (0.8 + 0.4 * random.float()), () => this.#round());
  }

  #round(): void {
    const oldest = this.#options.clock.now() - PATIENCE;
    for (const [node, { addresses, since }] of this.#lost) {
      if (since < oldest) this.#lost.delete(node);
      else this.#options.connect(node, addresses);
    }
    this.#timer = this.#lost.size > 0 ? this.#again() : null;
  }
}
