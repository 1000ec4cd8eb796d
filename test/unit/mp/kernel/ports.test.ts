import { beforeEach, describe, expect, it } from 'vitest';
import { Mailroom } from '../../../../electron/mp/kernel/mailroom.ts';
import { noSuchPort, Ports } from '../../../../electron/mp/kernel/ports.ts';
import type { Json, Message, Reason } from '../../../../shared/json.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { promisesSettled } from '../../../helpers/fake-clock.ts';

let ports: Ports;
let mailroom: Mailroom;
let unwatched: [string, Reason][];
let errors: unknown[];

beforeEach(() => {
  mailroom = new Mailroom();
  unwatched = [];
  errors = [];
  ports = new Ports({
    mailroom,
    idOf: (name) => `me#${name}`,
    onUnwatchedDeath: (name, reason) => void unwatched.push([name, reason]),
    onCallbackError: (error) => void errors.push(error),
  });
});

/** A list that takes what a callback is called with. */
function noting(): { calls: Json[][]; note: (...args: Json[]) => void } {
  const calls: Json[][] = [];
  return { calls, note: (...args) => void calls.push(args) };
}

describe('delivery', () => {
  it('goes to the default receiver with all elements', () => {
    const { calls, note } = noting();
    ports.create('a', note);
    for (const message of [['tag', 1], [1, 'tag'], [], [null]] as Message[]) {
      ports.deliver('a', message);
    }
    expect(calls).toEqual([['tag', 1], [1, 'tag'], [], [null]]);
  });

  it('goes to the receiver of its tag with what follows it', () => {
    const [other, ping] = [noting(), noting()];
    ports.create('a', other.note);
    ports.setTagged('a', 'ping', ping.note);
    for (const message of [['ping', 1, 2], ['ping'], ['pong'], [['ping']], []] as Message[]) {
      ports.deliver('a', message);
    }
    expect(ping.calls).toEqual([[1, 2], []]);
    expect(other.calls).toEqual([['pong'], [['ping']], []]);
  });

  it('knows tags by value, not by what every object has', () => {
    const other = noting();
    ports.create('a', other.note);
    ports.setTagged('a', 'x', () => undefined);
    ports.deliver('a', ['toString']);
    ports.deliver('a', ['__proto__']);
    expect(other.calls).toEqual([['toString'], ['__proto__']]);
  });

  it('falls back to the default receiver when a tag is removed', () => {
    const [other, ping] = [noting(), noting()];
    ports.create('a', other.note);
    ports.setTagged('a', 'ping', ping.note);
    ports.setTagged('a', 'ping', null);
    ports.deliver('a', ['ping', 1]);
    expect([ping.calls, other.calls]).toEqual([[], [['ping', 1]]]);
  });

  it('takes the latest receiver', () => {
    const [first, second] = [noting(), noting()];
    ports.create('a', first.note);
    ports.setReceiver('a', second.note);
    ports.deliver('a', [1]);
    expect([first.calls, second.calls]).toEqual([[], [[1]]]);
  });

  it('to no port is silence', () => {
    ports.deliver('gone', ['x']);
    expect([unwatched, errors]).toEqual([[], []]);
  });

  it('of an unknown tag to a port with tags only is silence', () => {
    ports.create('a', null);
    ports.setTagged('a', 'ping', () => undefined);
    ports.deliver('a', ['pong']);
    expect(ports.has('a')).toBe(true);
  });

  it('kills a port without any receiver', () => {
    ports.create('a', null);
    ports.deliver('a', ['x']);
    expect(ports.has('a')).toBe(false);
    expect(unwatched).toEqual([['a', ['die', 'received message on port without callback']]]);
  });

  it.each([
    [new Error('oops'), 'oops'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('that throws %s kills the port', (thrown, text) => {
    const { calls, note } = noting();
    ports.create('a', () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- programs do
      throw thrown;
    });
    ports.monitorNow('a', note);
    ports.deliver('a', ['x']);
    ports.deliver('a', ['x']);
    expect(calls).toEqual([['die', text]]);
    expect(ports.count).toBe(0);
  });
});

describe('receivers', () => {
  it.each([
    ['setReceiver', () => ports.setReceiver('gone', () => undefined)],
    ['setTagged', () => ports.setTagged('gone', 'x', () => undefined)],
  ])('%s says when there is no port', (_name, action) => {
    expect(expectCode('port-unknown', action).message).toContain('me#gone');
  });
});

describe('death', () => {
  it('is told to every monitor once, with the reason', () => {
    const [first, second] = [noting(), noting()];
    ports.create('a', null);
    ports.monitorNow('a', first.note);
    ports.monitorNow('a', second.note);
    ports.kill('a', ['oops', { a: 1 }]);
    ports.kill('a', ['again']);
    expect([first.calls, second.calls]).toEqual([[['oops', { a: 1 }]], [['oops', { a: 1 }]]]);
    expect(unwatched).toEqual([]);
  });

  it('that is normal and unwatched is no news; of an error it is', () => {
    ports.create('a', null);
    ports.create('b', null);
    ports.kill('a', []);
    ports.kill('b', ['oops']);
    expect(unwatched).toEqual([['b', ['oops']]]);
  });

  it('reaches the other monitors when one throws', () => {
    const { calls, note } = noting();
    ports.create('a', null);
    ports.monitorNow('a', () => {
      throw new Error('defect');
    });
    ports.monitorNow('a', note);
    ports.kill('a', []);
    expect(calls).toEqual([[]]);
    expect(errors).toEqual([new Error('defect')]);
  });

  it('can be caused inside of a monitor', () => {
    const { calls, note } = noting();
    ports.create('a', null);
    ports.create('b', null);
    ports.monitorNow('a', () => ports.kill('b', ['too']));
    ports.monitorNow('b', note);
    ports.kill('a', []);
    expect(calls).toEqual([['too']]);
  });

  it('of all at once is not told: the node is closing', () => {
    const { calls, note } = noting();
    ports.create('a', note);
    ports.monitorNow('a', note);
    ports.clear();
    ports.deliver('a', ['x']);
    expect([calls, ports.count]).toEqual([[], 0]);
  });
});

describe('monitor', () => {
  it('sees a death that is posted after it, and not one before', async () => {
    const { calls, note } = noting();
    ports.create('a', null);
    ports.create('b', null);
    mailroom.post(() => ports.kill('a', ['before']));
    ports.monitor('a', note);
    ports.monitor('b', note);
    mailroom.post(() => ports.kill('b', ['after']));
    await promisesSettled();
    expect(calls).toEqual([noSuchPort('me#a'), ['after']]);
  });

  it('of a missing port tells so, once, and not inside of the caller', async () => {
    const { calls, note } = noting();
    ports.monitor('gone', note);
    expect(calls).toEqual([]);
    await promisesSettled();
    await promisesSettled();
    expect(calls).toEqual([['no_such_port', 'cannot monitor nonexistent port', 'me#gone']]);
  });

  it('waits for a port that is about to be created', async () => {
    const { calls, note } = noting();
    mailroom.post(() => ports.create('a', null));
    ports.monitor('a', note);
    await promisesSettled();
    ports.kill('a', ['x']);
    expect(calls).toEqual([['x']]);
  });

  it('is silent when disposed before it began, also twice', async () => {
    const { calls, note } = noting();
    ports.create('a', null);
    for (const guard of [ports.monitor('a', note), ports.monitor('gone', note)]) {
      guard.dispose();
      guard.dispose();
    }
    await promisesSettled();
    ports.kill('a', ['x']);
    expect(calls).toEqual([]);
  });

  it('is silent when disposed while it watches', async () => {
    const { calls, note } = noting();
    ports.create('a', null);
    const guard = ports.monitor('a', note);
    await promisesSettled();
    guard.dispose();
    ports.kill('a', ['x']);
    expect(calls).toEqual([]);
  });

  it('is silent when another monitor of the same death disposes it', async () => {
    const { calls, note } = noting();
    ports.create('a', null);
    ports.monitor('a', () => guard.dispose());
    const guard = ports.monitor('a', note);
    await promisesSettled();
    ports.kill('a', []);
    expect(calls).toEqual([]);
  });

  it('counts each registration of one function', async () => {
    const { calls, note } = noting();
    ports.create('a', null);
    ports.monitor('a', note);
    ports.monitor('a', note).dispose();
    ports.monitor('a', note);
    await promisesSettled();
    ports.kill('a', []);
    expect(calls).toHaveLength(2);
  });

  it('now is for ports that exist', () => {
    expect(ports.monitorNow('gone', () => undefined)).toBeNull();
    const { calls, note } = noting();
    ports.create('a', null);
    ports.monitorNow('a', note)?.dispose();
    ports.kill('a', []);
    expect(calls).toEqual([]);
  });
});
