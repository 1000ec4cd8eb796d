import { portNameOf, type PortId } from '../../shared/ids.ts';
import { GlobalService } from '../../electron/mp/global/global.ts';
import type { GroupChange } from '../../electron/mp/kernel/events.ts';
import { Kernels, type TestKernel } from './kernels.ts';

/** A kernel with the global service. */
export interface Member {
  kernel: TestKernel;
  global: GlobalService;
  changes: GroupChange[];
  address: string;
}

/** Kernels that find each other. */
export class Members extends Kernels {
  /** @param tcpPort where it listens; `null` = nowhere. @param seeds ports of seeds */
  async member(id: string, tcpPort: number | null, seeds: number[] = []): Promise<Member> {
    const address = `127.0.0.1:${tcpPort}`;
    const kernel = tcpPort === null ? this.create(id) : await this.listening(id, address);
    const global = new GlobalService(kernel, 2000);
    const changes: GroupChange[] = [];
    kernel.signals.on('group', (change) => void changes.push(change));
    global.start(seeds.map((port) => `127.0.0.1:${port}`));
    await this.settle();
    return { kernel, global, changes, address };
  }

  async leave({ kernel, global }: Member): Promise<void> {
    global.stop();
    await Promise.all([kernel.close(), this.settle()]);
    await this.settle();
  }
}

/** A port with a receiver, registered in a group. */
export function register({ kernel, global }: Member, group: string): PortId {
  const port = kernel.createPort();
  kernel.ports.setReceiver(portNameOf(port), () => undefined);
  global.register(group, port);
  return port;
}
