import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CLOSE_TIME, MAX_UNPROVED } from '../../../../electron/mp/transport/limits.ts';
import { HANDSHAKE_TIMEOUT } from '../../../../electron/mp/wire/limits.ts';
import type { MeshError } from '../../../../shared/errors.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { Kernels } from '../../../helpers/kernels.ts';
import type { MemorySocket } from '../../../helpers/memory-network.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../../helpers/memory-network.ts')).memoryNet,
}));

const A = '127.0.0.1:1';
const B = '127.0.0.1:2';
const at = (port: number) => ({ host: '127.0.0.1', port });
const id = (text: string) => text as NodeId;
let kernels: Kernels;

beforeEach(() => void (kernels = new Kernels()));

interface DialEnd {
  peer: NodeId | null;
  code: string | null;
}

function noting(): {
  ends: DialEnd[];
  note: (peer: NodeId | null, reason: MeshError | null) => void;
} {
  const ends: DialEnd[] = [];
  return { ends, note: (peer, reason) => void ends.push({ peer, code: reason?.code ?? null }) };
}

describe('the greeting', () => {
  it('says who we are, and to whom', async () => {
    await kernels.listening('a', A, {
      provider: 'meshdeck-1',
      authAccept: ['tls_md6_64_256', 'hmac_sha3_512', 'hmac_md6_64_256'],
      framings: ['cbor', 'json'],
    });
    const socket = kernels.network.connect(at(1));
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await kernels.settle();
    const [line = '', nonce = ''] = text.split('\n');
    const [aemp, version, node, auths, framings, ...keys] = line.split(';');
    expect([aemp, version, node, framings]).toEqual(['aemp', '1', 'a', 'json']);
    expect(auths?.split(',').at(-1)).toBe('hmac_md6_64_256');
    expect(auths).not.toContain('sha3');
    expect(keys).toContain('provider=meshdeck-1');
    expect(keys).toContain(`peeraddr=127.0.0.1:${socket.peer?.remotePort}`);
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{88}$/);
  });

  it('has another nonce each time', async () => {
    await kernels.listening('a', A);
    const sockets = [kernels.network.connect(at(1)), kernels.network.connect(at(1))];
    await kernels.settle();
    const nonces = sockets.map((socket) => socket.peer?.text.split('\n')[1]);
    expect(nonces[0]).not.toBe(nonces[1]);
  });
});

describe('dialling ourselves', () => {
  it.each([
    ['the dialling end', 0],
    ['the accepting end', 1],
  ])('is found out, whichever end hears first: %s', async (_which, first) => {
    const a = await kernels.listening('a', A);
    const { ends, note } = noting();
    a.nodes.dial(A, null, note);
    const [client] = kernels.network.dialled as [MemorySocket];
    const both = [client, client.peer as MemorySocket];
    if (first === 1) both.reverse();
    for (let step = 0; step < 50; step++) {
      const next = both.find((socket) => kernels.network.ready().includes(socket));
      if (next) kernels.network.step(next);
    }
    await kernels.settle();
    expect(ends).toEqual([{ peer: null, code: 'self-connect' }]);
    expect(a.codes('warning')).toEqual([]);
  });

  it('is not mixed up with another node of our ID', async () => {
    await kernels.listening('a', A);
    const other = kernels.create('a');
    const { ends, note } = noting();
    other.nodes.dial(A, null, note);
    await kernels.settle();
    expect(ends).toEqual([{ peer: null, code: 'node-id-taken' }]);
    expect(other.codes('warning')).toEqual(['node-id-taken']);
  });
});

describe('a dial', () => {
  it('ends with the node that came up, before that is told to others', async () => {
    await kernels.listening('b', B);
    const a = kernels.create('a');
    const { ends, note } = noting();
    a.signals.on('up', () => expect(ends).toHaveLength(1));
    a.nodes.dial(B, null, note);
    await kernels.settle();
    expect(ends).toEqual([{ peer: 'b', code: null }]);
    expect(a.seen).toEqual(['up b']);
  });

  const failures: [string, string | RegExp, () => Promise<unknown> | void][] = [
    ['nothing listens', 'seed-unreachable', () => undefined],
    ['nothing answers', 'seed-unreachable', () => void kernels.network.blackHoles.add(B)],
    [
      'it is deaf',
      'handshake-timeout',
      () => void kernels.network.createServer(() => undefined).listen(at(2), () => undefined),
    ],
    [
      'it has another secret',
      /^(secret-mismatch|peer-closed|connection-lost)$/,
      () => kernels.listening('b', B, { secret: Buffer.from('falsch') }),
    ],
  ];

  it.each(failures)('ends with the reason when %s', async (_why, code, prepare) => {
    await prepare();
    const a = kernels.create('a');
    const { ends, note } = noting();
    a.nodes.dial(B, null, note);
    await kernels.settle();
    await kernels.pass(HANDSHAKE_TIMEOUT);
    expect(ends).toHaveLength(1);
    expect(ends[0]?.code).toMatch(code);
    expect(a.codes('warning')).toHaveLength(1);
    expect(a.seen).toEqual([]);
  });

  it('to an address is one at a time', async () => {
    kernels.network.blackHoles.add(B);
    const a = kernels.create('a');
    a.nodes.dial(B, null);
    a.nodes.dial(B, id('b'));
    expect(kernels.network.dialled).toHaveLength(1);
    await kernels.pass(HANDSHAKE_TIMEOUT);
    a.nodes.dial(B, null);
    expect(kernels.network.dialled).toHaveLength(2);
  });

  it('to what is no address does nothing', () => {
    const a = kernels.create('a');
    for (const address of ['', 'host:1', '127.0.0.1', '127.0.0.1:0']) a.nodes.dial(address, null);
    expect(kernels.network.dialled).toHaveLength(0);
  });
});

