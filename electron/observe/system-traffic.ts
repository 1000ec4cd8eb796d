import type { NodeId } from '../../shared/ids.ts';
import { portIdOf } from '../../shared/ids.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';

/** The service that creates ports on other nodes, and the one that keeps the mesh (protocol sections 6, 7). */
const SPAWN = 'AnyEvent::MP::_spawn';
const GLOBAL_SERVICE = 'AnyEvent::MP::Global::connect';

/** Global ports remembered: two per connection, and connections come and go. */
export const MAX_GLOBAL_PORTS = 4_000;

/** Tells the traffic that keeps the network going from what programs and people say to each other. */
export class SystemTraffic {
  readonly #self: NodeId;
  /** Global ports, the oldest first. */
  readonly #globalPorts = new Set<string>();
  readonly #ownPorts = new Set<string>();

  constructor(self: NodeId) {
    this.#self = self;
  }

  /** Declares a port of this node as part of the machinery. */
  add(portName: string): void {
    this.#ownPorts.add(portName);
  }

  /** Whether `message` is system traffic. Call it for every message, in order: it learns from them. */
  isSystem(message: TappedMessage): boolean {
    const receiver = message.direction === 'in' ? this.#self : message.peer;
    if (message.port === '') {
      this.#learn(receiver, message);
      return true;
    }
    if (receiver === this.#self && this.#ownPorts.has(message.port)) return true;
    return this.#globalPorts.has(portIdOf(receiver, message.port));
  }

  #learn(receiver: NodeId, { message }: TappedMessage): void {
    const [service, portName, init] = message;
    if (service !== SPAWN || init !== GLOBAL_SERVICE || typeof portName !== 'string') return;
    const port = portIdOf(receiver, portName);
    this.#globalPorts.delete(port);
    this.#globalPorts.add(port);
    if (this.#globalPorts.size <= MAX_GLOBAL_PORTS) return;
    const oldest = this.#globalPorts.values().next();
    if (!oldest.done) this.#globalPorts.delete(oldest.value);
  }
}
