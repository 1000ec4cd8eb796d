import { describe, expect, it } from 'vitest';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { meshed, startNode, type TestNode } from '../../helpers/nodes.ts';

async function pair(): Promise<[TestNode, TestNode]> {
  const bob = await startNode('bob', {}, { inits });
  const alice = await startNode('alice', { seeds: [bob.address] });
  await meshed([alice, bob]);
  return [alice, bob];
}

const inits = {
  'Test::echo': (node: TestNode['node'], self: PortId, prefix: Json = null) => {
    node.rcv(self, 'say', (reply = null, text = null) => node.snd(reply as PortId, prefix, text));
  },
  'Test::broken': () => {
    throw new Error('not today');
  },
};

/** A port of the node, and a promise of the first message that it gets. */
function mailbox({ node }: TestNode): { port: PortId; first: Promise<Json[]> } {
  let port = '' as PortId;
  const first = new Promise<Json[]>((resolve) => {
    port = node.port((...message) => resolve(message));
  });
  return { port, first };
}

/** The reason with which a monitor fires. */
function death({ node }: TestNode, watched: PortId | NodeId): Promise<Json[]> {
  return new Promise((resolve) => void node.mon(watched, (...reason) => resolve(reason)));
}

/** What a service of the other's node port replies. */
async function ask(from: TestNode, to: TestNode, ...request: Json[]): Promise<Json[]> {
  const { port, first } = mailbox(from);
  const [service = '', ...args] = request;
  from.node.snd(to.node.id, service, ...args, port, 'tag');
  return first;
}

describe('messages between two nodes', () => {
  it('arrive in order, and with what was in them', async () => {
    const [alice, bob] = await pair();
    const got: Json[][] = [];
    const done = new Promise<void>((resolve) => {
      const port = bob.node.port((...message) => {
        got.push(message);
        if (got.length === 5000) resolve();
      });
      for (let i = 0; i < 5000; i++) alice.node.snd(port, 'n', i, { text: 'grün "€" 😀][' });
    });
    await done;
    expect(got.map((message) => message[1])).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(got[4999]).toEqual(['n', 4999, { text: 'grün "€" 😀][' }]);
  });

  it('of a mebibyte and more arrive whole', async () => {
    const [alice, bob] = await pair();
    const { port, first } = mailbox(bob);
    const text = 'ä][",\\'.repeat(400_000);
    alice.node.snd(port, text);
    expect((await first)[0]).toBe(text);
  });

  it('that are too large end the connection, and monitors tell', async () => {
    const [alice, bob] = await pair();
    const { port } = mailbox(bob);
    const lost = death(alice, port);
    alice.node.snd(port, 'x'.repeat(9 * 1024 * 1024));
    expect((await lost).slice(0, 2)).toEqual(['transport_error', 'bob']);
    await meshed([alice, bob]);
  });

  it('are encoded when they are sent, not later', async () => {
    const [alice, bob] = await pair();
    const { port, first } = mailbox(bob);
    const value = { state: 'as sent' };
    alice.node.snd(port, value);
    value.state = 'changed';
    expect(await first).toEqual([{ state: 'as sent' }]);
  });

  it('to a node that is not connected yet wait for it', async () => {
    const bob = await startNode('bob');
    const { port, first } = mailbox(bob);
    const alice = await startNode('alice', { seeds: [bob.address] });
    alice.node.snd(port, 'early');
    expect(await first).toEqual(['early']);
  });
});

describe('monitors', () => {
  it('fire when a port is killed, with the reason', async () => {
    const [alice, bob] = await pair();
    const { port } = mailbox(bob);
    const reason = death(alice, port);
    alice.node.kil(port, 'oops', { code: 7 });
    expect(await reason).toEqual(['oops', { code: 7 }]);
  });

  it('fire when a receiver throws', async () => {
    const [alice, bob] = await pair();
    const port = bob.node.port(() => {
      throw new Error('no such thing');
    });
    const reason = death(alice, port);
    alice.node.snd(port, 'go');
    expect(await reason).toEqual(['die', 'no such thing']);
  });

  it('fire for ports that never existed', async () => {
    const [alice] = await pair();
    expect(await death(alice, 'bob#nothing' as PortId)).toEqual([
      'no_such_port',
      'cannot monitor nonexistent port',
      'bob#nothing',
    ]);
  });

  it('fire once for a node that is closed, for its ports as for itself', async () => {
    const [alice, bob] = await pair();
    const { port } = mailbox(bob);
    const reasons = Promise.all([death(alice, port), death(alice, bob.node.id)]);
    await bob.node.close();
    for (const reason of await reasons) {
      expect(reason.slice(0, 2)).toEqual(['transport_error', 'bob']);
    }
  });
});

