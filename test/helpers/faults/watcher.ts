import { randomBytes } from 'node:crypto';
import { Publisher } from '../../../electron/ipc/publisher.ts';
import type { Node } from '../../../electron/mp/mp.ts';
import { configure } from '../../../electron/mp/mp.ts';
import { Observation } from '../../../electron/observe/observation.ts';
import type { CauseView } from '../../../shared/causes.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { Push } from '../../../shared/contract.ts';
import type { FaultyNetwork } from './network.ts';

export const WATCHER = 'watch';

/** A node in this process that takes part in a faulty network, and what its dashboard is told. */
export class Watcher {
  readonly node: Node;
  readonly observation: Observation;
  /** As the window would have them. */
  causes: readonly CauseView[] = [];
  /** All that was told of causes since {@link forget}. */
  told: CauseView[] = [];
  #look: (() => void)[] = [];

  /** Joins the network, through its proxy like everybody else. */
  static async join(network: FaultyNetwork): Promise<Watcher> {
    Object.assign(process.env, network.proxy.dialler(WATCHER).environment);
    // Changes how this process dials: nothing else of a test file must run beside it.
    await import('./through-proxy.mjs');
    const made: Watcher[] = [];
    await configure({
      rc: null,
      overrides: {
        nodeId: WATCHER,
        binds: ['127.0.0.1:*'],
        seeds: network.seeds,
        secret: network.secret,
      },
      onCreate: (created) => made.push(new Watcher(created)),
    });
    const [watcher] = made;
    if (!watcher) throw new Error('The node was never announced');
    return watcher;
  }

  private constructor(node: Node) {
    this.node = node;
    const publisher = new Publisher({
      clock: systemClock,
      parts: () => [this.observation],
      send: (push) => this.#take(push),
    });
    this.observation = new Observation({
      node,
      clock: systemClock,
      newToken: () => randomBytes(12).toString('base64url'),
      onChange: () => publisher.touch(),
    });
    this.#take(publisher.openState());
  }

  /** Forgets what was told of causes so far. */
  forget(): void {
    this.told = [];
  }

  /**
   * Waits for a push after which `holds()`; looks at once, too.
   * @param what in words, for the error
   * @param limit ms
   * @returns ms that it took
   * @throws Error that tells the causes at that time
   */
  until(what: string, limit: number, holds: () => boolean): Promise<number> {
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#look = this.#look.filter((each) => each !== look);
      };
      const look = () => {
        if (!holds()) return;
        end();
        resolve(performance.now() - startedAt);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`Not within ${limit / 1000} s: ${what}. Instead: ${this.#text()}`));
      }, limit);
      this.#look.push(look);
      look();
    });
  }

  /** Waits until every node that is up has answered a question that was asked from now on. */
  async surveyed(limit: number): Promise<void> {
    const from = systemClock.now();
    const { network } = this.observation;
    await this.until('everybody told of its connections', limit, () =>
      this.node.upNodes().every((id) => (network.reports.get(id)?.at ?? 0) > from),
    );
  }

  async leave(): Promise<void> {
    this.observation.dispose();
    await this.node.close();
  }

  #take(push: Push): void {
    if (push.causes) this.causes = push.causes;
    this.told.push(...(push.causes ?? []));
    for (const look of [...this.#look]) look();
  }

  #text(): string {
    return JSON.stringify(this.causes.map(({ kind, title, detail }) => [kind, title, detail]));
  }
}
