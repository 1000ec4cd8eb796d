import type { Clock } from '../../../shared/clock.ts';
import type { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Random } from '../crypto/random.ts';

export interface SeedsOptions {
  clock: Clock;
  random: Random;
  /** Milliseconds. */
  connectInterval: number;
  isUp: (node: NodeId) => boolean;
  knownCount: () => number;
  dial: (address: string, onEnd: (peer: NodeId | null, reason: MeshError | null) => void) => void;
  /** An address leads to that node. */
  onFound: (address: string, node: NodeId) => void;
  /** An address leads to ourselves, and was dropped. */
  onSelf: (address: string) => void;
}

/** At start each seed is tried at a random moment within this time, ms (protocol section 7). */
const FIRST_SPREAD = 100;

/** Shortest time between two attempts, ms (protocol section 7). */
const MIN_INTERVAL = 1000;

/** Finds the network: dials the configured seeds, again and again while they are not up. */
export class Seeds {
  readonly #options: SeedsOptions;
  /** Which node an address leads to; `null` = not known yet. */
  readonly #nodes = new Map<string, NodeId | null>();
  #round: string[] = [];
  #timer: Guard | null = null;
  readonly #first = new Set<Guard>();

  constructor(options: SeedsOptions) {
    this.#options = options;
  }

  /** @param addresses numeric `ip:port` */
  start(addresses: readonly string[]): void {
    for (const address of addresses) this.#nodes.set(address, null);
    if (this.#nodes.size === 0) return;
    for (const address of this.#nodes.keys()) {
      const delay = FIRST_SPREAD * this.#options.random.float();
      this.#first.add(this.#options.clock.after(delay, () => this.#try(address)));
    }
    this.#again();
  }

  stop(): void {
    this.#timer?.dispose();
    for (const guard of this.#first) guard.dispose();
  }

  /** Tries a seed now: we lost the last node. */
  hurry(): void {
    this.#timer?.dispose();
    this.#tryNext();
    this.#again();
  }

  isSeed(node: NodeId): boolean {
    return [...this.#nodes.values()].includes(node);
  }

  /** Seeds that are connected. */
  up(): NodeId[] {
    const known = [...this.#nodes.values()].filter((node) => node !== null);
    return [...new Set(known)].filter((node) => this.#options.isUp(node));
  }

  #again(): void {
    if (this.#nodes.size === 0) return;
    const { clock, random, connectInterval, knownCount } = this.#options;
    const interval = Math.max(MIN_INTERVAL, connectInterval * knownCount() - 1000 * random.float());
    this.#timer = clock.after(interval, () => {
      this.#tryNext();
      this.#again();
    });
  }

  /** Each seed once a round, in random order. */
  #tryNext(): void {
    if (this.#round.length === 0) this.#round = [...this.#nodes.keys()];
    const index = Math.floor(this.#options.random.float() * this.#round.length);
    const [address] = this.#round.splice(index, 1);
    if (address !== undefined) this.#try(address);
  }

  #try(address: string): void {
    const node = this.#nodes.get(address);
    // It was dropped while it waited for its turn.
    if (node === undefined) return;
    if (node && this.#options.isUp(node)) return;
    // A seed that is connected already, because it dialled us, refuses the second connection.
    const leadsTo = (peer: NodeId, reason: MeshError | null) =>
      reason === null || this.#options.isUp(peer);
    this.#options.dial(address, (peer, reason) => {
      if (reason?.code === 'self-connect') {
        this.#nodes.delete(address);
        this.#options.onSelf(address);
      } else if (peer !== null && this.#nodes.has(address) && leadsTo(peer, reason)) {
        this.#nodes.set(address, peer);
        this.#options.onFound(address, peer);
      }
    });
  }
}