describe('spawn', () => {
  it('runs an init function of the other node', async () => {
    const [alice] = await pair();
    const { port: reply, first } = mailbox(alice);
    const port = alice.node.spawn('bob' as NodeId, 'Test::echo', 'you said');
    alice.node.snd(port, 'say', reply, 'hello');
    expect(await first).toEqual(['you said', 'hello']);
  });

  it.each([
    ['Test::broken', 'no_such_port'],
    ['No::Such::function', 'no_such_port'],
  ])('of %s tells of its failure through a monitor', async (init, tag) => {
    const [alice] = await pair();
    expect((await death(alice, alice.node.spawn('bob' as NodeId, init)))[0]).toBe(tag);
  });

  it('works on the node itself', async () => {
    const [, bob] = await pair();
    const { port: reply, first } = mailbox(bob);
    const port = bob.node.spawn(bob.node.id, 'Test::echo', 'me');
    bob.node.snd(port, 'say', reply, 1);
    expect(await first).toEqual(['me', 1]);
  });
});

describe('services of the node port', () => {
  it('answer as the protocol says', async () => {
    const [alice, bob] = await pair();
    expect(await ask(alice, bob, 'info')).toEqual(['tag', 'bob']);
    expect(await ask(alice, bob, 'up_nodes')).toEqual(['tag', 'alice']);
    expect((await ask(alice, bob, 'known_nodes')).sort()).toEqual(['alice', 'bob', 'tag']);
    expect(await ask(alice, bob, 'snd')).toEqual(['tag']);
    expect(await ask(alice, bob, 'lookup', 'name')).toEqual(['tag', null]);
    expect((await ask(alice, bob, 'time'))[1]).toBeTypeOf('number');
  });

  it('never run code', async () => {
    const [alice, bob] = await pair();
    expect(await ask(alice, bob, 'eval', 'process.exit(1)')).toEqual([
      'tag',
      'eval is not supported by this node',
    ]);
    alice.node.snd('bob' as NodeId, 'process.exit', 1);
    expect(await ask(alice, bob, 'info')).toEqual(['tag', 'bob']);
    const refused = bob.happened.filter(
      (event) => event.name === 'log' && event.error?.code === 'service-refused',
    );
    // The second one is counted, not told: a peer must not fill the log.
    expect(refused).toHaveLength(1);
  });
});

describe('cal', () => {
  it('gets the reply, and forgets the port', async () => {
    const [alice, bob] = await pair();
    const port = bob.node.port((text = null, reply = null) =>
      bob.node.snd(reply as PortId, 'got', text),
    );
    const reply = await new Promise((resolve) => void alice.node.cal(port, ['hi'], resolve));
    expect(reply).toEqual(['got', 'hi']);
  });

  it('gets null when nobody answers in time, or the destination dies', async () => {
    const [alice, bob] = await pair();
    const silent = bob.node.port(() => undefined);
    const late = new Promise((resolve) => void alice.node.cal(silent, ['hi'], resolve, 0.05));
    expect(await late).toBeNull();
    const dead = new Promise((resolve) => void alice.node.cal(silent, ['hi'], resolve));
    alice.node.kil(silent);
    expect(await dead).toBeNull();
  });
});

describe('ports that answer each other inside one node', () => {
  it('leave the event loop alive', async () => {
    const alice = await startNode('alice');
    const { node } = alice;
    let turns = 0;
    const ping: PortId = node.port(() => node.snd(pong, 'x'));
    const pong: PortId = node.port(() => {
      turns++;
      node.snd(ping, 'x');
    });
    node.snd(ping, 'x');
    await new Promise((resolve) => void node.after(0.05, () => resolve(null)));
    expect(turns).toBeGreaterThan(1000);
    node.kil(ping);
    node.kil(pong);
  });
});
