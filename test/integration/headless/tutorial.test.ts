import { describe, expect, it } from 'vitest';
import { Headless } from '../../helpers/headless.ts';
import { freeAddresses, meshed, SECRET, startNode } from '../../helpers/nodes.ts';

const environment = { MESHDECK_SECRET: SECRET };

function run(...args: string[]): Headless {
  return new Headless(['run', '--no-rc', ...args], environment);
}

/** A node with events that listens on a free port, and that address. */
async function listening(nodeId: string, ...args: string[]): Promise<[Headless, string]> {
  const node = run('--nodeid', nodeId, '--bind', '127.0.0.1:*', '--events', ...args);
  const { addresses } = await node.event({ event: 'listening' });
  return [node, (addresses as string[])[0] as string];
}

describe('the programs of the tutorial', () => {
  it('find each other through a seed, and the message gets through', async () => {
    // The tutorial has localhost:12266; a test must not need one certain port.
    const [free = ''] = await freeAddresses(1);
    const seed = free.replace('127.0.0.1', 'localhost');
    const receiver = run('--nodeid', 'receiver', '--bind', seed, '--group', 'eg_receivers');
    const sender = run('--nodeid', 'sender', '--no-bind', '--seed', seed, '--test', 'eg_receivers');
    expect(await receiver.line((line) => line.startsWith('Received data: '))).toMatch(
      /^Received data: \d+$/,
    );
    const ended = await sender.kill('SIGTERM');
    expect(ended.code).toBe(0);
  });
});

describe('a group port', () => {
  it('answers echo and test, and runs a chat that its members leave when they die', async () => {
    const [service, seed] = await listening('service', '--group', 'things');
    const { members } = await service.event({ event: 'group', name: 'things' });
    const [port] = members as string[];
    const { node, happened } = await startNode('client', { seeds: [seed] });
    await meshed([{ node, happened, address: '' }]);
    const next = (): [string, Promise<unknown[]>] => {
      let id = '';
      const got = new Promise<unknown[]>((resolve) => {
        id = node.port((...message) => resolve(message));
      });
      return [id, got];
    };
    await service.event({ event: 'up', node: 'client' });

    const [echoReply, echoed] = next();
    node.snd(port as never, 'echo', echoReply, 'a', 1);
    expect(await echoed).toEqual(['a', 1]);
    const [lastReply, echoedLast] = next();
    node.snd(port as never, 'echo', 'b', 2, lastReply);
    expect(await echoedLast).toEqual(['b', 2]);
    const [testReply, pong] = next();
    node.snd(port as never, 'test', { n: 3 }, testReply);
    expect(await pong).toEqual(['pong', { n: 3 }]);

    const [gone] = next();
    const [member, heard] = next();
    node.snd(port as never, 'join', gone);
    node.snd(port as never, 'join', member);
    node.kil(gone as never);
    node.snd(port as never, 'message', 'hello');
    expect(await heard).toEqual(['message', 'hello']);
  });
});

describe('--events', () => {
  it('tells one JSON object a line for everything that happens', async () => {
    const [seed, address] = await listening('seed', '--group', 'g');
    const [other] = await listening('other', '--seed', address);
    const up = await seed.event({ event: 'up', node: 'other' });
    expect(up).toMatchObject({ provider: expect.stringMatching(/^meshdeck-/) as string });
    await other.event({ event: 'group', name: 'g' });
    await other.event({ event: 'in', node: 'seed' });
    await other.event({ event: 'out', node: 'seed' });
    await other.kill('SIGKILL');
    const down = await seed.event({ event: 'down', node: 'other' });
    expect((down['reason'] as string[]).slice(0, 2)).toEqual(['transport_error', 'other']);
  });
});
