import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TappedMessage } from '../../../../electron/mp/kernel/events.ts';
import { MAX_KNOWN_NODES, MAX_QUEUED_OCTETS } from '../../../../electron/mp/kernel/limits.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { portNameOf, type NodeId, type PortId } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { Kernels, type TestKernel } from '../../../helpers/kernels.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../../helpers/memory-network.ts')).memoryNet,
}));

const A = '127.0.0.1:1';
const B = '127.0.0.1:2';
const node = (text: string) => text as NodeId;
const portId = (text: string) => text as PortId;
let kernels: Kernels;
let a: TestKernel;

beforeEach(async () => {
  kernels = new Kernels();
  a = await kernels.listening('a', A);
});

interface Noting {
  port: PortId;
  heard: Json[][];
}

function receiver(kernel: TestKernel): Noting {
  const heard: Json[][] = [];
  const port = kernel.createPort();
  kernel.ports.setReceiver(portNameOf(port), (...message) => void heard.push(message));
  return { port, heard };
}

function noting(): { calls: Json[][]; note: (...args: Json[]) => void } {
  const calls: Json[][] = [];
  return { calls, note: (...args) => void calls.push(args) };
}

describe('ports', () => {
  it('have names of their own', () => {
    const names = Array.from({ length: 1000 }, () => a.createPort());
    expect(new Set(names).size).toBe(1000);
    expect(names.every((name) => name.startsWith('a#'))).toBe(true);
    expect(a.isLocal(names[0] as PortId)).toBe(true);
    expect([a.isLocal(node('a')), a.isLocal(node('b'))]).toEqual([true, false]);
  });
});

describe('messages inside', () => {
  it('arrive in order, later', async () => {
    const { port, heard } = receiver(a);
    for (let i = 0; i < 5; i++) a.snd(port, [i]);
    expect(heard).toEqual([]);
    await kernels.settle();
    expect(heard).toEqual([[0], [1], [2], [3], [4]]);
  });

  it('arrive before a kil that was sent after them', async () => {
    const { port, heard } = receiver(a);
    const { calls, note } = noting();
    a.mon(port, note);
    a.snd(port, ['before']);
    a.kil(port, ['oops', 1]);
    a.snd(port, ['after']);
    await kernels.settle();
    expect([heard, calls]).toEqual([[['before']], [['oops', 1]]]);
  });

  it('of two ports that answer each other don’t fill the stack', async () => {
    let count = 0;
    const [left, right] = [a.createPort(), a.createPort()];
    for (const [own, other] of [
      [left, right],
      [right, left],
    ] as const) {
      a.ports.setReceiver(portNameOf(own), () => {
        if (++count < 20_000) a.snd(other, ['x']);
      });
    }
    a.snd(left, ['x']);
    for (let i = 0; i < 20; i++) await kernels.settle();
    expect(count).toBe(20_000);
  });

  it('can ask the own node port', async () => {
    const { port, heard } = receiver(a);
    a.snd(node('a'), ['info', port, 'tag']);
    a.snd(portId('a#'), ['up_nodes', port]);
    await kernels.settle();
    expect(heard).toEqual([['tag', 'a'], []]);
  });
});

describe('what can not be', () => {
  it.each(['', '#x', 'a;b', 'a\n#x', 'b#\ud800', 1, null, undefined, {}])('sent to: %j', (to) => {
    for (const action of [
      () => a.snd(to as PortId, ['x']),
      () => a.kil(to as PortId, []),
      () => a.mon(to as PortId, () => undefined),
    ]) {
      expectCode('destination-invalid', action);
    }
  });

  it.each([
    ['snd', () => a.snd(node('b'), [undefined as unknown as Json])],
    ['snd inside', () => a.snd(a.createPort(), [NaN])],
    ['kil', () => a.kil(portId('b#x'), [1n as unknown as Json])],
    ['spawn', () => a.spawn(node('b'), 'f', [Infinity])],
  ])('encoded, in %s', (_what, action) => {
    expectCode('message-unencodable', action);
    expect(a.knownNodes()).toEqual(['a']);
  });

  it('killed: a node', () => {
    for (const port of ['a', 'b', 'b#']) {
      expectCode('destination-invalid', () => a.kil(portId(port), ['x']));
    }
  });
});

