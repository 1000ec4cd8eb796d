import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GLOBAL_CONNECT } from '../../../../electron/mp/global/peer-port.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';
import type { TestPeer } from '../../../helpers/kernels.ts';
import { Members, register, type Member } from '../../../helpers/members.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../../helpers/memory-network.ts')).memoryNet,
}));

const SPAWN = 'AnyEvent::MP::_spawn';
const node = (text: string) => text as NodeId;
let kernels: Members;

beforeEach(() => void (kernels = new Members()));

/** The port that `peer` is asked to create for us, and what is then sent to it. */
function introduction(peer: TestPeer): { port: string; told: Json[][] } {
  const frames = peer.received() as Json[][];
  const spawn = frames.find((frame) => frame[1] === SPAWN);
  const port = spawn?.[2] as string;
  return { port, told: frames.filter((frame) => frame[0] === port).map((frame) => frame.slice(1)) };
}

describe('the introduction', () => {
  it('is what the protocol says', async () => {
    const own = await kernels.member('s', 10);
    const port = register(own, 'g');
    const peer = await kernels.peer('p', 10);
    const frames = peer.frames.slice();
    const { port: theirs, told } = introduction(peer);
    expect(frames[0]).toEqual(['', SPAWN, theirs, GLOBAL_CONNECT, 0, 's']);
    expect(frames[1]).toEqual(['', 'mon1', theirs]);
    expect(told).toEqual([
      ['addr', ['127.0.0.1:10']],
      ['set', { g: [port] }],
      ['setup'],
      ['seedme1'],
    ]);
  });

  it('tells of other nodes when some are known', async () => {
    await kernels.member('s', 10);
    const other = await kernels.member('a', 11, [10]);
    await kernels.pass(5000);
    const { told } = introduction(await kernels.peer('p', 10));
    expect(told.map(([tag]) => tag)).toEqual(['addr', 'nodes', 'setup']);
    expect(told[1]).toEqual(['nodes', { a: [other.address] }]);
  });
});

