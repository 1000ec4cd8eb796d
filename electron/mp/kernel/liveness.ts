import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { Connection } from '../transport/connection.ts';
import { LIVENESS_CHECKS } from './limits.ts';
import type { RemoteNode } from './remote-node.ts';

export interface LivenessOptions {
  clock: Clock;
  /** Silence after which a node counts as lost, ms. */
  timeout: number;
  nodes: () => Iterable<RemoteNode>;
  /** Nodes that can't be dialled must speak now and then, so that others see they live. */
  mustSpeak: () => boolean;
  onSilent: (node: RemoteNode, reason: MeshError) => void;
}

/**
 * Notices nodes that stop without closing their connection: TCP alone takes minutes to hours. A
 * silent node is asked to send us an empty message, which every AEMP node does.
 */
export class Liveness {
  readonly #options: LivenessOptions;
  /** Checks in a row that found a connection silent. */
  readonly #silent = new WeakMap<Connection, number>();
  #timer: Guard;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#timer = this.#again();
  }

  stop(): void {
    this.#timer.dispose();
  }

  #again(): Guard {
    // One more: the last octet may have come right after a check, which counts it as heard.
    const interval = this.#options.timeout / (LIVENESS_CHECKS + 1);
    return this.#options.clock.after(interval, () => {
      for (const node of this.#options.nodes()) this.#check(node);
      this.#timer = this.#again();
    });
  }

  #check(node: RemoteNode): void {
    const { connection } = node;
    if (!connection) return;
    const silent = connection.heard ? 0 : (this.#silent.get(connection) ?? 0) + 1;
    this.#silent.set(connection, silent);
    connection.heard = false;
    if (silent >= LIVENESS_CHECKS) return this.#giveUp(node);
    if (silent > 0) node.probe();
    else if (!connection.spoke && this.#options.mustSpeak()) connection.send('', []);
    connection.spoke = false;
  }

  #giveUp(node: RemoteNode): void {
    const seconds = Math.round(this.#options.timeout / 1000);
    this.#options.onSilent(
      node,
      new MeshError('connection-lost', `No sign of life from "${node.id}" for about ${seconds} s.`),
    );
  }
}
