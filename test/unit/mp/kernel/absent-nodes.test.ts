import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_ABSENT_NODES } from '../../../../electron/mp/kernel/limits.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { Kernels, type TestKernel, type TestPeer } from '../../../helpers/kernels.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../../helpers/memory-network.ts')).memoryNet,
}));

let kernels: Kernels;
let bob: TestKernel;
let alice: TestPeer;

beforeEach(async () => {
  kernels = new Kernels();
  bob = await kernels.listening('bob', '127.0.0.1:1');
  alice = await kernels.peer('alice', 1);
});

describe('nodes that nobody knows', () => {
  it('are remembered for a peer only up to a limit, whatever makes us send to them', async () => {
    for (let i = 0; i < MAX_ABSENT_NODES; i++) {
      alice.send('', 'snd', `relayed-${i}`, 'x');
      alice.send('', 'info', `asked-${i}`);
    }
    await kernels.settle();
    expect(bob.nodes.known().length).toBeLessThanOrEqual(MAX_ABSENT_NODES + 1);
  });

  it('are remembered for our own program beyond that', async () => {
    for (let i = 0; i < MAX_ABSENT_NODES; i++) alice.send('', 'info', `asked-${i}`);
    await kernels.settle();
    bob.snd('ours' as NodeId, ['x']);
    expect(bob.nodes.known()).toContain('ours');
  });
});