describe('the log', () => {
  it('tells the same fault of an address once, and another one again', async () => {
    const a = kernels.create('a');
    for (let i = 0; i < 3; i++) {
      a.nodes.dial(B, null);
      await kernels.settle();
    }
    expect(a.codes('warning')).toEqual(['seed-unreachable']);
    expect(a.codes('debug').filter((code) => code === 'seed-unreachable')).toHaveLength(2);
    kernels.network
      .createServer((socket) => void socket.write('GET /'))
      .listen(at(2), () => undefined);
    await kernels.settle();
    a.nodes.dial(B, null);
    await kernels.settle();
    expect(a.codes('warning')).toEqual(['seed-unreachable', 'not-aemp']);
  });

  it('tells once of a stranger that knocks again and again from other ports', async () => {
    const a = await kernels.listening('a', A);
    for (let i = 0; i < 5; i++) {
      const socket = kernels.network.connect(at(1));
      socket.once('connect', () => socket.write('GET / HTTP/1.1\r\n'));
      await kernels.settle();
      expect(socket.destroyed || socket.peer?.destroyed).toBe(true);
    }
    expect(a.codes('warning')).toEqual(['not-aemp']);
  });

  it('never holds the secret', async () => {
    const a = await kernels.listening('a', A, { secret: Buffer.from('sesame-open') });
    const b = kernels.create('b', { secret: Buffer.from('sesame-close') });
    b.nodes.dial(A, null);
    await kernels.settle();
    expect(a.logged.length + b.logged.length).toBeGreaterThan(0);
    expect(JSON.stringify([a.logged, b.logged])).not.toContain('sesame');
  });
});

describe('many at the door', () => {
  async function crowd(count: number): Promise<MemorySocket[]> {
    const sockets = Array.from({ length: count }, () => kernels.network.connect(at(1)));
    await kernels.settle();
    return sockets;
  }
  const gone = (sockets: MemorySocket[]) =>
    sockets.filter((socket) => socket.peer?.destroyed).length;

  it('may wait; then the oldest has to go', async () => {
    const a = await kernels.listening('a', A);
    const first = await crowd(MAX_UNPROVED);
    expect(gone(first)).toBe(0);
    const second = await crowd(10);
    expect(first.slice(0, 10).every((socket) => socket.peer?.destroyed)).toBe(true);
    expect([gone(first), gone(second)]).toEqual([10, 0]);
    expect(a.codes('warning')).toEqual(['door-full']);
  });

  it('disturb neither nodes that are up nor new ones', async () => {
    const a = await kernels.listening('a', A);
    const b = kernels.create('b');
    b.nodes.dial(A, null);
    await kernels.settle();
    await crowd(2 * MAX_UNPROVED);
    const c = kernels.create('c');
    c.nodes.dial(A, null);
    await kernels.settle();
    expect(a.seen).toEqual(['up b', 'up c']);
  });

  it('do not push out what we dial ourselves', async () => {
    const a = await kernels.listening('a', A);
    let late: MemorySocket | null = null;
    kernels.network.createServer((socket) => (late = socket)).listen(at(2), () => undefined);
    const { ends, note } = noting();
    a.nodes.dial(B, null, note);
    await crowd(2 * MAX_UNPROVED);
    expect(late).not.toBeNull();
    expect(ends).toEqual([]);
  });

  it('are all gone after the time for a handshake', async () => {
    const a = await kernels.listening('a', A);
    const sockets = await crowd(50);
    await kernels.pass(HANDSHAKE_TIMEOUT);
    expect(gone(sockets)).toBe(50);
    expect(a.codes('warning')).toEqual(['handshake-timeout']);
  });
});

describe('the end', () => {
  it('closes everything, tells nobody, and leaves no timer', async () => {
    const a = await kernels.listening('a', A);
    const b = kernels.create('b');
    b.nodes.dial(A, null);
    await kernels.settle();
    kernels.network.blackHoles.add(B);
    a.nodes.dial(B, null);
    a.nodes.connect(id('c'), ['127.0.0.1:3']);
    kernels.create('b').nodes.dial(A, null);
    kernels.network.connect(at(1));
    await kernels.settle();
    let closed = 0;
    a.signals.on('closed', () => closed++);
    const before = kernels.clock.waiting;
    await Promise.all([a.close(), kernels.settle()]);
    await a.close();
    await kernels.settle();
    expect(closed).toBe(1);
    expect(a.seen).toEqual(['up b']);
    expect(b.seen).toEqual(['up a', 'down a The other side closed the connection.']);
    await kernels.pass(CLOSE_TIME);
    const open = kernels.network.dialled.filter(
      (socket) => !socket.destroyed && !socket.peer?.destroyed,
    );
    expect(open).toEqual([]);
    expect(kernels.clock.waiting).toBeLessThan(before);
    await b.close();
    await kernels.settle();
    // What is left belongs to the second "b".
    expect(kernels.clock.waiting).toBeLessThanOrEqual(1);
  });

  it('frees the address', async () => {
    const a = await kernels.listening('a', A);
    await a.close();
    await kernels.listening('a', A);
  });

  it('leaves no timer behind what is sent afterwards', async () => {
    const a = kernels.create('a');
    await a.close();
    a.snd(id('nowhere'), ['x']);
    a.mon(id('nowhere'), () => undefined);
    a.nodes.connect(id('nowhere'), [B]);
    a.nodes.dial(B, null);
    await kernels.settle();
    expect(kernels.clock.waiting).toBe(0);
    expect(kernels.network.dialled).toHaveLength(0);
  });
});
