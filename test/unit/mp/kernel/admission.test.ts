import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PROBE_TIME } from '../../../../electron/mp/kernel/limits.ts';
import { HANDSHAKE_TIMEOUT } from '../../../../electron/mp/wire/limits.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { Kernels, type TestKernel } from '../../../helpers/kernels.ts';
import type { MemorySocket } from '../../../helpers/memory-network.ts';
import { ReferenceNode } from '../../../helpers/reference-node.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../../helpers/memory-network.ts')).memoryNet,
}));

const A = '127.0.0.1:1';
const B = '127.0.0.1:2';
const id = (text: string) => text as NodeId;
let kernels: Kernels;

beforeEach(() => void (kernels = new Kernels()));

/** All orders of 0 … 3. */
const ORDERS = [0, 1, 2, 3].flatMap((a) =>
  [0, 1, 2, 3]
    .filter((b) => b !== a)
    .flatMap((b) =>
      [0, 1, 2, 3]
        .filter((c) => c !== a && c !== b)
        .map((c) => [a, b, c, 6 - a - b - c] as readonly number[]),
    ),
);

/** Steps after which the order is turned round: at most so many steps matter. */
const TURNS = Array.from({ length: 14 }, (_, i) => i);

/** Lets things happen to sockets, always to the first in `order` that something waits for. */
function play(order: readonly number[], turn: number): void {
  const { network } = kernels;
  const numbers = new Map<MemorySocket, number>();
  for (let step = 0; ; step++) {
    const ready = network.ready();
    if (ready.length === 0) return;
    for (const socket of ready) if (!numbers.has(socket)) numbers.set(socket, numbers.size);
    const rank = (socket: MemorySocket) => {
      const at = order.indexOf((numbers.get(socket) ?? 0) % 4);
      return step < turn ? at : -at;
    };
    ready.sort((left, right) => rank(left) - rank(right));
    network.step(ready[0] as MemorySocket);
  }
}

function linkOf(kernel: TestKernel, node: string): string {
  const peer = kernel.nodes.peers().find((each) => each.id === node);
  return peer ? `${peer.link.dialled ? 'dialled' : 'accepted'}` : 'none';
}

describe('two of ours that dial each other at once', () => {
  it.each(ORDERS.map((order) => [order.join(' '), order] as const))(
    'settle on one connection without a down, order %s',
    async (_name, order) => {
      for (const turn of TURNS) {
        kernels = new Kernels();
        const a = await kernels.listening('a', A);
        const b = await kernels.listening('b', B);
        a.nodes.dial(B, id('b'));
        b.nodes.dial(A, id('a'));
        play(order, turn);
        await kernels.settle();
        expect([linkOf(a, 'b'), linkOf(b, 'a')].sort(), `turn ${turn}`).toEqual([
          'accepted',
          'dialled',
        ]);
        await kernels.pass(2 * HANDSHAKE_TIMEOUT);
        expect([a.seen, b.seen], `turn ${turn}`).toEqual([['up b'], ['up a']]);
        const open = kernels.network.dialled.filter((socket) => !socket.destroyed);
        expect(open, `turn ${turn}`).toHaveLength(1);
        // Only the two that watch for silence are left.
        expect(kernels.clock.waiting).toBe(2);
      }
    },
  );

  it('take the dial of the lower ID when greetings cross', async () => {
    for (const [low, high] of [
      ['a', 'b'],
      ['b', 'c'],
    ] as const) {
      kernels = new Kernels();
      const first = await kernels.listening(low, A);
      const second = await kernels.listening(high, B);
      second.nodes.dial(A, id(low));
      first.nodes.dial(B, id(high));
      await kernels.settle();
      expect([linkOf(first, high), linkOf(second, low)]).toEqual(['dialled', 'accepted']);
    }
  });

  it('find nothing to warn of in that', async () => {
    const a = await kernels.listening('a', A);
    const b = await kernels.listening('b', B);
    a.nodes.dial(B, id('b'));
    b.nodes.dial(A, id('a'));
    await kernels.settle();
    await kernels.pass(2 * HANDSHAKE_TIMEOUT);
    expect([a.codes('warning'), b.codes('warning')]).toEqual([[], []]);
  });

  it('settle as seeds too, where nobody knows whom an address leads to', async () => {
    for (const order of ORDERS) {
      kernels = new Kernels();
      const a = await kernels.listening('a', A);
      const b = await kernels.listening('b', B);
      a.nodes.dial(B, null);
      b.nodes.dial(A, null);
      play(order, 0);
      await kernels.settle();
      await kernels.pass(2 * HANDSHAKE_TIMEOUT);
      expect([a.seen, b.seen]).toEqual([['up b'], ['up a']]);
    }
  });

  it('settle when each dials twice', async () => {
    for (const order of ORDERS) {
      kernels = new Kernels();
      const a = await kernels.listening('a', A);
      const b = await kernels.listening('b', B);
      await b.nodes.listen([{ ip: '127.0.0.1', tcpPort: 3 }]);
      a.nodes.dial(B, id('b'));
      a.nodes.dial('127.0.0.1:3', id('b'));
      b.nodes.dial(A, id('a'));
      play(order, 5);
      await kernels.settle();
      await kernels.pass(2 * HANDSHAKE_TIMEOUT);
      expect([a.seen, b.seen]).toEqual([['up b'], ['up a']]);
      expect(kernels.network.dialled.filter((socket) => !socket.destroyed)).toHaveLength(1);
    }
  });
});