describe('what a peer may say on its port', () => {
  let own: Member;
  let peer: TestPeer;
  let theirs: string;

  beforeEach(async () => {
    own = await kernels.member('s', 10);
    peer = await kernels.peer('p', 10);
    theirs = introduction(peer).port;
    await say('', SPAWN, 'P.a', GLOBAL_CONNECT, 0, 'p');
  });

  async function say(port: string, ...message: Json[]): Promise<Json[][]> {
    peer.send(port, ...message);
    await kernels.settle();
    return peer.received() as Json[][];
  }

  it('where it listens, which is told on after 2 – 3 s to those who want to know', async () => {
    await say('P.a', 'seedme1');
    const eve = await kernels.peer('eve', 10);
    eve.send('', SPAWN, 'E.a', GLOBAL_CONNECT, 0, 'eve');
    eve.send('E.a', 'addr', ['127.0.0.1:77']);
    await kernels.settle();
    expect(own.global.addressesOf(node('eve'))).toEqual(['127.0.0.1:77']);
    await kernels.pass(1999);
    expect(peer.received()).toEqual([]);
    await kernels.pass(1001);
    expect(peer.received()).toEqual([[theirs, 'nodes', { eve: ['127.0.0.1:77'] }]]);
  });

  it('where it listens, again and again, is told on once', async () => {
    await say('P.a', 'seedme1');
    for (let i = 0; i < 1000; i++) peer.send('P.a', 'addr', [`127.0.0.1:${i + 1}`]);
    await kernels.settle();
    const timers = kernels.clock.waiting;
    expect(timers).toBeLessThan(10);
    await kernels.pass(3000);
    expect(peer.received()).toEqual([[theirs, 'nodes', { p: ['127.0.0.1:1000'] }]]);
  });

  it('where it listens is not told on when it is gone again', async () => {
    await say('P.a', 'seedme1');
    const eve = await kernels.peer('eve', 10);
    eve.send('', SPAWN, 'E.a', GLOBAL_CONNECT, 0, 'eve');
    eve.send('E.a', 'addr', ['127.0.0.1:77']);
    await kernels.settle();
    kernels.network.dialled.at(-1)?.destroy();
    await kernels.pass(5000);
    expect(JSON.stringify(peer.received())).not.toContain('77');
  });

  it('that it wants to be seeded: all that is known at once; and that it doesn’t', async () => {
    await say('P.a', 'addr', ['127.0.0.1:66']);
    expect(await say('P.a', 'seedme1')).toEqual([[theirs, 'nodes', { p: ['127.0.0.1:66'] }]]);
    await say('P.a', 'seedme0');
    await kernels.pass(5000);
    expect(peer.received()).toEqual([]);
  });

  it('that it looks for a node', async () => {
    await say('P.a', 'addr', ['127.0.0.1:66']);
    expect(await say('P.a', 'find', 'p')).toEqual([[theirs, 'nodes', { p: ['127.0.0.1:66'] }]]);
    for (const id of ['nobody', null, {}, ['p'], '__proto__']) {
      expect(await say('P.a', 'find', id)).toEqual([]);
    }
  });

  it('which nodes there are: they are dialled', async () => {
    await kernels.listening('b', '127.0.0.1:20');
    await say('P.a', 'nodes', { b: ['127.0.0.1:20'], s: ['127.0.0.1:20'], p: ['127.0.0.1:20'] });
    await kernels.pass(100);
    expect(own.kernel.seen).toEqual(['up p', 'up b']);
    expect(kernels.network.dialled).toHaveLength(2);
  });

  it('what it has registered: its own ports only', async () => {
    await say('P.a', 'set', { g: ['p#x', 's#forged', 'eve#forged'], h: ['p#y'] });
    await say('P.a', 'reg1', 'g', 'p#z');
    await say('P.a', 'reg1', 'g', 'eve#z');
    await say('P.a', 'reg0', 'h', 'p#y');
    expect(Object.fromEntries(own.global.all())).toEqual({ g: ['p#x', 'p#z'] });
    const port = register(own, 'g');
    await say('P.a', 'reg0', 'g', port);
    await say('P.a', 'set', {});
    expect(Object.fromEntries(own.global.all())).toEqual({ g: [port] });
  });

  it('nothing for another node', async () => {
    await say('', SPAWN, 'P.b', GLOBAL_CONNECT, 0, 'eve');
    await say('P.b', 'set', { g: ['eve#x'] });
    await say('P.b', 'set', { g: ['p#x'] });
    expect(own.global.all().size).toBe(0);
    expect(own.kernel.ports.has('P.b')).toBe(false);
  });

  it('not in another version of the service', async () => {
    const [told] = await (async () => {
      peer.send('', SPAWN, 'P.b', GLOBAL_CONNECT, 1, 'p');
      return say('', 'mon1', 'P.b');
    })();
    expect(told?.slice(0, 4)).toEqual(['', 'kil0', 'P.b', 'no_such_port']);
  });

  it('anything, without harm', async () => {
    const values: Json[] = [
      null,
      1,
      '',
      'p',
      'p#x',
      [],
      {},
      [[]],
      { p: 1 },
      { p: ['1.1.1.1:1', null] },
    ];
    for (const tag of [
      'addr',
      'nodes',
      'set',
      'setup',
      'find',
      'reg0',
      'reg1',
      'seedme1',
      'seedme0',
    ]) {
      for (const first of values) for (const second of values) peer.send('P.a', tag, first, second);
      peer.send('P.a', tag);
    }
    peer.send('P.a', 'unknown');
    await kernels.settle();
    expect(own.kernel.ports.has('P.a')).toBe(true);
    expect(own.kernel.logged.filter(({ level }) => level === 'error')).toEqual([]);
    expect(own.kernel.nodes.isUp(node('p'))).toBe(true);
  });

  it('ports that it opens and kills again and again leave nothing', async () => {
    const remote = own.kernel.nodes.get(node('p'));
    const monitors: unknown[] = [];
    const { monitor } = remote;
    vi.spyOn(remote, 'monitor').mockImplementation((name, callback) => {
      const guard = monitor.call(remote, name, callback);
      monitors.push(guard);
      return {
        dispose: () => {
          monitors.splice(monitors.indexOf(guard), 1);
          guard.dispose();
        },
      };
    });
    for (let i = 0; i < 100; i++) {
      peer.send('', SPAWN, `P.n${i}`, GLOBAL_CONNECT, 0, 'p');
      peer.send('', 'kil', `P.n${i}`);
      await kernels.settle();
    }
    expect(monitors).toHaveLength(0);
  });

  it('end with its connection', async () => {
    await say('P.a', 'set', { g: ['p#x'] });
    await say('P.a', 'addr', ['127.0.0.1:66']);
    kernels.network.dialled[0]?.destroy();
    await kernels.settle();
    expect(own.kernel.ports.has('P.a')).toBe(false);
    expect(own.global.all().size).toBe(0);
    expect(own.global.addressesOf(node('p'))).toBeNull();
    expect(own.kernel.logged.filter(({ text }) => text.includes('P.a'))).toEqual([]);
  });

  it('when it kills our port, its groups go, and another one becomes the master', async () => {
    await say('P.a', 'set', { g: ['p#x'] });
    const other = await kernels.peer('a', 10);
    other.received();
    await say('', 'kil0', theirs, 'die', 'version mismatch');
    expect(own.global.all().size).toBe(0);
    expect((other.received() as Json[][]).map((frame) => frame[1])).toContain('seedme1');
  });
});
