import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Frame } from '../../../../electron/mp/wire/framing.ts';
import {
  MAX_MONITORS_PER_PEER,
  MAX_RELAY_DEPTH,
  RELAY_BURST,
} from '../../../../electron/mp/kernel/limits.ts';
import type { NodeId, PortId } from '../../../../shared/ids.ts';
import { portNameOf } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';
import { Kernels, type TestKernel, type TestPeer } from '../../../helpers/kernels.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../../helpers/memory-network.ts')).memoryNet,
}));

const ME = '127.0.0.1:1';
let kernels: Kernels;
let bob: TestKernel;
let alice: TestPeer;
/** What was delivered to a port of bob's, named in `port`. */
let heard: Json[][];
let port: PortId;

beforeEach(async () => {
  kernels = new Kernels();
  bob = await kernels.listening('bob', ME, {
    inits: {
      'Test::init': ({ self }, ...args) => {
        heard.push(['init', ...args]);
        bob.ports.setTagged(
          portNameOf(self),
          'ping',
          (...rest) => void heard.push(['ping', ...rest]),
        );
      },
      'Test::fails': () => {
        throw new Error('no luck');
      },
    },
  });
  alice = await kernels.peer('alice', 1);
  heard = [];
  port = bob.createPort();
  bob.ports.setReceiver(portNameOf(port), (...message) => void heard.push(message));
});

/** Sends frames to bob, and returns what comes back. */
async function ask(...frames: [string, ...Json[]][]): Promise<Frame[]> {
  for (const frame of frames) alice.send(...frame);
  await kernels.settle();
  return alice.received();
}

describe('monitors of peers', () => {
  it('fire once, and end with mon0', async () => {
    const name = portNameOf(port);
    await ask(['', 'mon1', name], ['', 'mon1', name]);
    bob.kil(port, ['oops']);
    await kernels.settle();
    expect(alice.received()).toEqual([['', 'kil0', name, 'oops']]);
    const other = bob.createPort();
    await ask(['', 'mon1', portNameOf(other)], ['', 'mon0', portNameOf(other)]);
    bob.kil(other, ['unheard']);
    await kernels.settle();
    expect(alice.received()).toEqual([]);
  });

  it('can be set again', async () => {
    const name = portNameOf(port);
    await ask(['', 'mon1', name], ['', 'mon0', name], ['', 'mon1', name]);
    bob.kil(port, []);
    await kernels.settle();
    expect(alice.received()).toEqual([['', 'kil0', name]]);
  });

  it('of our node port are no monitors', async () => {
    expect(await ask(['', 'mon1', ''], ['', 'mon0', ''])).toEqual([]);
  });

  it('end with the connection', async () => {
    await ask(['', 'mon1', portNameOf(port)]);
    const logged = bob.logged.length;
    alice.connection?.close(kernelError());
    await kernels.settle();
    bob.kil(port, ['oops']);
    await kernels.settle();
    // Nobody watches any more, so the death is news.
    expect(bob.logged.slice(logged).some(({ text }) => text.includes('oops'))).toBe(true);
  });

  it('are limited, and told so', async () => {
    const limit = 50;
    expect(MAX_MONITORS_PER_PEER).toBeGreaterThan(limit);
    const node = bob.nodes.get('alice' as NodeId);
    const guard = { dispose: () => undefined };
    for (let i = 0; i < MAX_MONITORS_PER_PEER; i++) node.addTheirMonitor(`fake ${i}`, guard);
    const [answer] = await ask(['', 'mon1', portNameOf(port)]);
    expect(answer?.slice(0, 3)).toEqual(['', 'kil0', portNameOf(port)]);
    bob.kil(port, ['oops']);
    await kernels.settle();
    expect(alice.received()).toEqual([]);
  });
});

function kernelError() {
  return Object.assign(new Error('x'), { code: 'node-closed' }) as never;
}

describe('kil', () => {
  it('of the node port does nothing', async () => {
    await ask(['', 'kil', '', 'x'], ['', 'kil'], ['', 'kil', null]);
    expect(await ask(['', 'info', 'alice#p'])).toEqual([['p', 'bob']]);
  });

  it('of a missing port does nothing', async () => {
    expect(await ask(['', 'kil', 'gone', 'x'])).toEqual([]);
    expect(bob.logged).toEqual([]);
  });

  it('is shown in few words, however many the peer uses', async () => {
    await ask(['', 'kil', portNameOf(port), 'x'.repeat(1_000_000)]);
    expect(bob.logged).toHaveLength(1);
    expect(bob.logged[0]?.text.length).toBeLessThan(2000);
  });
});

