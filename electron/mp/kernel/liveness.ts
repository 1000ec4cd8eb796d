import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
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
  readonly #silent = new Map<RemoteNode, number>();
  #timer: Guard;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#timer = this.#again();
  }

  stop(): void {
    this.#timer.dispose();
  }

  #again(): Guard {
    return this.#options.clock.after(this.#options.timeout / LIVENESS_CHECKS, () => {
      for (const node of this.#options.nodes()) this.#check(node);
      this.#timer = this.#again();
    });
  }

  #check(node: RemoteNode): void {
    const { connection } = node;
    if (!connection) return void this.#silent.delete(node);
    const silent = connection.heard ? 0 : (this.#silent.get(node) ?? 0) + 1;
    this.#silent.set(node, silent);
    connection.heard = false;
    if (silent > LIVENESS_CHECKS) return this.#giveUp(node);
    if (silent > 0) node.probe();
    else if (!connection.spoke && this.#options.mustSpeak()) connection.send('', []);
    connection.spoke = false;
  }

  #giveUp(node: RemoteNode): void {
    this.#silent.delete(node);
    const seconds = Math.round(this.#options.timeout / 1000);
    this.#options.onSilent(
      node,
      new MeshError('connection-lost', `No sign of life from "${node.id}" for ${seconds} s.`),
    );
  }
}