describe('one of ours and a reference node that dial each other at once', () => {
  it.each(ORDERS.map((order) => [order.join(' '), order] as const))(
    'settle on one connection, order %s',
    async (_name, order) => {
      for (const turn of TURNS) {
        kernels = new Kernels();
        const ours = await kernels.listening(turn % 2 ? 'a' : 'z', A);
        const reference = new ReferenceNode(kernels.network, 'm');
        reference.listen('127.0.0.1', 2);
        ours.nodes.dial(B, id('m'));
        reference.dial('127.0.0.1', 1);
        play(order, turn);
        await kernels.settle();
        await kernels.pass(2 * HANDSHAKE_TIMEOUT);
        expect(ours.seen, `turn ${turn}`).toEqual(['up m']);
        expect(reference.seen.filter((what) => what !== 'refused')).toEqual(['up']);
        expect(reference.current?.destroyed).toBe(false);
      }
    },
  );

  it('let the accepted one in when ours comes to nothing', async () => {
    const ours = await kernels.listening('a', A);
    const deaf = new ReferenceNode(kernels.network, 'm', false);
    deaf.listen('127.0.0.1', 2);
    ours.nodes.dial(B, id('m'));
    await kernels.settle();
    const reference = new ReferenceNode(kernels.network, 'm');
    reference.dial('127.0.0.1', 1);
    await kernels.settle();
    await kernels.pass(HANDSHAKE_TIMEOUT);
    reference.dial('127.0.0.1', 1);
    await kernels.settle();
    expect(ours.seen).toEqual(['up m']);
  });
});

