import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('proxy.mjs', import.meta.url));
/** Loaded into whoever dials through the proxy. */
const DIALLER = new URL('through-proxy.mjs', import.meta.url).href;

type Order =
  | { names: Readonly<Record<string, string>> }
  | { cut: readonly [readonly string[], readonly string[]] | null }
  | { slow: Readonly<Record<string, number>> };

/** The proxy that all connections of a faulty network go through, in a process of its own. */
export class FaultProxy {
  readonly #process: ChildProcess;
  readonly #address: string;
  readonly #waiting = new Map<number, () => void>();
  #orders = 0;

  private constructor(process: ChildProcess, address: string) {
    this.#process = process;
    this.#address = address;
    process.on('message', ({ id }: { id: number }) => {
      this.#waiting.get(id)?.();
      this.#waiting.delete(id);
    });
  }

  static start(): Promise<FaultProxy> {
    const process = fork(SCRIPT, {
      execArgv: [],
      env: {},
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new Promise((resolve, reject) => {
      process.once('error', reject);
      process.once('message', ({ listening }: { listening: string }) => {
        resolve(new FaultProxy(process, listening));
      });
    });
  }

  /** A module to be loaded first, and variables, that make a program dial through the proxy as `node`. */
  dialler(node: string): { script: string; environment: Record<string, string> } {
    return {
      script: DIALLER,
      environment: { MESHDECK_TEST_PROXY: this.#address, MESHDECK_TEST_NODE: node },
    };
  }

  /** @param names which node listens at an address, `ip:port` */
  know(names: Readonly<Record<string, string>>): Promise<void> {
    return this.#order({ names });
  }

  /** Resets all connections between two sets of nodes, and refuses new ones. */
  cut(one: readonly string[], other: readonly string[]): Promise<void> {
    return this.#order({ cut: [one, other] });
  }

  /** Makes everything from and to a node take longer, each way. @param delay ms */
  slow(node: string, delay: number): Promise<void> {
    return this.#order({ slow: { [node]: delay } });
  }

  /** Ends the cut, and nobody is slow any more. */
  async heal(): Promise<void> {
    await this.#order({ cut: null });
    await this.#order({ slow: {} });
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }

  #order(order: Order): Promise<void> {
    const id = ++this.#orders;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.send({ id, ...order });
    });
  }
}
