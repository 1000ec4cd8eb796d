import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FaultProxy } from './proxy.ts';

const HEADLESS = fileURLToPath(new URL('../../../out/headless.mjs', import.meta.url));
const SECRET = 'faults-9sKq2VbX7mT4wYpL8cRzN1hJ';
const GROUPS = ['east', 'north', 'south', 'west'] as const;
const SEEDS = 2;

export interface PlannedNode {
  id: string;
  group: string;
  /** Where it listens, `ip:port`. */
  address: string;
}

/**
 * A network of real headless nodes, each in a process of its own, whose connections all go through a proxy.
 * Faults are made on purpose: processes killed and stopped, connections cut and slowed.
 */
export class FaultyNetwork {
  readonly proxy: FaultProxy;
  readonly secret = SECRET;
  readonly nodes: readonly PlannedNode[];
  readonly #running = new Map<string, ChildProcess>();
  /** Connections that the nodes have, as they tell: `ONE OTHER`, one entry from each side. */
  readonly #links = new Set<string>();
  #onLink: () => void = () => undefined;

  private constructor(proxy: FaultProxy, nodes: readonly PlannedNode[]) {
    this.proxy = proxy;
    this.nodes = nodes;
  }

  /**
   * Starts the nodes; resolves when each is connected to all others. Needs an up-to-date `out/headless.mjs`.
   */
  static async start(size: number): Promise<FaultyNetwork> {
    const [proxy, addresses] = await Promise.all([FaultProxy.start(), freeAddresses(size)]);
    const network = new FaultyNetwork(proxy, addresses.map(plan));
    try {
      await proxy.know(
        Object.fromEntries(network.nodes.map(({ id, address }) => [address, id] as const)),
      );
      // Seeds first: who finds none at once waits before the next attempt.
      await Promise.all(network.nodes.slice(0, SEEDS).map(({ id }) => network.launch(id)));
      await Promise.all(network.nodes.slice(SEEDS).map(({ id }) => network.launch(id)));
      await network.#meshed();
      return network;
    } catch (error) {
      network.stop();
      throw error;
    }
  }

  get seeds(): string[] {
    return this.nodes.slice(0, SEEDS).map(({ address }) => address);
  }

  /** Members of a group. */
  group(name: string): string[] {
    return this.nodes.filter(({ group }) => group === name).map(({ id }) => id);
  }

  /** Starts a node, for the first time or again; resolves when it listens. */
  launch(id: string): Promise<void> {
    const { group, address } = this.#planOf(id);
    const { script, environment } = this.proxy.dialler(id);
    const seeds = this.seeds.filter((seed) => seed !== address);
    const args = ['run', '--no-rc', '--nodeid', id, '--bind', address, '--group', group];
    const child = spawn(
      process.execPath,
      ['--import', script, HEADLESS, ...args, ...seeds.flatMap((seed) => ['--seed', seed])],
      {
        env: { ...environment, MESHDECK_SECRET: SECRET },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    this.#running.set(id, child);
    return this.#follow(id, child);
  }

  /** SIGKILL: the connections end at once, nobody says goodbye. */
  async kill(id: string): Promise<void> {
    const child = this.#childOf(id);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    this.#running.delete(id);
  }

  /** SIGSTOP: the connections stay, nobody answers. */
  halt(id: string): void {
    this.#childOf(id).kill('SIGSTOP');
  }

  /** SIGCONT. */
  resume(id: string): void {
    this.#childOf(id).kill('SIGCONT');
  }

  /** Ends everything, at once. */
  stop(): void {
    for (const child of this.#running.values()) child.kill('SIGKILL');
    this.#running.clear();
    this.proxy.stop();
  }

  /**
   * Reads what a node says on its standard error. Resolves when it listens; rejects with its last words when
   * it ends before.
   */
  #follow(id: string, child: ChildProcess): Promise<void> {
    const { stderr } = child;
    if (!stderr) throw new Error('The node has no standard error');
    return new Promise((resolve, reject) => {
      let said = '';
      // Read on to its end, or the node would wait for somebody to do so.
      createInterface(stderr).on('line', (line) => {
        said = `${said}\n${line}`.slice(-2_000);
        if (line.includes(' listens on ')) resolve();
        const [, peer, state] = / "(.+)" is (up|down)\b/.exec(line) ?? [];
        if (peer !== undefined) this.#linked(id, peer, state === 'up');
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The node ended with ${code}:${said}`)));
    });
  }

  #linked(id: string, peer: string, up: boolean): void {
    if (up) this.#links.add(`${id} ${peer}`);
    else this.#links.delete(`${id} ${peer}`);
    this.#onLink();
  }

  #meshed(): Promise<void> {
    const ends = this.nodes.length * (this.nodes.length - 1);
    return new Promise((resolve) => {
      this.#onLink = () => {
        if (this.#links.size === ends) resolve();
      };
      this.#onLink();
    });
  }

  #planOf(id: string): PlannedNode {
    const planned = this.nodes.find((node) => node.id === id);
    if (!planned) throw new Error(`There is no node ${id}`);
    return planned;
  }

  #childOf(id: string): ChildProcess {
    const child = this.#running.get(id);
    if (!child) throw new Error(`The node ${id} does not run`);
    return child;
  }
}

function plan(address: string, index: number): PlannedNode {
  const group = GROUPS[index % GROUPS.length] ?? GROUPS[0];
  const number = String(Math.floor(index / GROUPS.length) + 1).padStart(2, '0');
  return { id: `${group}-${number}`, group, address };
}

/** Addresses on loopback that nobody uses. */
async function freeAddresses(count: number): Promise<string[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const addresses = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return addresses;
}

function listenAnywhere(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => resolve(server));
  });
}
