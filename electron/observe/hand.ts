import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { PortId } from '../../shared/ids.ts';
import { nodeOf, portIdOf, portNameOf } from '../../shared/ids.ts';
import type { Node } from '../mp/mp.ts';
import type { MessageLog } from './messages.ts';

/** What sending by hand needs. */
export interface HandOptions {
  node: Node;
  clock: Clock;
  messages: Pick<MessageLog, 'addSystemPort' | 'byHand' | 'expectReply'>;
}

/** Whether messages to `port` have a way to go: its node is this one, connected, or known to exist. */
export function isKnownNode(node: Node, port: PortId): boolean {
  const id = nodeOf(port);
  return id === node.id || node.upNodes().includes(id) || node.knownNodes().includes(id);
}

/** The error for a destination on a node that nobody knows. */
export function unknownDestination(port: PortId): MeshError {
  const id = nodeOf(port);
  return new MeshError('destination-unknown', `The node ${id} is not known in this network.`, {
    detail: { node: id },
  });
}

/** The one spelling of a port ID: `bob#` and `bob` are the same. */
export function canonical(port: PortId): PortId {
  return portIdOf(nodeOf(port), portNameOf(port));
}

/** A result that settles once; whatever waits for it ends then, also what is added later. */
export class Outcome<Value> {
  readonly promise: Promise<Value>;
  readonly #guards: Guard[] = [];
  #resolve!: (value: Value) => void;
  #settled = false;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Disposed when the result is there. */
  add(guard: Guard): void {
    // A monitor may fire before it is returned.
    if (this.#settled) guard.dispose();
    else this.#guards.push(guard);
  }

  settle(value: Value): void {
    this.end();
    this.#resolve(value);
  }

  /** Ends what waits, without a result. */
  end(): void {
    this.#settled = true;
    for (const guard of this.#guards.splice(0)) guard.dispose();
  }
}
