import { beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../electron/mp/transport/connection.ts';
import { FLUSH_LENGTH } from '../../../../electron/mp/transport/limits.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { NotingOwner } from '../../../helpers/connections.ts';
import { FakeClock, promisesSettled } from '../../../helpers/fake-clock.ts';
import { MemoryNetwork, type MemorySocket } from '../../../helpers/memory-network.ts';

let clock: FakeClock;
let network: MemoryNetwork;
let alice: NotingOwner;
let bob: NotingOwner;

beforeEach(() => {
  clock = new FakeClock();
  network = new MemoryNetwork();
  alice = new NotingOwner('alice', clock);
  bob = new NotingOwner('bob', clock);
});

interface Ends {
  a: Connection;
  b: Connection;
  socketA: MemorySocket;
  socketB: MemorySocket;
}

/** Two ends that have begun; nothing has arrived yet. */
function begin(): Ends {
  const [socketA, socketB] = network.pair();
  const a = alice.take(socketA, true);
  const b = bob.take(socketB);
  socketA.emit('connect');
  return { a, b, socketA, socketB };
}

async function connected(): Promise<Ends> {
  const ends = begin();
  await network.settle();
  expect([ends.a.state, ends.b.state]).toEqual(['up', 'up']);
  return ends;
}

const ended = () => new MeshError('node-closed', 'The end.');

describe('frames', () => {
  const writesAfter = async (socket: MemorySocket, action: () => void): Promise<number> => {
    const before = socket.written.length;
    action();
    await promisesSettled();
    return socket.written.length - before;
  };

  it('of one tick are written at once, in order', async () => {
    const { a, socketA } = await connected();
    const writes = await writesAfter(socketA, () => {
      for (let i = 0; i < 100; i++) a.send('x', [i]);
      expect(socketA.text).not.toContain('["x",0]');
    });
    expect(writes).toBe(1);
    await network.settle();
    expect(bob.frames).toEqual(Array.from({ length: 100 }, (_, i) => ['x', i]));
  });

  it('of two ticks are written apart', async () => {
    const { a, socketA } = await connected();
    expect(await writesAfter(socketA, () => void a.send('x', [1]))).toBe(1);
    expect(await writesAfter(socketA, () => void a.send('x', [2]))).toBe(1);
  });

  it('are handed over early when they become many', async () => {
    const { a, socketA } = await connected();
    const text = 'y'.repeat(FLUSH_LENGTH / 4);
    const writes = await writesAfter(socketA, () => {
      for (let i = 0; i < 10; i++) a.send('x', [i, text]);
    });
    expect(writes).toBe(3);
    await network.settle();
    expect(bob.frames.map((frame) => frame[1])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are measured in octets when that is asked for', async () => {
    const { a } = await connected();
    alice.exactSizes = bob.exactSizes = true;
    expect(a.send('x', ['é€'])).toBe(Buffer.byteLength('["x","é€"]'));
    await network.settle();
    expect(bob.sizes).toEqual([Buffer.byteLength('["x","é€"]')]);
  });

  it('are not sent before it is up, nor after', async () => {
    const { a, socketA } = begin();
    expect(a.send('x', [1])).toBe(0);
    await network.settle();
    a.close(ended());
    expect(a.send('x', [2])).toBe(0);
    await network.settle();
    expect(socketA.text).not.toContain('["x"');
  });

  it('leave traces for those who watch for silence', async () => {
    const { a, b } = await connected();
    a.heard = b.heard = a.spoke = b.spoke = false;
    a.send('x', []);
    await network.settle();
    expect([a.heard, a.spoke, b.heard, b.spoke]).toEqual([false, true, true, false]);
  });

  it('that are none end it, with the reason, after those before', async () => {
    const { socketB } = await connected();
    socketB.write('["x",1]{"a":1}["x",2]');
    await network.settle();
    expect(alice.frames).toEqual([['x', 1]]);
    expect(alice.seen.at(-1)).toBe('closed frame-invalid');
  });

  it('behind one that ends it are not delivered', async () => {
    const { socketB } = await connected();
    alice.onFrame = (connection) => connection.close(ended());
    socketB.write('["x",1]["x",2]["x",3]');
    socketB.write('["x",4]');
    await network.settle();
    expect(alice.frames).toEqual([['x', 1]]);
    expect(alice.seen.filter((what) => what.startsWith('closed'))).toHaveLength(1);
  });
});