describe('a node that connects anew', () => {
  /** A and B connected; then B is replaced by another process of the same ID that dials A. */
  async function replaced(ids: [string, string], alive: boolean) {
    const [first, second] = ids;
    const a = await kernels.listening(first, A);
    const b = await kernels.listening(second, B);
    b.nodes.dial(A, id(first));
    await kernels.settle();
    expect(a.seen).toEqual([`up ${second}`]);
    const link = kernels.network.dialled[0] as MemorySocket;
    if (!alive) kernels.network.cut(link);
    const next = kernels.create(second);
    next.nodes.dial(A, id(first));
    await kernels.settle();
    return { a, b, next };
  }

  it.each([
    ['lower', ['a', 'b']],
    ['higher', ['b', 'a']],
  ] as const)('replaces a dead connection after the probe; our ID is %s', async (_which, ids) => {
    const { a, next } = await replaced([...ids], false);
    expect(a.seen).toHaveLength(1);
    await kernels.pass(PROBE_TIME);
    expect(a.seen).toEqual([
      `up ${ids[1]}`,
      `down ${ids[1]} The other side connected anew.`,
      `up ${ids[1]}`,
    ]);
    expect(next.seen).toEqual([`up ${ids[0]}`]);
  });

  it.each([
    ['lower', ['a', 'b']],
    ['higher', ['b', 'a']],
  ] as const)('is refused while the first one lives; our ID is %s', async (_which, ids) => {
    const { a, b, next } = await replaced([...ids], true);
    await kernels.pass(HANDSHAKE_TIMEOUT);
    expect([a.seen, b.seen, next.seen]).toEqual([[`up ${ids[1]}`], [`up ${ids[0]}`], []]);
  });

  it('is told of, when it is really another one of that name', async () => {
    const a = await kernels.listening('a', A);
    const b = await kernels.listening('b', B);
    b.nodes.dial(A, id('a'));
    await kernels.settle();
    await kernels.pass(2 * HANDSHAKE_TIMEOUT);
    kernels.create('b').nodes.dial(A, id('a'));
    await kernels.settle();
    await kernels.pass(PROBE_TIME);
    expect(a.codes('warning')).toEqual(['node-id-taken']);
    expect(a.seen).toEqual(['up b']);
    expect(b.seen).toEqual(['up a']);
  });

  it('comes in at once when the first connection ends meanwhile', async () => {
    for (const ids of [
      ['a', 'b'],
      ['b', 'a'],
    ] as [string, string][]) {
      kernels = new Kernels();
      const { a, next } = await replaced(ids, true);
      (kernels.network.dialled[0] as MemorySocket).destroy();
      await kernels.settle();
      expect(a.seen.map((what) => what.split(' ')[0])).toEqual(['up', 'down', 'up']);
      expect(next.seen).toEqual([`up ${ids[0]}`]);
    }
  });

  it('does not get in because somebody else watches for silence at that moment', async () => {
    const a = await kernels.listening('a', A);
    const b = await kernels.listening('b', B);
    b.nodes.dial(A, id('a'));
    await kernels.settle();
    // The check for silence clears its mark between the probe's answer and the decision.
    const untilCheck = kernels.clock.delays[0] ?? 0;
    await kernels.pass(untilCheck - PROBE_TIME / 2);
    kernels.create('b').nodes.dial(A, id('a'));
    await kernels.settle();
    await kernels.pass(PROBE_TIME);
    expect([a.seen, b.seen]).toEqual([['up b'], ['up a']]);
  });

  it('must prove itself: a claim only asks the first one for a sign of life', async () => {
    const a = await kernels.listening('a', A);
    const b = await kernels.listening('b', B);
    b.nodes.dial(A, id('a'));
    await kernels.settle();
    kernels.network.cut(kernels.network.dialled[0] as MemorySocket);
    kernels.create('b', { secret: Buffer.from('falsch') }).nodes.dial(A, id('a'));
    await kernels.settle();
    await kernels.pass(PROBE_TIME);
    expect(a.seen).toEqual(['up b']);
    expect(a.nodes.isUp(id('b'))).toBe(true);
  });

  it('is probed again when the first one has recovered', async () => {
    const a = await kernels.listening('a', A);
    const b = await kernels.listening('b', B);
    b.nodes.dial(A, id('a'));
    await kernels.settle();
    const bs = kernels.network.dialled[0] as MemorySocket;
    bs.stuck = true;
    kernels.create('b', { secret: Buffer.from('falsch') }).nodes.dial(A, id('a'));
    await kernels.settle();
    await kernels.pass(PROBE_TIME);
    bs.stuck = false;
    b.snd(id('a'), ['devnull']);
    await kernels.settle();
    kernels.create('b').nodes.dial(A, id('a'));
    await kernels.settle();
    expect(a.seen).toEqual(['up b']);
    await kernels.pass(PROBE_TIME);
    expect(a.seen).toEqual(['up b']);
  });
});

describe('somebody without the secret who claims to be a node', () => {
  it.each(['a', 'z'])('cannot keep it out; our ID is %s', async (own) => {
    const ours = await kernels.listening(own, A);
    const wrong = kernels.network.connect({ host: '127.0.0.1', port: 1 });
    await kernels.settle();
    // A greeting, and then nothing: it gets our proof and never gives its own.
    wrong.write('aemp;1;m;hmac_md6_64_256;json\nnonce\n');
    await kernels.settle();
    const reference = new ReferenceNode(kernels.network, 'm');
    reference.dial('127.0.0.1', 1);
    await kernels.settle();
    await kernels.pass(2 * PROBE_TIME);
    expect(ours.seen).toEqual(['up m']);
    expect(reference.seen).toEqual(['up']);
  });
});