describe('nodes', () => {
  async function pair(): Promise<TestKernel> {
    const b = await kernels.listening('b', B);
    a.nodes.connect(node('b'), [B]);
    await kernels.pass(100);
    expect([a.seen, b.seen]).toEqual([['up b'], ['up a']]);
    return b;
  }

  it('get messages in order, also those from before the connection', async () => {
    const b = await kernels.listening('b', B);
    const { port, heard } = receiver(b);
    for (let i = 0; i < 3; i++) a.snd(port, [i]);
    a.nodes.connect(node('b'), [B]);
    a.snd(port, [3]);
    await kernels.pass(100);
    a.snd(port, [4]);
    await kernels.settle();
    expect(heard).toEqual([[0], [1], [2], [3], [4]]);
  });

  it('that can not be found are reported to monitors after the time', async () => {
    const { calls, note } = noting();
    a.mon(portId('b#x'), note);
    a.mon(node('b'), note);
    a.snd(portId('b#x'), ['lost']);
    await kernels.pass(29_999);
    expect(calls).toEqual([]);
    await kernels.pass(1);
    const reason = ['transport_error', 'b', 'unable to connect'];
    expect(calls).toEqual([reason, reason]);
    expect(a.seen).toEqual([]);
    expect(a.knownNodes()).toEqual(['a']);
  });

  it('that are lost are reported once to every monitor, and as down', async () => {
    const b = await pair();
    const { port } = receiver(b);
    const { calls, note } = noting();
    for (const what of [port, port, portId('b#other'), node('b')]) a.mon(what, note);
    await kernels.settle();
    expect(calls).toEqual([['no_such_port', 'cannot monitor nonexistent port', 'b#other']]);
    await Promise.all([b.close(), kernels.settle()]);
    await kernels.settle();
    expect(calls.slice(1)).toEqual(
      Array.from({ length: 3 }, () => [
        'transport_error',
        'b',
        'The other side closed the connection.',
      ]),
    );
    expect(a.seen).toEqual(['up b', 'down b The other side closed the connection.']);
    expect(a.knownNodes()).toEqual(['a']);
  });

  it('that stop without a word are lost within the time', async () => {
    await pair();
    kernels.network.cut(kernels.network.dialled[0] as never);
    await kernels.pass(30_000);
    expect(a.seen.map((what) => what.split(' ')[0])).toEqual(['up', 'down']);
  });

  it('stay up for hours without traffic', async () => {
    const b = await pair();
    await kernels.pass(3_600_000);
    expect([a.seen, b.seen]).toEqual([['up b'], ['up a']]);
  });

  it('stay up though one can not be dialled and nothing is said', async () => {
    const c = kernels.create('c');
    c.nodes.dial(A, null);
    await kernels.settle();
    await kernels.pass(600_000);
    expect([a.seen, c.seen]).toEqual([['up c'], ['up a']]);
  });

  it('are told of a port’s death across the network, with the reason', async () => {
    const b = await pair();
    const { port } = receiver(b);
    const { calls, note } = noting();
    a.mon(port, note);
    await kernels.settle();
    a.kil(port, ['from a', { x: 1 }]);
    await kernels.settle();
    expect(calls).toEqual([['from a', { x: 1 }]]);
  });

  it('spawn for each other', async () => {
    const b = await pair();
    const args: Json[][] = [];
    b.inits.add('f', ({ self, from }, ...rest) => void args.push([self, from, ...rest]));
    const port = a.spawn(node('b'), 'f', [1]);
    const own = b.spawn(node('b'), 'f', [2]);
    await kernels.settle();
    expect(args).toHaveLength(2);
    expect(args).toContainEqual([port, 'a', 1]);
    expect(args).toContainEqual([own, 'b', 2]);
    expect(b.ports.has(portNameOf(port))).toBe(true);
  });

  it('are known when connected or wanted, and the list is limited for what peers tell', () => {
    for (let i = 0; i < MAX_KNOWN_NODES + 10; i++) a.nodes.connect(node(`n${i}`), [B]);
    expect(a.knownNodes()).toHaveLength(MAX_KNOWN_NODES + 1);
  });

  it.each([
    ['ourselves', 'a', [B]],
    ['without an address', 'b', []],
    ['with addresses that are none', 'b', ['host:1', 'x', '127.0.0.1:0']],
  ])('are not dialled: %s', async (_what, name, addresses) => {
    a.nodes.connect(node(name), addresses);
    await kernels.pass(5000);
    expect(kernels.network.dialled).toEqual([]);
    expect(a.knownNodes()).toEqual(['a']);
  });

  it('are not dialled when up', async () => {
    await pair();
    a.nodes.connect(node('b'), [B]);
    await kernels.pass(60_000);
    expect(kernels.network.dialled).toHaveLength(1);
  });

  it('are reported as lost when too much waits for them, later, and once', async () => {
    const { calls, note } = noting();
    const large = 'y'.repeat(MAX_QUEUED_OCTETS / 4);
    a.mon(node('b'), note);
    for (let i = 0; i < 10; i++) a.snd(portId('b#x'), [large]);
    expect(calls).toEqual([]);
    await kernels.settle();
    expect(calls).toEqual([['transport_error', 'b', 'too much was waiting to be sent']]);
    // A new start: what is sent now is not lost.
    const again = noting();
    a.mon(node('b'), again.note);
    a.snd(portId('b#x'), ['kept']);
    await kernels.settle();
    expect(again.calls).toEqual([]);
  });

  it('that a frame throws out are down, with the reason', async () => {
    const peer = await kernels.peer('p', 1);
    peer.send('x', 'fine');
    kernels.network.dialled.at(-1)?.write('{"no":"frame"}');
    await kernels.settle();
    expect(a.seen).toEqual(['up p', 'down p Between two frames stands something else.']);
  });
});

