import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { Json, Message, Reason } from '../../../shared/json.ts';
import type { Mailroom } from './mailroom.ts';

/** Gets the elements of a message; those after the tag when it is a tagged receiver. */
export type Receiver = (...message: Json[]) => void;

/** Told once when a port dies, or can't be reached any more. `[]` is a normal end. */
export type MonitorCallback = (...reason: Json[]) => void;

/** A local port. */
export interface Port {
  receiver: Receiver | null;
  tagged: Map<string, Receiver> | null;
  monitors: Set<MonitorCallback>;
}

export interface PortsOptions {
  mailroom: Mailroom;
  /** A port died of an error, and nobody watched it. */
  onUnwatchedDeath: (name: string, reason: Reason) => void;
  /** A monitor or another callback threw; a defect of the program that gave it. */
  onCallbackError: (error: unknown) => void;
  /** The port ID of a name, for reasons. */
  idOf: (name: string) => string;
}

/** The local ports: receivers and monitors (protocol section 4). The node port is not one of them. */
export class Ports {
  readonly #options: PortsOptions;
  readonly #ports = new Map<string, Port>();

  constructor(options: PortsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#ports.size;
  }

  has(name: string): boolean {
    return this.#ports.has(name);
  }

  /** Makes a port. A name must never come twice; the caller sees to that. */
  create(name: string, receiver: Receiver | null): void {
    this.#ports.set(name, { receiver, tagged: null, monitors: new Set() });
  }

  /** @throws MeshError `port-unknown` */
  setReceiver(name: string, receiver: Receiver): void {
    this.#get(name).receiver = receiver;
  }

  /**
   * Sets the receiver of a tag; `null` removes it.
   * @throws MeshError `port-unknown`
   */
  setTagged(name: string, tag: string, receiver: Receiver | null): void {
    const port = this.#get(name);
    port.tagged ??= new Map();
    if (receiver) port.tagged.set(tag, receiver);
    else port.tagged.delete(tag);
  }

  /** Hands a message to a port at once. Without the port it is lost without a word: a monitor tells. */
  deliver(name: string, message: Message): void {
    this.run(name, (port) => receive(port, message));
  }

  /** Runs something in the context of a port: what it throws kills the port. */
  run(name: string, action: (port: Port) => void): void {
    const port = this.#ports.get(name);
    if (!port) return;
    try {
      action(port);
    } catch (error) {
      this.kill(name, ['die', textOf(error)]);
    }
  }

  /** Ends a port and tells its monitors. Without the port nothing happens. */
  kill(name: string, reason: Reason): void {
    const port = this.#ports.get(name);
    if (!port) return;
    this.#ports.delete(name);
    if (port.monitors.size === 0 && reason.length > 0) this.#options.onUnwatchedDeath(name, reason);
    for (const callback of port.monitors) this.#call(callback, reason);
  }

  /** Calls back once when the port dies; at the next opportunity when there is none. */
  monitor(name: string, callback: MonitorCallback): Guard {
    let over = false;
    const once: MonitorCallback = (...reason) => {
      if (over) return;
      over = true;
      callback(...reason);
    };
    // After what was posted before: the port may be about to be created, or to die.
    this.#options.mailroom.post(() => {
      if (over) return;
      const port = this.#ports.get(name);
      if (port) port.monitors.add(once);
      else this.#call(once, noSuchPort(this.#options.idOf(name)));
    });
    return {
      dispose: () => {
        over = true;
        this.#ports.get(name)?.monitors.delete(once);
      },
    };
  }

  /** Like {@link monitor}, at once; `null` when there is no such port. For peers, whose order is the wire's. */
  monitorNow(name: string, callback: MonitorCallback): Guard | null {
    const port = this.#ports.get(name);
    if (!port) return null;
    port.monitors.add(callback);
    return { dispose: () => void port.monitors.delete(callback) };
  }

  /** Ends all ports without a word: the node is closing. */
  clear(): void {
    this.#ports.clear();
  }

  #get(name: string): Port {
    const port = this.#ports.get(name);
    if (port) return port;
    throw new MeshError(
      'port-unknown',
      `There is no port "${this.#options.idOf(name)}" on this node.`,
    );
  }

  #call(callback: MonitorCallback, reason: Reason): void {
    try {
      callback(...reason);
    } catch (error) {
      this.#options.onCallbackError(error);
    }
  }
}

/** The reason that a monitor of a missing port gets (protocol section 5). */
export function noSuchPort(id: string): Reason {
  return ['no_such_port', 'cannot monitor nonexistent port', id];
}

/** What a receiver threw, as one line. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function receive(port: Port, message: Message): void {
  const tag = message[0];
  const tagged = typeof tag === 'string' ? port.tagged?.get(tag) : undefined;
  if (tagged) return tagged(...message.slice(1));
  if (port.receiver) return port.receiver(...message);
  // A port with tags only ignores the others, as in the reference; one without anything is an error.
  if (!port.tagged) throw new Error('received message on port without callback');
}
