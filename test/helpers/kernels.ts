import type { NodeId } from '../../shared/ids.ts';
import { seededRandom } from '../../electron/mp/crypto/random.ts';
import type { LogRecord, NodeEvents } from '../../electron/mp/kernel/events.ts';
import { Kernel, type KernelOptions } from '../../electron/mp/kernel/kernel.ts';
import { parseEndpoint } from '../../electron/mp/transport/addresses.ts';
import type { Connection } from '../../electron/mp/transport/connection.ts';
import type { Frame } from '../../electron/mp/wire/framing.ts';
import type { Json } from '../../shared/json.ts';
import { NotingOwner } from './connections.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryNetwork, type MemorySocket } from './memory-network.ts';

/** Kernels on one clock and one network in memory. Needs `vi.mock('node:net', …)`, see there. */
export class Kernels {
  readonly clock = new FakeClock();
  readonly network = new MemoryNetwork();
  #seed = 1;

  constructor() {
    MemoryNetwork.current = this.network;
  }

  create(id: string, changes: Partial<KernelOptions> = {}): TestKernel {
    return new TestKernel({
      id: id as NodeId,
      clock: this.clock,
      random: seededRandom(this.#seed++),
      provider: 'test',
      secret: Buffer.from('geheim'),
      authOffer: ['hmac_md6_64_256'],
      authAccept: ['hmac_md6_64_256', 'cleartext'],
      framings: ['json'],
      noDelay: true,
      identity: null,
      tls: 'off',
      monitorTimeout: 30_000,
      connectInterval: 2_000,
      inits: {},
      pid: this.#seed,
      ...changes,
    });
  }

  /** A kernel that listens. */
  async listening(id: string, address: string, changes?: Partial<KernelOptions>) {
    const kernel = this.create(id, changes);
    const endpoint = parseEndpoint(address);
    if (!endpoint) throw new Error(`${address} is no address`);
    await kernel.nodes.listen([endpoint]);
    return kernel;
  }

  /** Another node, whose every frame a test writes and reads itself. */
  async peer(id: string, tcpPort: number): Promise<TestPeer> {
    const peer = new TestPeer(id, this.clock);
    peer.connect(this.network.connect({ host: '127.0.0.1', port: tcpPort }));
    await this.settle();
    if (peer.connection?.state !== 'up') throw new Error(`${id} did not come up`);
    return peer;
  }

  settle(): Promise<void> {
    return this.network.settle();
  }

  /** Lets time pass, and everything happen that it brings. */
  pass(ms: number): Promise<void> {
    return this.clock.pass(ms, this.network.settle);
  }
}

/** The other end of a connection to a kernel. */
export class TestPeer extends NotingOwner {
  connection: Connection | null = null;

  connect(socket: MemorySocket): void {
    this.connection = this.take(socket, true);
  }

  send(port: string, ...message: Json[]): void {
    this.connection?.send(port, message);
  }

  /** What arrived since the last call. */
  received(): Frame[] {
    return this.frames.splice(0);
  }
}

/** A kernel that notes what it says. */
export class TestKernel extends Kernel {
  /** `up bob` and `down bob REASON`, in order. */
  readonly seen: string[] = [];
  readonly logged: LogRecord[] = [];

  constructor(options: KernelOptions) {
    super(options);
    this.signals.on('up', ({ node }) => void this.seen.push(`up ${node}`));
    this.signals.on('down', ({ node, reason }: NodeEvents['down']) => {
      this.seen.push(`down ${node} ${String(reason.at(-1))}`);
    });
    this.signals.on('log', (record) => void this.logged.push(record));
  }

  /** Codes of what was logged at that level. */
  codes(level: LogRecord['level']): (string | undefined)[] {
    return this.logged.filter((each) => each.level === level).map(({ error }) => error?.code);
  }
}
