import { beforeEach, describe, expect, it, vi } from 'vitest';
import { probeSeed } from '../../../electron/mp/probe.ts';
import type { Resolver } from '../../../electron/mp/transport/addresses.ts';
import { HANDSHAKE_TIMEOUT } from '../../../electron/mp/wire/limits.ts';
import { PROBE_TIME } from '../../../electron/mp/kernel/limits.ts';
import { Kernels } from '../../helpers/kernels.ts';
import { ReferenceNode } from '../../helpers/reference-node.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../helpers/memory-network.ts')).memoryNet,
}));

const ADDRESS = '127.0.0.1:1';
let kernels: Kernels;

beforeEach(() => void (kernels = new Kernels()));

const resolver: Resolver = {
  lookup: (host) =>
    host === 'none' ? Promise.resolve([]) : Promise.reject(new Error('ENOTFOUND')),
  localAddresses: () => [],
  hostName: () => 'here',
};

/** Tries a seed, and lets `time` pass meanwhile. */
async function probe(changes: Partial<Parameters<typeof probeSeed>[0]> = {}, time = 0) {
  const running = probeSeed({
    address: ADDRESS,
    secret: 'geheim',
    nodeId: 'me',
    clock: kernels.clock,
    resolver,
    ...changes,
  });
  await kernels.pass(time);
  const { steps, peer, error } = await running;
  const failed = steps.find(({ state }) => state === 'failed');
  return { states: steps.map(({ state }) => state), peer, error, failed: failed?.name ?? null };
}

describe('probeSeed', () => {
  it('goes as far as the proof of the seed, which sees nobody come', async () => {
    const seed = await kernels.listening('s', ADDRESS);
    const result = await probe();
    expect(result).toEqual({
      states: ['ok', 'ok', 'ok', 'ok', 'ok'],
      peer: 's',
      error: null,
      failed: null,
    });
    await kernels.settle();
    expect(seed.seen).toEqual([]);
    expect(kernels.network.dialled.every((socket) => socket.destroyed)).toBe(true);
  });

  it('does so with a reference node', async () => {
    const reference = new ReferenceNode(kernels.network, 'r');
    reference.listen('127.0.0.1', 1);
    await kernels.settle();
    const result = await probe();
    expect([result.peer, result.error]).toEqual(['r', null]);
    await kernels.settle();
    expect(reference.seen).toEqual([]);
  });

  it('says that the secret is wrong', async () => {
    await kernels.listening('s', ADDRESS, { secret: Buffer.from('other') });
    const result = await probe();
    expect(result.error?.code).toBe('secret-mismatch');
    expect([result.failed, result.peer]).toEqual(['authentication', null]);
    expect(JSON.stringify(result)).not.toContain('geheim');
  });

  it('says that the name is the seed’s own', async () => {
    await kernels.listening('me', ADDRESS);
    const result = await probe();
    expect(result.error?.code).toBe('node-id-taken');
  });

  it('says that another node has the name', async () => {
    await kernels.listening('s', ADDRESS);
    const holder = kernels.create('me');
    holder.nodes.dial(ADDRESS, null);
    await kernels.settle();
    const result = await probe({}, PROBE_TIME);
    expect(result.error?.message).toContain('knows another node with the ID of this one');
    expect(result.failed).toBe('authentication');
    expect(holder.seen).toEqual(['up s']);
  });

  it.each([
    ['nothing listens', 'seed-unreachable', 'connect', {}],
    ['the address is malformed', 'address-invalid', 'resolve', { address: 'a:b:c' }],
    ['the host is unknown', 'host-unknown', 'resolve', { address: 'nowhere:1' }],
    ['the host has no address', 'host-unknown', 'resolve', { address: 'none:1' }],
    ['the secret is empty', 'no-secret', 'greeting', { secret: '' }],
  ])('says that %s', async (_what, code, step, changes) => {
    if (code === 'no-secret') await kernels.listening('s', ADDRESS);
    const result = await probe(changes);
    expect(result.error?.code).toBe(code);
    expect(result.failed).toBe(step);
    expect(result.states).toHaveLength(5);
    expect(kernels.clock.waiting).toBeLessThanOrEqual(1);
  });

  it('says that something else listens', async () => {
    kernels.network
      .createServer((socket) => void socket.write('SSH-2.0-x\r\n'))
      .listen({ host: '127.0.0.1', port: 1 }, () => undefined);
    await kernels.settle();
    const result = await probe();
    expect(result.error?.code).toBe('not-aemp');
    expect(result.error?.message).toContain('SSH');
    expect(result.failed).toBe('greeting');
  });

  it('does not wait for ever', async () => {
    kernels.network.blackHoles.add(ADDRESS);
    expect((await probe({}, HANDSHAKE_TIMEOUT)).error?.code).toBe('seed-unreachable');
  });
});
