import { beforeEach, describe, expect, it, vi } from 'vitest';
import { jsonFraming } from '../../../../electron/mp/wire/framing-json.ts';
import type { Frame } from '../../../../electron/mp/wire/framing.ts';
import { SERVICES } from '../../../../electron/mp/kernel/services.ts';
import type { NodeId, PortId } from '../../../../shared/ids.ts';
import { portNameOf } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';
import { Kernels, type TestKernel, type TestPeer } from '../../../helpers/kernels.ts';
import { recording, said } from '../../../helpers/recordings.ts';

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

describe('the recorded answers of the reference', () => {
  function frames(from: 'connector' | 'listener'): [string, ...Json[]][] {
    const octets = said(recording('two-nodes-services.jsonl'), from);
    const found: [string, ...Json[]][] = [];
    const decoder = jsonFraming.decoder((frame) => found.push(frame as [string, ...Json[]]), {
      maxFrame: 1e6,
    });
    decoder.push(octets.subarray(octets.indexOf('["')));
    return found;
  }
  const asked = frames('connector').filter(([to]) => !to.startsWith('flux'));
  const answered = frames('listener').filter(([to]) => !to.startsWith('lsN'));
  const answerOf = (tag: string) => answered.find((frame) => frame[1] === tag);
  const question = (tag: string) =>
    asked.find((frame) => frame.at(-1) === tag) as [string, ...Json[]];

  it.each(['info-tag', 'up-tag'])('to %s', async (tag) => {
    expect(question(tag)).toBeDefined();
    expect(await ask(question(tag))).toEqual([answerOf(tag)]);
  });

  it('to known_nodes, where the reference repeats itself', async () => {
    const [, tag, ...nodes] = answerOf('known-tag') as Json[];
    const [[to, ownTag, ...own] = []] = await ask(question('known-tag'));
    expect([to, ownTag]).toEqual(['Lyx12wHse.a', tag]);
    expect([...new Set(own)].sort()).toEqual([...new Set(nodes)].sort());
  });

  it('to time: seconds with fraction', async () => {
    const [answer] = await ask(question('time-tag'));
    expect(answer?.slice(0, 2)).toEqual(answerOf('time-tag')?.slice(0, 2));
    expect(answer?.[2]).toBe(kernels.clock.now() / 1000);
  });

  it('to snd, as an echo of any data', async () => {
    const echo = asked.find((frame) => frame[1] === 'snd');
    expect(await ask(echo as [string, ...Json[]])).toEqual([answerOf('echo')]);
    expect(answerOf('echo')?.[3]).toEqual({ a: [1, 2.5, null, 'ü€'] });
  });

  it('to devnull: none', async () => {
    const devnull = asked.find((frame) => frame[1] === 'devnull');
    expect(await ask(devnull as [string, ...Json[]])).toEqual([]);
  });

  it('to a monitored port that is killed', async () => {
    const name = portNameOf(port);
    const kil = asked.find((frame) => frame[1] === 'kil') as [string, ...Json[]];
    const told = answered.find((frame) => frame[1] === 'kil0' && frame[2] === kil[2]) as Json[];
    await ask(['', 'mon1', name]);
    expect(await ask(['', 'kil', name, ...kil.slice(3)])).toEqual([
      ['', 'kil0', name, ...told.slice(3)],
    ]);
    expect(bob.ports.has(name)).toBe(false);
  });

  it('to a port that does not exist', async () => {
    expect(await ask(['', 'mon1', 'nosuch'])).toEqual([
      answered.find((frame) => frame[2] === 'nosuch'),
    ]);
  });

  it('to an init function that does not exist', async () => {
    const name = 'flux1RMg3G4WKZm4m.d';
    const told = answered.find((frame) => frame[2] === name);
    expect(told).toBeDefined();
    const spawn: [string, ...Json[]] = ['', 'AnyEvent::MP::_spawn', name, 'No::Such::func'];
    expect(await ask(spawn, ['', 'mon1', name])).toEqual([told]);
  });
});

