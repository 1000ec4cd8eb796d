import { MeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { HumanPort as HumanPortView } from '../../shared/hand.ts';
import { MAX_HUMAN_PORTS } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import { portNameOf } from '../../shared/ids.ts';
import type { Json, Message } from '../../shared/json.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';
import type { MessageLog } from '../observe/messages.ts';
import { reasonText } from '../observe/reason-text.ts';
import type { Arrival, HumanPortOptions } from './human-port.ts';
import { HumanPort } from './human-port.ts';
import { canonical } from './sending.ts';

/** Messages that were seen, but not delivered yet: inside of a node they wait in a queue. */
const MAX_ARRIVALS = 10_000;

export interface HumanPortsOptions extends HumanPortOptions {
  messages: Pick<MessageLog, 'ring'>;
}

interface Entry {
  port: HumanPort;
  /** What was seen on its way to the port, the oldest first. */
  arrivals: Arrival[];
  guard: Guard;
}

/** The ports that a person answers for. They end with the node. */
export class HumanPorts {
  readonly #options: HumanPortsOptions;
  /** By port name. */
  readonly #ports = new Map<string, Entry>();
  #tap: Guard | null = null;

  constructor(options: HumanPortsOptions) {
    this.#options = options;
  }

  views(): HumanPortView[] {
    return [...this.#ports.values()].map(({ port }) => port.view());
  }

  /** @throws MeshError `limit-reached` */
  open(name: string): HumanPortView {
    if (this.#ports.size >= MAX_HUMAN_PORTS) {
      throw new MeshError('limit-reached', `There are ${MAX_HUMAN_PORTS} ports of this kind.`, {
        next: 'Close one of them first.',
      });
    }
    const { node } = this.#options;
    // A message doesn't say who sent it; the tap does. Attached only while it is needed.
    this.#tap ??= node.tap((message) => this.#see(message));
    const id = node.port((...message) => this.#receive(portNameOf(id), message));
    const port = new HumanPort(this.#options, id, name);
    const guard = node.mon(id, (...reason) => this.#died(port, name, reason));
    this.#ports.set(portNameOf(id), { port, arrivals: [], guard });
    this.#options.onChange();
    return port.view();
  }

  /** @throws MeshError `port-unknown` */
  get(id: PortId): HumanPort {
    return this.#entry(id).port;
  }

  /** @throws MeshError `port-unknown` */
  close(id: PortId): void {
    const { port, guard } = this.#entry(id);
    guard.dispose();
    this.#remove(port);
    this.#options.node.kil(port.id);
  }

  /**
   * The person is going to send something to just that port, otherwise than as the answer to a request
   * that is open. It answers what waits there now; when that are several, nobody can tell which.
   * @returns what to call when it was sent
   */
  sendingTo(to: PortId): () => void {
    const target = canonical(to);
    const waiting = [...this.#ports.values()].flatMap(({ port }) =>
      port.waitingAt(target).map((seq) => ({ port, seq })),
    );
    return () => {
      const [only] = waiting;
      if (only && waiting.length === 1) return only.port.settle(only.seq);
      for (const { port, seq } of waiting) port.noteSent(seq, this.#options.clock.now());
    };
  }

  dispose(): void {
    for (const { port } of [...this.#ports.values()]) this.close(port.id);
  }

  #entry(id: PortId): Entry {
    const entry = this.#ports.get(portNameOf(id));
    if (entry?.port.id === canonical(id)) return entry;
    throw new MeshError('port-unknown', `There is no open port ${id} of this kind.`);
  }

  #remove(port: HumanPort): void {
    this.#ports.delete(portNameOf(port.id));
    port.dispose();
    if (this.#ports.size === 0) this.#tap?.dispose();
    if (this.#ports.size === 0) this.#tap = null;
    this.#options.onChange();
  }

  #died(port: HumanPort, name: string, reason: readonly Json[]): void {
    if (!this.#ports.has(portNameOf(port.id))) return;
    this.#remove(port);
    this.#options.warn(`The port "${name}" was killed: ${reasonText(reason)}`, null);
  }

  #see({ direction, peer, port, message }: TappedMessage): void {
    const { node, clock, messages } = this.#options;
    if (direction === 'out' && peer !== node.id) return;
    const entry = this.#ports.get(port);
    if (!entry) return;
    // The log has just taken it: its tap was attached before ours.
    entry.arrivals.push({ seq: messages.ring.next - 1, at: clock.now(), peer, message });
    if (entry.arrivals.length > MAX_ARRIVALS) entry.arrivals.shift();
  }

  #receive(name: string, message: Message): void {
    const entry = this.#ports.get(name);
    if (!entry) return;
    // Messages from inside wait in a queue, those from others don't: the order may differ.
    const index = entry.arrivals.findIndex((arrival) => isSame(arrival.message, message));
    const [arrival] = index < 0 ? [] : entry.arrivals.splice(index, 1);
    if (arrival) entry.port.receive(arrival);
  }
}

/** The very same elements. */
function isSame(a: Message, b: Message): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i]);
}