describe('taps', () => {
  it('see what goes in, out and stays, with sizes', async () => {
    const seen: TappedMessage[] = [];
    const { port } = receiver(a);
    const peer = await kernels.peer('p', 1);
    const tap = a.signals.tap((message) => void seen.push(message));
    peer.send(portNameOf(port), 'é');
    await kernels.settle();
    a.snd(portId('p#x'), ['out']);
    a.snd(port, ['inside']);
    await kernels.settle();
    const name = portNameOf(port);
    expect(seen).toEqual([
      { direction: 'in', peer: 'p', port: name, message: ['é'], size: name.length + 9 },
      { direction: 'out', peer: 'p', port: 'x', message: ['out'], size: 11 },
      { direction: 'out', peer: 'a', port: name, message: ['inside'], size: 0 },
    ]);
    tap.dispose();
    a.snd(port, ['unseen']);
    expect(seen).toHaveLength(3);
  });
});

describe('defects of the program', () => {
  it('in a monitor or listener are logged, and harm nobody', async () => {
    const defect = () => {
      throw new Error('defect');
    };
    a.signals.on('up', defect);
    a.mon(portId('a#gone'), defect);
    const { port, heard } = receiver(a);
    const peer = await kernels.peer('p', 1);
    a.mon(node('p'), defect);
    a.snd(port, ['still there']);
    peer.connection?.close(new MeshError('node-closed', 'x'));
    await kernels.settle();
    expect(heard).toEqual([['still there']]);
    expect(a.seen).toHaveLength(2);
    expect(a.logged.filter(({ text }) => text.includes('defect'))).toHaveLength(3);
  });

  it('in a listener of the log keep the mail going', async () => {
    a.signals.on('log', () => {
      throw new Error('defect');
    });
    const { port, heard } = receiver(a);
    a.kil(a.createPort(), ['unwatched: logged']);
    a.snd(port, ['still there']);
    await kernels.settle();
    expect(heard).toEqual([['still there']]);
  });
});
