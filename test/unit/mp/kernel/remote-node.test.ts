import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_MONITORS_PER_PEER, MAX_QUEUED_OCTETS } from '../../../../electron/mp/kernel/limits.ts';
import { RemoteNode } from '../../../../electron/mp/kernel/remote-node.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';
import { FakeConnection, peerInfo } from '../../../helpers/fake-connection.ts';

let node: RemoteNode;
let link: FakeConnection;
let wanted: number;
let overflowed: number;
let sent: [string, readonly Json[], number][];
let errors: unknown[];

beforeEach(() => {
  [wanted, overflowed, sent, errors] = [0, 0, [], []];
  link = new FakeConnection();
  node = new RemoteNode('bob' as NodeId, {
    id: 'me' as NodeId,
    wanted: () => wanted++,
    sent: (...args) => void sent.push(args),
    overflowed: () => overflowed++,
    callbackError: (error) => void errors.push(error),
  });
});

const connect = () => node.connected(link.connection, peerInfo('bob'));
const LOST = ['transport_error', 'bob', 'gone'];

function noting(): { calls: Json[][]; note: (...args: Json[]) => void } {
  const calls: Json[][] = [];
  return { calls, note: (...args) => void calls.push(args) };
}

describe('sending', () => {
  it('goes to the connection when there is one', () => {
    connect();
    node.send('x', ['hi', 1]);
    expect(link.sent).toEqual([['x', 'hi', 1]]);
    expect(sent).toEqual([['x', ['hi', 1], 10]]);
    expect(wanted).toBe(0);
  });

  it('waits for the connection, then goes in order, before what comes later', () => {
    for (let i = 0; i < 5; i++) node.send('x', [i]);
    expect(wanted).toBeGreaterThan(0);
    expect(sent).toEqual([]);
    connect();
    node.send('x', [5]);
    expect(link.sent.map((frame) => frame[1])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(sent).toHaveLength(6);
  });

  it('keeps what was said, not what the program makes of it later', () => {
    const message: Json[] = ['x', { a: 1 }];
    node.send('p', message);
    (message[1] as { a: number }).a = 2;
    message.push('more');
    connect();
    expect(link.sent).toEqual([['p', 'x', { a: 1 }]]);
  });

  it('is lost with the connection, and begins anew with the next', () => {
    node.send('x', ['lost']);
    node.lost(LOST);
    connect();
    expect(link.sent).toEqual([]);
    node.lost(LOST);
    node.send('x', ['kept']);
    const next = new FakeConnection();
    node.connected(next.connection, peerInfo('bob'));
    expect(next.sent).toEqual([['x', 'kept']]);
  });
});

describe('too much waiting', () => {
  const large = ['y'.repeat(1024 * 1024)];

  it('is reported once, and nothing more is kept until it was told', () => {
    const fit = Math.floor(MAX_QUEUED_OCTETS / JSON.stringify(large).length);
    for (let i = 0; i < fit; i++) node.send('', large);
    expect(overflowed).toBe(0);
    for (let i = 0; i < 5; i++) node.send('x', large);
    node.send('x', ['small']);
    // Twice would fire monitors that were set after the first time.
    expect(overflowed).toBe(1);
    const { calls, note } = noting();
    node.monitor('x', note);
    node.lost(LOST);
    expect(calls).toEqual([LOST]);
    node.send('x', ['anew']);
    connect();
    expect(link.sent).toEqual([['x', 'anew']]);
  });

  it('counts port names too: they cost as much', () => {
    const name = 'n'.repeat(1024 * 1024);
    for (let i = 0; i < 20; i++) node.send(name, []);
    expect(overflowed).toBe(1);
  });
});

describe('our monitors', () => {
  it('ask once for each port, and not for the node itself', () => {
    connect();
    node.monitor('x', () => undefined);
    node.monitor('x', () => undefined);
    node.monitor('y', () => undefined);
    node.monitor('', () => undefined);
    expect(link.sent).toEqual([
      ['', 'mon1', 'x'],
      ['', 'mon1', 'y'],
    ]);
  });

  it('take it back with the last one', () => {
    connect();
    const guards = [node.monitor('x', () => undefined), node.monitor('x', () => undefined)];
    guards[0]?.dispose();
    guards[0]?.dispose();
    expect(link.sent).toEqual([['', 'mon1', 'x']]);
    guards[1]?.dispose();
    guards[1]?.dispose();
    expect(link.sent).toEqual([
      ['', 'mon1', 'x'],
      ['', 'mon0', 'x'],
    ]);
  });

  it('leave each port monitored once after the connection came, whatever happened before', () => {
    node.monitor('x', () => undefined).dispose();
    node.monitor('x', () => undefined);
    node.monitor('y', () => undefined).dispose();
    connect();
    const monitored = new Set<Json | undefined>();
    for (const [, verb, name] of link.sent) {
      if (verb === 'mon1') {
        expect(monitored.has(name)).toBe(false);
        monitored.add(name);
      } else monitored.delete(name);
    }
    expect([...monitored]).toEqual(['x']);
  });

  it('make a node wanted, also the one of the node itself', () => {
    node.monitor('', () => undefined);
    expect(wanted).toBe(1);
    connect();
    expect(link.sent).toEqual([]);
  });

  it('fire once when the port dies, and are gone then', () => {
    connect();
    const [first, second, other] = [noting(), noting(), noting()];
    node.monitor('x', first.note);
    node.monitor('x', second.note);
    node.monitor('y', other.note);
    node.portDied('x', ['oops', 1]);
    node.portDied('x', ['again']);
    node.portDied('never monitored', []);
    expect([first.calls, second.calls, other.calls]).toEqual([[['oops', 1]], [['oops', 1]], []]);
  });

  it('ask anew after a death', () => {
    connect();
    const { calls, note } = noting();
    node.monitor('x', () => undefined);
    node.portDied('x', []);
    node.monitor('x', note);
    expect(link.sent.filter((frame) => frame[1] === 'mon1')).toHaveLength(2);
    node.portDied('x', ['second']);
    expect(calls).toEqual([['second']]);
  });

  it('all fire once when the node is lost', () => {
    connect();
    const { calls, note } = noting();
    node.monitor('x', note);
    node.monitor('x', note);
    node.monitor('y', note);
    node.monitor('', note);
    node.lost(LOST);
    node.lost(LOST);
    expect(calls).toEqual([LOST, LOST, LOST, LOST]);
    expect(node.idle).toBe(true);
  });

  it('may set others while they fire; those live on', () => {
    connect();
    const { calls, note } = noting();
    node.monitor('x', () => void node.monitor('x', note));
    node.monitor('y', () => {
      throw new Error('defect');
    });
    node.lost(LOST);
    expect(calls).toEqual([]);
    expect(errors).toEqual([new Error('defect')]);
    expect(node.idle).toBe(false);
    connect();
    expect(link.sent.at(-1)).toEqual(['', 'mon1', 'x']);
    node.portDied('x', ['later']);
    expect(calls).toEqual([['later']]);
  });

  it('are silent when disposed, also by another one of the same death', () => {
    connect();
    const { calls, note } = noting();
    node.monitor('x', () => guard.dispose());
    const guard = node.monitor('x', note);
    node.portDied('x', []);
    guard.dispose();
    expect(calls).toEqual([]);
    expect(link.sent).toEqual([['', 'mon1', 'x']]);
  });
});

describe('their monitors', () => {
  it('end with the connection', () => {
    connect();
    const disposed: string[] = [];
    for (const name of ['x', 'y']) {
      expect(node.addTheirMonitor(name, { dispose: () => disposed.push(name) })).toBe(true);
    }
    expect(node.hasTheirMonitor('x')).toBe(true);
    node.removeTheirMonitor('x');
    node.removeTheirMonitor('x');
    expect(node.hasTheirMonitor('x')).toBe(false);
    node.lost(LOST);
    expect(disposed).toEqual(['x', 'y']);
  });

  it('are limited', () => {
    const guard = { dispose: () => undefined };
    for (let i = 0; i < MAX_MONITORS_PER_PEER; i++) node.addTheirMonitor(`${i}`, guard);
    expect(node.addTheirMonitor('one more', guard)).toBe(false);
  });
});

describe('state', () => {
  it('is idle when nothing would be lost', () => {
    expect(node.idle).toBe(true);
    const guard = node.monitor('', () => undefined);
    expect(node.idle).toBe(false);
    guard.dispose();
    expect(node.idle).toBe(true);
    node.send('x', []);
    expect(node.idle).toBe(false);
    connect();
    expect(node.idle).toBe(false);
    expect(node.connection).toBe(link);
    expect(node.info?.id).toBe('bob');
    node.lost(LOST);
    expect([node.idle, node.connection, node.info]).toEqual([true, null, null]);
  });

  it('is probed by an empty message to ourselves', () => {
    connect();
    node.probe();
    expect(link.sent).toEqual([['', 'snd', 'me']]);
  });
});
