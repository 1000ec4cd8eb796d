import type { NodeId } from '../../../shared/ids.ts';
import type { Random } from '../crypto/random.ts';

export interface MasterOptions {
  random: Random;
  /** Whether the node is connected and can be asked. */
  isUp: (node: NodeId) => boolean;
  isSeed: (node: NodeId) => boolean;
  upSeeds: () => NodeId[];
  upNodes: () => NodeId[];
  /** Tell a node that it is our master now, or no longer. */
  tell: (node: NodeId, tag: 'seedme1' | 'seedme0') => void;
  onChange: (master: NodeId | null) => void;
}

/** The one node that keeps us informed of others (protocol section 7). */
export class Master {
  readonly #options: MasterOptions;
  #current: NodeId | null = null;

  constructor(options: MasterOptions) {
    this.#options = options;
  }

  get current(): NodeId | null {
    return this.#current;
  }

  /** A node came up: a seed beats a node that is none, and sometimes another seed. */
  nodeUp(node: NodeId): void {
    const { isSeed, upSeeds, random } = this.#options;
    if (isSeed(node)) {
      const fromSeed = this.#current !== null && isSeed(this.#current);
      // Roughly even over the seeds, although the first one has a head start (reference).
      if (!fromSeed || random.float() * upSeeds().length > 1) this.#set(node);
    }
    this.ensure();
  }

  /** Chooses another one when there is none, or it is down. */
  ensure(): void {
    const { isUp, upSeeds, upNodes, random } = this.#options;
    if (this.#current !== null && isUp(this.#current)) return;
    const seeds = upSeeds().filter(isUp);
    const seed = seeds[Math.floor(random.float() * seeds.length)];
    this.#set(seed ?? upNodes().filter(isUp).sort().at(-1) ?? null);
  }

  #set(node: NodeId | null): void {
    if (node === this.#current) return;
    const { tell, isUp, onChange } = this.#options;
    if (this.#current !== null && isUp(this.#current)) tell(this.#current, 'seedme0');
    this.#current = node;
    if (node !== null) tell(node, 'seedme1');
    onChange(node);
  }
}