describe('kil0', () => {
  it('fires our monitors of that port, once', async () => {
    const died: Json[][] = [];
    bob.mon('alice#x' as PortId, (...reason) => void died.push(reason));
    await kernels.settle();
    expect(alice.received()).toEqual([['', 'mon1', 'x']]);
    await ask(['', 'kil0', 'x', 'oops', 1], ['', 'kil0', 'x', 'again']);
    expect(died).toEqual([['oops', 1]]);
  });

  it('never fires those of other nodes, or of the node itself', async () => {
    const died: string[] = [];
    const eve = await kernels.peer('eve', 1);
    bob.mon('alice#x' as PortId, () => void died.push('alice#x'));
    bob.mon('alice' as NodeId, () => void died.push('alice'));
    eve.send('', 'kil0', 'x');
    await ask(['', 'kil0', '']);
    expect(died).toEqual([]);
  });
});

describe('relays', () => {
  it('send on to local ports, to the sender, and to third nodes', async () => {
    const eve = await kernels.peer('eve', 1);
    const back = await ask(
      ['', 'snd', port, 'a', 1],
      ['', 'snd', 'alice#p', 'b'],
      ['', 'snd', 'eve#p', 'c'],
      ['', 'snd_multiple', [port, 'd'], ['eve#p', 'e'], ['alice', 'f']],
    );
    expect(heard).toEqual([['a', 1], ['d']]);
    expect(back).toEqual([
      ['p', 'b'],
      ['', 'f'],
    ]);
    expect(eve.received()).toEqual([
      ['p', 'c'],
      ['p', 'e'],
    ]);
  });

  it('answer a probe with an empty message', async () => {
    expect(await ask(['', 'snd', 'alice'])).toEqual([['']]);
  });

  it.each([MAX_RELAY_DEPTH, MAX_RELAY_DEPTH + 1])('are nested up to a limit: %i', async (depth) => {
    const chain: Json[] = [];
    for (let i = 0; i < depth; i++) chain.push('bob', 'snd');
    alice.send('', 'snd', ...chain, 'alice#p', 'out');
    for (let i = 0; i < 3; i++) await kernels.settle();
    expect(alice.received()).toEqual(depth <= MAX_RELAY_DEPTH ? [['p', 'out']] : []);
    expect(bob.codes('warning')).toHaveLength(depth <= MAX_RELAY_DEPTH ? 0 : 1);
  });

  it('to third nodes are limited in number, those to the sender are not', async () => {
    const eve = await kernels.peer('eve', 1);
    const count = RELAY_BURST + 100;
    for (let i = 0; i < count; i++) alice.send('', 'snd', 'eve#p');
    await kernels.settle();
    expect(eve.received()).toHaveLength(RELAY_BURST);
    expect(bob.codes('warning')[0]).toBe('service-refused');
    expect(await ask(['', 'snd', 'alice#p'], ['', 'snd', port])).toHaveLength(1);
    expect(heard).toHaveLength(1);
  });
});

describe('spawn', () => {
  const SPAWN = 'AnyEvent::MP::_spawn';

  it('creates the port under its name, and runs the function in it', async () => {
    await ask(['', SPAWN, 'p.a', 'Test::init', 1, 2], ['p.a', 'ping', 3]);
    expect(heard).toEqual([
      ['init', 1, 2],
      ['ping', 3],
    ]);
  });

  it('tells monitors when the function fails', async () => {
    const [told] = await ask(['', SPAWN, 'p.a', 'Test::fails'], ['', 'mon1', 'p.a']);
    expect(told).toEqual([
      '',
      'kil0',
      'p.a',
      'no_such_port',
      'cannot monitor nonexistent port',
      'bob#p.a',
    ]);
    expect(bob.logged.some(({ text }) => text.includes('no luck'))).toBe(true);
  });

  it('never takes over a port that exists', async () => {
    await ask(['', SPAWN, portNameOf(port), 'Test::init', 1], [portNameOf(port), 'hello']);
    expect(heard).toEqual([['hello']]);
    expect(bob.logged).toHaveLength(1);
  });

  it('can not take a name that we will use, either', async () => {
    const [prefix = ''] = portNameOf(port).split('.');
    for (const counter of ['b', 'c']) await ask(['', SPAWN, `${prefix}.${counter}`, 'Test::init']);
    const next = bob.createPort();
    expect([`${prefix}.b`, `${prefix}.c`]).not.toContain(portNameOf(next));
    await ask([`${prefix}.b`, 'ping', 'still theirs']);
    expect(heard.at(-1)).toEqual(['ping', 'still theirs']);
  });

  it.each([[''], [null], [1], ['x'.repeat(1000)], ['a\ud800']])(
    'takes no name like %j',
    async (name) => {
      const before = bob.ports.count;
      await ask(['', SPAWN, name, 'Test::init']);
      expect(bob.ports.count).toBe(before);
      expect(heard).toEqual([]);
    },
  );
});
