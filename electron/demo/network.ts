import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { PlannedNode } from './plan.ts';
import { planDemo } from './plan.ts';

/** A headless node in a process of its own. */
export interface DemoChild {
  /** Calls back for every line that it prints: one JSON object each. */
  onLine(listener: (line: string) => void): void;
  /** Calls back once when it has ended; `complaint` is the end of what it wrote to stderr. */
  onExit(listener: (code: number, complaint: string) => void): void;
  /** Ends it. */
  kill(): void;
}

/** Starts a headless node with these arguments; the secret goes through its environment. */
export type ForkNode = (id: string, args: readonly string[], secret: string) => DemoChild;

export interface DemoNetwork {
  /** Number of nodes. */
  readonly size: number;
  /** Addresses of the seeds. */
  readonly seeds: readonly string[];
  readonly secret: string;
  /** Ends all nodes; resolves when they are gone. */
  stop(): Promise<void>;
}

export interface DemoOptions {
  nodes: number;
  secret: string;
  fork: ForkNode;
  clock: Clock;
  /** A node ended on its own. */
  onLoss: (id: string, code: number, complaint: string) => void;
}

/** Waiting time for a child to listen, ms: a busy machine starts 64 of them at a time. */
export const DEMO_START_TIMEOUT = 60_000;
/** Waiting time for children to end, ms; then they are left to the end of this process. */
export const DEMO_STOP_TIMEOUT = 3_000;
/** Each node sends something about this often, seconds. */
const TRAFFIC_INTERVAL = 2;

interface RunningNode {
  plan: PlannedNode;
  child: DemoChild;
  /** Where it listens. */
  listening: Promise<readonly string[]>;
  ended: Promise<void>;
}

/**
 * Starts a demo network on the loopback interface: the seeds one after the other, because each has to
 * know those before it, then all others at once.
 * @throws MeshError `demo-failed`; then nothing is left behind
 */
export async function startDemo(options: DemoOptions): Promise<DemoNetwork> {
  const plan = planDemo(options.nodes);
  const demo = new Demo(options);
  try {
    for (const node of plan.filter((each) => each.seed)) await demo.startSeed(node);
    await demo.startRest(plan.filter((each) => !each.seed));
    return demo;
  } catch (error) {
    await demo.stop();
    throw error;
  }
}

class Demo implements DemoNetwork {
  readonly size: number;
  readonly secret: string;
  readonly #options: DemoOptions;
  readonly #seeds: string[] = [];
  readonly #nodes: RunningNode[] = [];
  #stopping = false;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.size = options.nodes;
    this.secret = options.secret;
  }

  get seeds(): readonly string[] {
    return this.#seeds;
  }

  async startSeed(plan: PlannedNode): Promise<void> {
    const [address] = await this.#start(plan).listening;
    if (address === undefined) {
      throw new MeshError('demo-failed', `The seed ${plan.id} does not listen.`);
    }
    this.#seeds.push(address);
  }

  async startRest(plans: readonly PlannedNode[]): Promise<void> {
    await Promise.all(plans.map((plan) => this.#start(plan).listening));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { child } of this.#nodes) child.kill();
    const patience = new Promise<void>((resolve) => {
      const timer = this.#options.clock.after(DEMO_STOP_TIMEOUT, resolve);
      void Promise.all(this.#nodes.map((node) => node.ended)).then(() => {
        timer.dispose();
        resolve();
      });
    });
    await patience;
  }

  #start(plan: PlannedNode): RunningNode {
    const { fork, secret, clock } = this.#options;
    const child = fork(plan.id, argumentsFor(plan, this.#seeds), secret);
    const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
    const listening = firstListening(plan, child, clock);
    child.onExit((code, complaint) => this.#lost(plan, code, complaint));
    const node = { plan, child, listening, ended };
    this.#nodes.push(node);
    return node;
  }

  #lost({ id }: PlannedNode, code: number, complaint: string): void {
    if (!this.#stopping) this.#options.onLoss(id, code, complaint);
  }
}

/** Command line of a headless node. */
function argumentsFor(plan: PlannedNode, seeds: readonly string[]): string[] {
  return [
    'run',
    ...['--nodeid', plan.id, '--no-rc', '--events'],
    ...(plan.listens ? ['--bind', '127.0.0.1:*'] : ['--no-bind']),
    ...seeds.flatMap((seed) => ['--seed', seed]),
    ...plan.groups.flatMap((group) => ['--group', group]),
    ...['--traffic', String(TRAFFIC_INTERVAL)],
  ];
}

/** Where the child listens, as soon as it says so; rejects when it ends or says nothing. */
function firstListening(
  plan: PlannedNode,
  child: DemoChild,
  clock: Clock,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(DEMO_START_TIMEOUT, () => {
      reject(new MeshError('demo-failed', `The demo node ${plan.id} did not get ready in time.`));
    });
    child.onLine((line) => {
      const addresses = listeningAddresses(line);
      if (!addresses) return;
      timer.dispose();
      resolve(addresses);
    });
    child.onExit((code, complaint) => {
      timer.dispose();
      const why = complaint.trim() || `it ended with code ${code}`;
      reject(new MeshError('demo-failed', `The demo node ${plan.id} could not start: ${why}`));
    });
  });
}

/** The addresses in a line such as `{"event":"listening","addresses":["127.0.0.1:4040"]}`, else `null`. */
function listeningAddresses(line: string): readonly string[] | null {
  if (!line.startsWith('{')) return null;
  try {
    const event = JSON.parse(line) as { event?: unknown; addresses?: unknown };
    if (event.event !== 'listening' || !Array.isArray(event.addresses)) return null;
    return event.addresses.filter((address) => typeof address === 'string');
  } catch {
    return null;
  }
}