describe('requests', () => {
  it('that are empty are ignored, in every form', async () => {
    alice.connection?.send('', []);
    expect(await ask(['', ''], ['', '', 'x'])).toEqual([]);
    expect(bob.logged).toEqual([]);
  });

  it('whose reply goes nowhere are answered nowhere', async () => {
    expect(await ask(['', 'info'], ['', 'info', 1], ['', 'info', ''], ['', 'info', '#x'])).toEqual(
      [],
    );
    expect(bob.knownNodes().sort()).toEqual(['alice', 'bob']);
  });

  it('are answered with the elements of the reply first', async () => {
    expect(await ask(['', 'info', 'alice#p', 'tag', { a: 1 }, null])).toEqual([
      ['p', 'tag', { a: 1 }, null, 'bob'],
    ]);
  });

  it('can be answered to a port of our own, and to a node port', async () => {
    await ask(['', 'info', port, 'to you'], ['', 'info', 'bob', 'snd', 'alice#p']);
    await kernels.settle();
    expect(heard).toEqual([['to you', 'bob']]);
  });

  it('for a name are answered with null when nobody registered it, else with the port', async () => {
    expect(await ask(['', 'lookup', 'name', 'alice#p', 'tag'])).toEqual([['p', 'tag', null]]);
    bob.reg(port, 'name');
    expect(await ask(['', 'lookup', 'name', 'alice#p', 'tag'])).toEqual([['p', 'tag', port]]);
    bob.kil(port, []);
    await kernels.settle();
    expect(await ask(['', 'lookup', 'name', 'alice#p'])).toEqual([['p', null]]);
  });

  it('to run code are refused, answered as an error, and shown', async () => {
    const dangerous = vi.spyOn(globalThis, 'eval');
    expect(await ask(['', 'eval', 'die "x"', 'alice#p', 'tag'])).toEqual([
      ['p', 'tag', 'eval is not supported by this node'],
    ]);
    expect(await ask(['', 'eval', '1'])).toEqual([]);
    expect(dangerous).not.toHaveBeenCalled();
    dangerous.mockRestore();
    expect(bob.codes('warning')).toEqual(['service-refused']);
  });

  it.each(['CORE::exit', 'toString', '__proto__', 'constructor', 'process.exit', 'SERVICES'])(
    'that we have not, as %s, are refused and shown',
    async (name) => {
      expect(await ask(['', name, 'alice#p', 1])).toEqual([]);
      expect(bob.codes('warning')).toEqual(['service-refused']);
      expect(bob.nodes.isUp('alice' as NodeId)).toBe(true);
    },
  );

  it.each([[1], [null], [['info']], [{ a: 1 }], [true]])(
    'whose name is %j are refused',
    async (name) => {
      expect(await ask(['', name as Json, 'alice#p'])).toEqual([]);
      expect(bob.codes('warning')).toEqual(['service-refused']);
    },
  );

  it('by the thousand fill neither log nor memory', async () => {
    for (let i = 0; i < 50_000; i++) alice.send('', `unknown ${i}`, 'x');
    await kernels.settle();
    expect(bob.logged.length).toBeLessThan(20);
    expect(bob.logged.every(({ text }) => text.length < 500)).toBe(true);
  });

  it('cover every row of the protocol', () => {
    const rows = ['', 'mon1', 'mon0', 'kil0', 'kil', 'snd', 'snd_multiple', 'info', 'up_nodes'];
    const more = ['known_nodes', 'time', 'devnull', 'lookup', 'eval', 'AnyEvent::MP::_spawn'];
    expect([...SERVICES.keys()].sort()).toEqual([...rows, ...more].sort());
  });
});

describe('malformed arguments', () => {
  it.each([...SERVICES.keys()])('do no harm to %j', async (service) => {
    const values: Json[] = [
      null,
      0,
      -1,
      true,
      '',
      '#',
      'alice',
      'bob',
      'x',
      '\ud800',
      [],
      {},
      [[]],
      ['bob', 'kil'],
    ];
    for (const first of values) {
      for (const second of values) alice.send('', service, first, second);
      alice.send('', service, first);
    }
    alice.send('', service);
    await kernels.settle();
    expect(bob.codes('error')).toEqual([]);
    expect(bob.ports.has(portNameOf(port))).toBe(true);
    expect(bob.seen).toEqual(['up alice']);
    expect(await ask(['', 'info', 'alice#p'])).toContainEqual(['p', 'bob']);
  });
});
