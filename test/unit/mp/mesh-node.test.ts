import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GlobalService } from '../../../electron/mp/global/global.ts';
import { MeshNode } from '../../../electron/mp/mesh-node.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { expectCode } from '../../helpers/codes.ts';
import { Kernels, type TestKernel, type TestPeer } from '../../helpers/kernels.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../helpers/memory-network.ts')).memoryNet,
}));

let kernels: Kernels;
let kernel: TestKernel;
let node: MeshNode;
let peer: TestPeer;
let replies: (readonly Json[] | null)[];
const onReply = (reply: readonly Json[] | null) => void replies.push(reply);

beforeEach(async () => {
  kernels = new Kernels();
  kernel = await kernels.listening('me', '127.0.0.1:1');
  const global = new GlobalService(kernel, 2000);
  node = new MeshNode(kernel, global, { profile: 'p', seeds: [], warnings: [] });
  peer = await kernels.peer('bob', 1);
  replies = [];
});

/** The name of the reply port in the request that `bob` got. */
function replyPort(): string {
  const request = (peer.received() as Json[][]).find((frame) => frame[0] === 'x');
  return String(request?.at(-1)).replace('me#', '');
}

const bobsPort = 'bob#x' as PortId;

describe('cal', () => {
  it('gets the first reply, and that one only', async () => {
    node.cal(bobsPort, ['ask', 1], onReply);
    await kernels.settle();
    const port = replyPort();
    // In one chunk: the reply port is not killed between the two.
    peer.send(port, 'first', 2);
    peer.send(port, 'second');
    await kernels.settle();
    expect(replies).toEqual([['first', 2]]);
    expect(kernel.ports.has(port)).toBe(false);
  });

  it('gets nothing when the destination dies, or the time is over', async () => {
    node.cal(bobsPort, ['ask'], onReply);
    node.cal(bobsPort, ['ask'], onReply, 5);
    await kernels.settle();
    peer.send('', 'kil0', 'x', 'oops');
    await kernels.settle();
    expect(replies).toEqual([null]);
    await kernels.pass(5000);
    expect(replies).toEqual([null, null]);
    await kernels.pass(60_000);
    expect(replies).toHaveLength(2);
  });

  it('leaves neither port, monitor nor timer behind a reply', async () => {
    const [ports, timers] = [kernel.ports.count, kernels.clock.waiting];
    node.cal(bobsPort, ['ask'], onReply, 500);
    await kernels.settle();
    peer.send(replyPort(), 'yes');
    await kernels.settle();
    expect([kernel.ports.count, kernels.clock.waiting]).toEqual([ports, timers]);
  });

  it('ends without a word when its port is killed', async () => {
    for (const timeout of [undefined, 5]) {
      const reply = node.cal(bobsPort, ['ask'], onReply, timeout);
      node.kil(reply);
    }
    await kernels.settle();
    peer.send('', 'kil0', 'x', 'oops');
    await kernels.pass(10_000);
    expect(replies).toEqual([]);
  });

  it('that can not be sent leaves nothing behind', async () => {
    const [ports, timers] = [kernel.ports.count, kernels.clock.waiting];
    expectCode('message-unencodable', () => node.cal(bobsPort, [NaN], onReply, 5));
    expectCode('message-unencodable', () => node.cal(bobsPort, [NaN], onReply));
    expectCode('destination-invalid', () => node.cal('#' as PortId, ['ask'], onReply));
    await kernels.settle();
    expect([kernel.ports.count, kernels.clock.waiting]).toEqual([ports, timers]);
    expect(
      (peer.received() as Json[][]).filter((frame) => frame[1] === 'mon1' && frame[2] === 'x'),
    ).toEqual([]);
  });
});

describe('after', () => {
  it('runs once, and can be taken back', async () => {
    let ran = 0;
    node.after(1.5, () => ran++);
    node.after(1.5, () => ran++).dispose();
    await kernels.pass(1499);
    expect(ran).toBe(0);
    await kernels.pass(10_000);
    expect(ran).toBe(1);
  });

  it('is not the end of the process when the action throws', async () => {
    node.after(1, () => {
      throw new Error('defect');
    });
    await kernels.pass(1000);
    expect(kernel.logged.some(({ text }) => text.includes('defect'))).toBe(true);
  });
});

describe('receivers', () => {
  it('are those of own ports only', () => {
    for (const port of ['bob#x', 'me', 'me#'] as PortId[]) {
      expectCode('port-not-local', () => node.rcv(port, () => undefined));
    }
    expectCode('port-unknown', () => node.rcv('me#gone' as PortId, () => undefined));
  });

  it('can be set by tag, several at once, and removed', async () => {
    const heard: Json[][] = [];
    const note = (...message: Json[]) => void heard.push(message);
    const port = node.port();
    node.rcv(port, { a: note, b: note });
    node.rcv(port, 'a', null);
    node.snd(port, 'a', 1);
    node.snd(port, 'b', 2);
    await kernels.settle();
    expect(heard).toEqual([[2]]);
  });
});

describe('grpMon', () => {
  it('tells of the ports that are there, then of each change, until disposed', async () => {
    const port = node.port(() => undefined);
    node.grpReg('g', port);
    const told: unknown[][] = [];
    const guard = node.grpMon('g', (...change) => void told.push(change));
    expect(told).toEqual([]);
    await kernels.settle();
    const second = node.port(() => undefined);
    const registration = node.grpReg('g', second);
    node.grpReg('other', second);
    registration.dispose();
    guard.dispose();
    node.kil(port);
    await kernels.settle();
    expect(told).toEqual([
      [[port], [port], []],
      [[port, second], [second], []],
      [[port], [], [second]],
    ]);
  });

  it('says nothing of an empty group, nor when disposed at once', async () => {
    let told = 0;
    node.grpMon('empty', () => told++);
    node.grpReg(
      'g',
      node.port(() => undefined),
    );
    node.grpMon('g', () => told++).dispose();
    await kernels.settle();
    expect(told).toBe(0);
  });

  it('tells each port once, also one that is registered right after', async () => {
    const told: unknown[][] = [];
    node.grpMon('g', (...change) => void told.push(change));
    const port = node.port(() => undefined);
    node.grpReg('g', port);
    await kernels.settle();
    expect(told).toEqual([[[port], [port], []]]);
  });
});

describe('monNodes', () => {
  it('tells of ups and downs, with the reason', async () => {
    const told: unknown[][] = [];
    const guard = node.monNodes((...event) => void told.push(event));
    await kernels.peer('eve', 1);
    kernels.network.dialled.at(-1)?.destroy();
    await kernels.settle();
    guard.dispose();
    kernels.network.dialled[0]?.destroy();
    await kernels.settle();
    expect(told).toEqual([
      ['eve', true, []],
      ['eve', false, ['transport_error', 'eve', 'The other side closed the connection.']],
    ]);
  });
});
