import { MeshError } from '../../../shared/errors.ts';
import { portIdOf, type NodeId, type PortId } from '../../../shared/ids.ts';
import type { Json, Message } from '../../../shared/json.ts';
import { MAX_SPAWNED_PER_PEER } from './limits.ts';
import { textOf, type Ports } from './ports.ts';

/** The new port, and the node that asked for it. */
export interface SpawnContext {
  self: PortId;
  from: NodeId;
}

/** Runs when a port was spawned; sets its receivers. Throwing kills the port. */
export type InitFunction = (context: SpawnContext, ...args: Json[]) => void;

/** The init functions that others may name, and the ports made with them (protocol section 6). */
export class Inits {
  readonly #node: NodeId;
  readonly #ports: Ports;
  readonly #functions: Map<string, InitFunction>;
  /** Ports alive by the node that asked for them. */
  readonly #spawned = new Map<NodeId, number>();

  constructor(node: NodeId, ports: Ports, functions: Readonly<Record<string, InitFunction>>) {
    this.#node = node;
    this.#ports = ports;
    this.#functions = new Map(Object.entries(functions));
  }

  has(name: string): boolean {
    return this.#functions.has(name);
  }

  add(name: string, init: InitFunction): void {
    this.#functions.set(name, init);
  }

  /**
   * Creates the port `name` and runs `init` in it.
   * @param from the node that asks
   * @returns what went wrong, `null` when nothing did; the port is gone then
   */
  spawn(name: string, init: string, args: Message, from: NodeId): MeshError | null {
    if (this.#ports.has(name)) {
      // A name is unique for ever; taking it over would hand one's messages to another.
      return new MeshError('init-unknown', `The port "${name}" exists already.`);
    }
    const alive = this.#spawned.get(from) ?? 0;
    if (alive >= MAX_SPAWNED_PER_PEER) {
      return new MeshError(
        'peer-limit',
        `"${from}" has ${alive} spawned ports here, which is the limit.`,
      );
    }
    const run = this.#functions.get(init);
    if (!run) {
      return new MeshError(
        'init-unknown',
        `"${from}" wants to spawn with "${init.slice(0, 200)}", which is no init function of this node.`,
      );
    }
    this.#create(name, from);
    return this.#run(run, name, args, from);
  }

  #create(name: string, from: NodeId): void {
    this.#ports.create(name, null);
    this.#spawned.set(from, (this.#spawned.get(from) ?? 0) + 1);
    this.#ports.monitorNow(name, () => {
      const left = (this.#spawned.get(from) ?? 1) - 1;
      if (left > 0) this.#spawned.set(from, left);
      else this.#spawned.delete(from);
    });
  }

  #run(run: InitFunction, name: string, args: Message, from: NodeId): MeshError | null {
    try {
      run({ self: portIdOf(this.#node, name), from }, ...args);
      return null;
    } catch (error) {
      this.#ports.kill(name, ['die', textOf(error)]);
      return new MeshError(
        'internal',
        `The init function of port "${name}" failed: ${textOf(error)}.`,
      );
    }
  }
}
