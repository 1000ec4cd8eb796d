import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { listen, type TcpListener } from '../../../../electron/mp/transport/listener.ts';

async function open(
  tcpPort = 0,
  onSocket: (socket: Socket, peer: string) => void = () => undefined,
) {
  const listener = await listen({ ip: '127.0.0.1', tcpPort }, onSocket);
  onTestFinished(() => listener.close());
  return listener;
}

function portOf(listener: TcpListener): number {
  return Number(listener.address.split(':')[1]);
}

it('says on which port it listens, and who connects', async () => {
  const taken: [Socket, string][] = [];
  const listener = await open(0, (...args) => taken.push(args));
  expect(listener.address).toMatch(/^127\.0\.0\.1:[1-9]\d+$/);
  const client = connect(portOf(listener), '127.0.0.1');
  onTestFinished(() => void client.destroy());
  await once(client, 'connect');
  client.write('x');
  await expect.poll(() => taken.length).toBe(1);
  const [socket, peer] = taken[0] as [Socket, string];
  expect(peer).toBe(`127.0.0.1:${client.localPort}`);
  socket.destroy();
});

it('says when the address is taken', async () => {
  const first = await open();
  const error: unknown = await open(portOf(first)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'address-in-use' });
  expect((error as Error).message).toContain(first.address);
});

it('says when the address is none of this machine', async () => {
  await expect(listen({ ip: '192.0.2.1', tcpPort: 0 }, () => undefined)).rejects.toMatchObject({
    code: 'address-unavailable',
  });
});

it('frees the address when closed', async () => {
  const first = await listen({ ip: '127.0.0.1', tcpPort: 0 }, () => undefined);
  await first.close();
  const second = await open(portOf(first));
  expect(second.address).toBe(first.address);
});
