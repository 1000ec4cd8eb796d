import { beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../electron/mp/transport/connection.ts';
import { CLOSE_TIME } from '../../../../electron/mp/transport/limits.ts';
import { HANDSHAKE_TIMEOUT } from '../../../../electron/mp/wire/limits.ts';
import { MeshError } from '../../../../shared/errors.ts';
import type { Json } from '../../../../shared/json.ts';
import { NotingOwner } from '../../../helpers/connections.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { MemoryNetwork, MemorySocket } from '../../../helpers/memory-network.ts';

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

describe('coming up', () => {
  it('greets at once when it was dialled, and when connected when it dials', () => {
    const [socketA, socketB] = network.pair();
    const a = alice.take(socketA, true);
    const b = bob.take(socketB);
    expect(socketB.text).toMatch(/^aemp;1;bob;[^\n]*;peeraddr=[^\n]+\nnonce-of-bob\n$/);
    expect([a.state, b.state, socketA.text]).toEqual(['connecting', 'handshake', '']);
    socketA.emit('connect');
    expect(a.state).toBe('handshake');
    expect(socketA.text).toContain('aemp;1;alice;');
    expect([a.dialled, b.dialled]).toEqual([true, false]);
  });

  it('tells its owner what happens', async () => {
    const { a, b } = await connected();
    expect(alice.seen).toEqual(['greeted bob', 'verified', 'up']);
    expect(bob.seen).toEqual(['greeted alice', 'verified', 'up']);
    expect([a.peer, a.claimed, b.peer]).toEqual(['bob', 'bob', 'alice']);
    expect(alice.agreement?.peer.nodeId).toBe('bob');
    expect(clock.waiting).toBe(0);
  });

  it('holds its proof until it is told, while the other side is verified', async () => {
    bob.proves = false;
    const { a, b } = begin();
    await network.settle();
    expect(bob.seen).toEqual(['greeted alice', 'verified']);
    expect([a.state, b.state]).toEqual(['handshake', 'handshake']);
    b.prove();
    b.prove();
    expect(b.state).toBe('up');
    await network.settle();
    expect(a.state).toBe('up');
  });

  it('takes frames that come with the last line of the handshake, after it is up', async () => {
    alice.proves = false;
    const { a, b } = begin();
    await network.settle();
    bob.onFrame = () => bob.seen.push('frame');
    // Alice comes up as she proves herself: her frame is on the heels of the proof.
    a.prove();
    a.send('x', [1]);
    await network.settle();
    expect(b.state).toBe('up');
    expect(bob.seen).toEqual(['greeted alice', 'up', 'frame'].toSpliced(1, 0, 'verified'));
    expect(bob.frames).toEqual([['x', 1]]);
  });

  it('is refused when its owner throws', async () => {
    alice.onGreeted = () => {
      throw new MeshError('already-connected', 'No.');
    };
    const { a, socketA } = begin();
    await network.settle();
    expect(alice.seen).toEqual(['greeted bob', 'closed already-connected']);
    expect([a.state, a.peer, a.claimed, socketA.destroyed]).toEqual(['closed', null, 'bob', true]);
  });

  it('ends with the reason of the handshake', async () => {
    bob.secret = 'falsch';
    begin();
    await network.settle();
    const codes = [alice.reason?.code, bob.reason?.code].sort();
    expect(codes).toContain('secret-mismatch');
    expect(alice.seen.concat(bob.seen)).not.toContain('up');
  });
});

describe('time', () => {
  it('to connect is limited', () => {
    const socket = new MemorySocket(network, '192.0.2.1', 4040);
    const connection = alice.take(socket, true);
    clock.advance(HANDSHAKE_TIMEOUT - 1);
    expect(connection.state).toBe('connecting');
    clock.advance(1);
    expect(alice.seen).toEqual(['closed seed-unreachable']);
    expect(alice.reason?.message).toBe('Nothing answers at 192.0.2.1:4040 within 10 s.');
    expect(socket.destroyed).toBe(true);
    // Connecting after all changes nothing.
    socket.emit('connect');
    expect(socket.text).toBe('');
  });

  it('for the whole handshake is limited, however slowly octets come', () => {
    const [socketA] = network.pair();
    alice.take(socketA);
    for (const octet of 'aem') {
      socketA.emit('data', Buffer.from(octet));
      clock.advance(HANDSHAKE_TIMEOUT / 4);
    }
    expect(alice.reason).toBeNull();
    clock.advance(HANDSHAKE_TIMEOUT / 4);
    expect(alice.seen).toEqual(['closed handshake-timeout']);
    expect(clock.waiting).toBe(0);
  });

  it('includes the time in which a proof is held', async () => {
    bob.proves = false;
    begin();
    await network.settle();
    clock.advance(HANDSHAKE_TIMEOUT);
    expect(bob.seen.at(-1)).toBe('closed handshake-timeout');
  });

  it('does not count once it is up', async () => {
    const { a } = await connected();
    clock.advance(10 * HANDSHAKE_TIMEOUT);
    expect(a.state).toBe('up');
  });
});

describe('the end by the other side', () => {
  it('before a greeting', async () => {
    const [socketA, socketB] = network.pair();
    alice.take(socketA);
    socketB.destroy();
    await network.settle();
    expect(alice.seen).toEqual(['closed peer-closed']);
    expect(alice.reason?.message).toMatch(
      /^127\.0\.0\.1:\d+ closed the connection without a greeting/,
    );
  });

  it('after the greeting', async () => {
    bob.onGreeted = () => {
      throw new MeshError('node-id-taken', 'No.');
    };
    begin();
    await network.settle();
    expect(alice.reason?.code).toBe('peer-closed');
    expect(alice.reason?.message).toContain('"bob" closed the connection after the greeting');
  });

  it('after it has proved itself', async () => {
    alice.proves = false;
    const { socketB } = begin();
    await network.settle();
    socketB.destroy();
    await network.settle();
    expect(alice.seen).toEqual(['greeted bob', 'verified', 'closed node-id-taken']);
  });

  it('when up', async () => {
    const { socketB } = await connected();
    socketB.destroy();
    await network.settle();
    expect(alice.reason).toMatchObject({ code: 'connection-lost' });
    expect(alice.seen.filter((what) => what.startsWith('closed'))).toHaveLength(1);
  });

  it.each([
    ['ECONNREFUSED', 'nothing listens there'],
    ['EHOSTUNREACH', 'there is no way to that host'],
    ['ESTRANGE', 'failed: ESTRANGE'],
  ])('by %s while connecting', (code, text) => {
    const socket = new MemorySocket(network, '192.0.2.1', 4040);
    alice.take(socket, true);
    socket.fail(code);
    expect(alice.seen).toEqual(['closed seed-unreachable']);
    expect(alice.reason?.message).toBe(`192.0.2.1:4040 can't be reached: ${text}.`);
  });

  it('by ECONNRESET when up', async () => {
    const { socketA } = await connected();
    socketA.fail('ECONNRESET');
    await network.settle();
    expect(alice.seen.at(-1)).toBe('closed connection-lost');
    expect(alice.reason?.message).toContain('the other side reset it');
    expect(alice.seen.filter((what) => what.startsWith('closed'))).toHaveLength(1);
  });
});

describe('the end by this side', () => {
  it('comes after what was sent before', async () => {
    const { a, socketA } = await connected();
    a.send('x', ['last words']);
    a.close(ended());
    await network.settle();
    expect(bob.frames).toEqual([['x', 'last words']]);
    expect(bob.seen.at(-1)).toBe('closed connection-lost');
    expect(socketA.destroyed).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('is said once, with the first reason', async () => {
    const { a } = await connected();
    a.close(ended());
    a.close(new MeshError('internal', 'x'));
    await network.settle();
    expect(alice.seen.filter((what) => what.startsWith('closed'))).toEqual(['closed node-closed']);
  });

  it('does not wait for a peer that no longer reads', async () => {
    const { a, socketA } = await connected();
    socketA.stuck = true;
    a.send('x', ['never read']);
    a.close(ended());
    expect(socketA.destroyed).toBe(false);
    clock.advance(CLOSE_TIME);
    expect(socketA.destroyed).toBe(true);
  });

  it('comes when too much waits for the peer: once, and not inside of send()', async () => {
    const { a, socketA } = await connected();
    socketA.stuck = true;
    const message: Json[] = ['y'.repeat(8 * 2 ** 20 - 100)];
    // The first one lies in the socket, four more in our queue, which may hold 32 MiB.
    for (let sent = 0; sent < 6; sent++) a.send('x', message);
    expect(socketA.writableLength).toBeLessThan(9 * 2 ** 20);
    // Whoever sends must not be told inside of its call.
    expect(alice.reason).toBeNull();
    await network.settle();
    expect(alice.seen.filter((what) => what.startsWith('closed'))).toEqual([
      'closed connection-lost',
    ]);
    expect(alice.reason?.message).toContain('32 MiB');
    expect(socketA.destroyed).toBe(true);
  });

  it('is not said twice when too much waits and it ends', async () => {
    const { a, socketA } = await connected();
    socketA.stuck = true;
    for (let sent = 0; sent < 6; sent++) a.send('x', ['y'.repeat(8 * 2 ** 20 - 100)]);
    a.close(ended());
    await network.settle();
    expect(alice.seen.filter((what) => what.startsWith('closed'))).toEqual(['closed node-closed']);
  });
});
