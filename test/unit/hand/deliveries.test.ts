import { beforeEach, describe, expect, it } from 'vitest';
import { Deliveries, DELIVERY_WAIT } from '../../../electron/hand/deliveries.ts';
import { MessageLog } from '../../../electron/observe/messages.ts';
import type { PortId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { rowsOf } from '../../helpers/kept-messages.ts';

const port = (text: string) => text as PortId;

describe('Deliveries', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let deliveries: Deliveries;
  let messages: MessageLog;

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    node.connect('bob');
    const nothing = () => undefined;
    messages = new MessageLog({ node, clock, onTraffic: nothing, onChange: nothing });
    let tokens = 0;
    deliveries = new Deliveries({ node, clock, messages, newToken: () => `t${++tokens}` });
  });

  const echoPort = () => node.sentTo('bob').at(-1)?.[1] as PortId;
  const echo = (token: string) => node.receive('bob', echoPort(), token);

  it('monitors first, sends, then asks for an echo', () => {
    void deliveries.send([port('bob#x')], ['hi', 1]);
    expect(node.monitored.map((each) => each.port)).toEqual(['bob#x']);
    expect(node.sent).toEqual([
      { to: 'bob#x', message: ['hi', 1] },
      { to: 'bob', message: ['snd', echoPort(), 't1'] },
    ]);
    expect(rowsOf(messages).map(({ system }) => system)).toEqual([false, true]);
  });

  it('finds a message accepted when the echo comes', async () => {
    const result = deliveries.send([port('bob#x')], ['hi']);
    clock.advance(7);
    echo('t1');
    expect(await result).toEqual([{ outcome: 'accepted', latency: 7 }]);
    expect(node.monitored[0]?.active).toBe(false);
    expect(clock.waiting).toBe(0);
  });

  it('finds a missing port, although the echo comes, too', async () => {
    const result = deliveries.send([port('bob#x')], ['hi']);
    node.die('bob#x', 'no_such_port', 'cannot monitor nonexistent port', 'bob#x');
    echo('t1');
    expect(await result).toEqual([{ outcome: 'no-such-port' }]);
  });

  it('tells a port that ended with the message from a lost connection', async () => {
    const ended = deliveries.send([port('bob#x')], ['stop']);
    node.die('bob#x');
    expect(await ended).toEqual([{ outcome: 'accepted', latency: 0 }]);
    const lost = deliveries.send([port('bob#x')], ['hi']);
    const reason = ['transport_error', 'bob', 'connection reset'];
    node.die('bob#x', ...reason);
    expect(await lost).toEqual([{ outcome: 'lost', reason }]);
  });

  it('says so when nothing is heard', async () => {
    const result = deliveries.send([port('bob')], ['devnull']);
    clock.advance(DELIVERY_WAIT);
    expect(await result).toEqual([{ outcome: 'unconfirmed', waited: DELIVERY_WAIT }]);
    node.receive('bob', echoPort(), 't1');
    node.receive('bob', echoPort(), { odd: true });
    expect(clock.waiting).toBe(0);
  });

  it('sends to many, and answers in their order', async () => {
    node.connect('eve');
    const result = deliveries.send([port('bob#x'), port('bob#y'), port('gone#z')], ['hi']);
    node.die('bob#x', 'no_such_port');
    echo('t2');
    expect(await result).toEqual([
      { outcome: 'no-such-port' },
      { outcome: 'accepted', latency: 0 },
      { outcome: 'lost', reason: ['destination-unknown', expect.stringContaining('gone')] },
    ]);
  });

  it('sends nothing when nobody knows the destination', async () => {
    await expect(deliveries.send([port('gone#z')], ['hi'])).rejects.toMatchObject({
      code: 'destination-unknown',
    });
    expect(node.sent).toEqual([]);
    node.known.add('gone' as never);
    void deliveries.send([port('gone#z')], ['hi']);
    expect(node.sentTo('gone#z').length).toBe(1);
  });

  it('passes on what makes a message impossible, and forgets the try', async () => {
    await expect(deliveries.send([port('bob#x')], ['unencodable'])).rejects.toThrow('unencodable');
    expect(node.monitored.every((each) => !each.active)).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('ends all waiting with dispose', async () => {
    const result = deliveries.send([port('bob#x')], ['hi']);
    deliveries.dispose();
    expect(await result).toMatchObject([{ outcome: 'lost' }]);
    expect(clock.waiting).toBe(0);
  });
});
